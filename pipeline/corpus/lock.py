"""The lock of a collection: sha256 of every file in it, so that a changed input is noticed before it is used.

People edit ``collection.yml``, ``documents.csv`` and the texts; ``lock.json`` is written by ``harm-ledger lock`` only.
"""

import json
import re
from pathlib import Path

from pipeline.corpus.folders import LOCK_FILE, Folder, collections, reserved
from pipeline.errors import InputError
from pipeline.storage import file_hash
from pipeline.text.hidden import escape

_SHA256 = re.compile(r"[0-9a-f]{64}")
_REMEDY = "If that is meant, run 'harm-ledger lock' and commit lock.json; if not, bring the file back from git."


def write_locks(raw: Path) -> list[Path]:
    """Write ``lock.json`` of every collection: sorted, the same bytes for the same files.

    Args:
        raw: The raw folder.

    Returns:
        The lock files, by collection.

    Raises:
        InputError: If there is no such folder.
    """
    paths = []
    for folder in collections(raw):
        if folder.locked_files:
            path = folder.path / LOCK_FILE
            path.write_text(json.dumps({"files": _hashes(folder)}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            paths.append(path)
    return paths


def input_lock(raw: Path) -> dict[str, dict[str, str]]:
    """Collection or reserved folder → file → sha256, of everything a build reads from a raw folder.

    Raises:
        InputError: If there is no such folder.
    """
    found = {folder.name: _hashes(folder) for folder in (*collections(raw), *reserved(raw))}
    return {name: hashes for name, hashes in sorted(found.items()) if hashes}


def check_lock(folder: Folder) -> None:
    """Compare a collection with its ``lock.json``.

    Raises:
        InputError: If the lock is missing or unreadable, or a file is changed, missing or unlisted.
    """
    path = folder.path / LOCK_FILE
    listed = _read(path)
    present = _hashes(folder)
    for name in sorted(listed.keys() | present.keys()):
        file = escape(f"{folder.path}/{name}")
        if name not in present:
            raise InputError(f"{file} is listed in {LOCK_FILE} but missing.", _REMEDY)
        if name not in listed:
            raise InputError(f"{file} is not listed in {LOCK_FILE}.", _REMEDY)
        if listed[name] != present[name]:
            raise InputError(f"{file} is changed: its sha256 is not the one in {LOCK_FILE}.", _REMEDY)


def _hashes(folder: Folder) -> dict[str, str]:
    return {name: file_hash(path) for name, path in folder.locked_files.items()}


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        raise InputError(f"{path.parent} has no {LOCK_FILE}.", "Run 'harm-ledger lock' and commit the file it writes.")
    try:
        files = json.loads(path.read_bytes())["files"]
        readable = all(isinstance(sha, str) and _SHA256.fullmatch(sha) for sha in files.values())
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        readable = False
    if not readable:
        raise InputError(f"{path} is not a lock file.", "Run 'harm-ledger lock' to write it anew.")
    return dict(files)
