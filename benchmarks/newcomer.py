"""From a release's download to the first result, as the README has it: seconds, against a limit of 300.

    python benchmarks/newcomer.py

Copies the newest release into an empty folder, makes a fresh environment there, installs what the README's "Use the
data" says, without any cache, and runs the section's Python blocks as they stand, each in a process of its own; only
the number of the release in their paths is made that of the newest. Printed: seconds of each step. Exits with 1 beyond
the limit, and where a step fails. The copy stands for the download: how long that takes is a matter of the line.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.release import latest

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 300
SECTION = re.compile(r"^## Use the data\n(.*?)^## ", re.MULTILINE | re.DOTALL)
INSTALL = re.compile(r"`pip (install [^`]+)`")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"(?<=data/published/)\d+\.\d+\.\d+")


def advice(readme: str, release: str) -> tuple[list[str], list[str]]:
    """What the README tells a newcomer to do.

    Args:
        readme: Its text.
        release: Number of the release to read, in place of the one it names.

    Returns:
        The arguments for pip, and the Python blocks in order.
    """
    (section,) = SECTION.findall(readme)
    (install,) = INSTALL.findall(section)
    return install.split(), [NUMBER.sub(release, block) for block in BLOCK.findall(section)]


def main() -> int:
    """Do it all; 0 where it works within the limit."""
    newest = latest(ROOT / "data" / "published")
    if newest is None:
        sys.exit("There is no release in data/published.")
    install, blocks = advice((ROOT / "README.md").read_text(encoding="utf-8"), newest.name)
    with tempfile.TemporaryDirectory(prefix="newcomer-") as scratch:
        home = Path(scratch)
        python = str(home / "env" / "bin" / "python")
        start = time.perf_counter()
        shutil.copytree(newest, home / "data" / "published" / newest.name)
        print(f"copy of release {newest.name}: {time.perf_counter() - start:.1f} s", flush=True)
        step("environment", [sys.executable, "-m", "venv", str(home / "env")], home)
        step(" ".join(["pip", *install]), [python, "-m", "pip", *install, "--quiet", "--no-cache-dir"], home)
        for block in blocks:
            step(block.splitlines()[0], [python, "-c", block], home)
        took = time.perf_counter() - start
    print(f"from the release to the last result: {took:.1f} s; the limit is {LIMIT} s")
    return int(took > LIMIT)


def step(name: str, command: list[str], home: Path) -> None:
    """Run one step in the newcomer's folder and print its seconds; ends the program where it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name} fails:\n{done.stderr}")
    print(f"{name}: {time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
