"""Extraction or linking under Daft, in a process of its own: Daft keeps the engine a process begins with.

``python engine.py BACKEND[,BACKEND] WHAT TABLES``: with each backend in turn; prints the hashes of what the last made.
"""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

from pipeline.authority.reference import Tables
from pipeline.extract import extract_claims
from pipeline.reconcile import reconcile, sharing
from pipeline.storage import frame_hash

ROOT = Path(__file__).parents[2]


def hashes(tables: Tables) -> dict[str, str]:
    """Of each table, the hash of its rows."""
    return {name: frame_hash(frame) for name, frame in tables.items()}


def made_by(backends: str, what: str, tables: Tables, folder: Path) -> dict[str, str]:
    """What ``extract`` or ``link`` makes of tables under backends (see the head of the file), as hashes."""
    packed = folder / "tables.pickle"
    packed.write_bytes(pickle.dumps(tables))
    paths = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    done = subprocess.run(
        [sys.executable, __file__, backends, what, str(packed)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    backends, what, packed = sys.argv[1:]
    given: Tables = pickle.loads(Path(packed).read_bytes())
    # The few claims of a test are shared out as many would be.
    sharing.PAYS, sharing.PART = 1, 2
    for backend in backends.split(","):
        if what == "extract":
            made = extract_claims(given, workers=2, backend=backend)
        else:
            made = reconcile(given, None, workers=2, backend=backend)
    print(json.dumps(hashes(made)))
