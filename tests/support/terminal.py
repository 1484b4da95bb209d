"""A program in a real pseudo-terminal: what it shows, keys sent to it, and how it ends."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

CTRL_C, CTRL_D = "\x03", "\x04"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\r")


class Terminal:
    """A running program.

    Attributes:
        shown: Everything it has written, without control sequences.
    """

    def __init__(self, pid: int, screen: int) -> None:
        self._pid, self._screen = pid, screen
        self.shown = ""
        self._read = 0

    def expect(self, words: str, seconds: float = 240) -> str:
        """Wait for words; returns what came before them since the last time."""
        end = time.monotonic() + seconds
        while words not in self.shown[self._read :]:
            alive = time.monotonic() < end and self._more(1)
            assert alive, f"no {words!r} in:\n{self.shown[self._read :]}"
        at = self.shown.index(words, self._read)
        before, self._read = self.shown[self._read : at], at + len(words)
        return before

    def type(self, line: str) -> None:
        """A line and Enter."""
        self.press(line + "\n")

    def press(self, keys: str) -> None:
        """Keys as they are, a moment later: a person needs one, and so does what reads them."""
        time.sleep(0.5)
        os.write(self._screen, keys.encode())

    def ended(self, seconds: float = 240) -> int:
        """Wait for its end; returns the exit code."""
        end = time.monotonic() + seconds
        while self._more(1):
            assert time.monotonic() < end, f"still running:\n{self.shown}"
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _more(self, seconds: float) -> bool:
        """Read what is there; False once it has ended."""
        if not select.select([self._screen], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._screen, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self.shown += ESCAPES.sub("", data.decode(errors="replace"))
        return bool(data)


@contextlib.contextmanager
def terminal(command: Sequence[str], folder: Path, env: Mapping[str, str], columns: int = 100) -> Iterator[Terminal]:
    """Run a program in a terminal of so many columns; it is killed where it has not ended with the block."""
    # A size that the environment tells would be believed before the terminal's own.
    inherited = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    pid, screen = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, {**inherited, **env, "TERM": "xterm"})
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    try:
        yield Terminal(pid, screen)
    finally:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            if os.waitpid(pid, os.WNOHANG) == (0, 0):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        os.close(screen)
