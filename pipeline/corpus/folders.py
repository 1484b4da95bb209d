"""Which folders are collections and which of their files are to be read; nothing outside them is ever opened."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corpus.issues import Issue
from pipeline.errors import InputError
from pipeline.text.hidden import is_plain

RESERVED = ("authority", "curation", "gazetteer")
"""Folders of data/raw that hold reference tables and judgements, no texts."""

COLLECTION_FILE = "collection.yml"
DOCUMENTS_FILE = "documents.csv"
LOCK_FILE = "lock.json"
SIDECARS = (COLLECTION_FILE, DOCUMENTS_FILE)
READABLE = (".htm", ".html", ".jsonl", ".txt")


@dataclass(frozen=True, slots=True)
class Folder:
    """One collection as it lies on disk.

    Attributes:
        name: Its name, escaped nowhere: a name that is not plain text is refused.
        path: The folder.
        files: Regular files inside it by their path relative to it, in order, without sidecars, lock and README.
        sidecars: ``collection.yml`` and ``documents.csv`` where present.
        issues: What was refused.
    """

    name: str
    path: Path
    files: dict[str, Path] = field(default_factory=dict)
    sidecars: dict[str, Path] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def locked_files(self) -> dict[str, Path]:
        """Everything ``lock.json`` vouches for, in order."""
        return dict(sorted({**self.files, **self.sidecars}.items()))


def collections(raw: Path) -> list[Folder]:
    """Collections of a raw folder, by name.

    Args:
        raw: Folder whose sub-folders are collections, or itself one collection where texts or sidecars lie in it
            directly.

    Raises:
        InputError: If there is no such folder.
    """
    if not raw.is_dir():
        raise InputError(f"{raw} is not a folder.", "Name a folder that holds texts, or collections of texts.")
    children = sorted(raw.iterdir())
    folders = [child for child in children if child.is_dir() and not child.name.startswith(".")]
    if any(_belongs(child) for child in children) or not folders:
        return [_scan(raw.resolve().name or "raw", raw, raw.resolve())]
    return [_scan(folder.name, folder, raw.resolve()) for folder in folders if folder.name not in RESERVED]


def reserved(raw: Path) -> list[Folder]:
    """The reserved folders of data/raw that are there, with all their files."""
    return [_scan(name, raw / name, raw.resolve()) for name in RESERVED if (raw / name).is_dir()]


def _belongs(path: Path) -> bool:
    return path.is_file() and (path.suffix.lower() in READABLE or path.name in SIDECARS)


def _scan(name: str, path: Path, root: Path) -> Folder:
    folder = Folder(name, path)
    if not is_plain(name):
        folder.issues.append(_unsafe(folder, "", "the folder's name holds control or hidden characters"))
        return folder
    for relative, file, problem in _walk(path, root):
        if problem:
            folder.issues.append(_unsafe(folder, relative, problem))
        elif relative in SIDECARS:
            folder.sidecars[relative] = file
        else:
            folder.files[relative] = file
    return folder


def _walk(path: Path, root: Path) -> Iterator[tuple[str, Path, str | None]]:
    """Relative path, path and what speaks against reading it, in order of the relative path."""
    found = []
    if not path.resolve().is_relative_to(root):
        yield "", path, "the folder is a link that leads outside"
        return
    for parent, folders, names in os.walk(path):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".") and name not in links]
        for name in (*names, *links):
            if not _ignored(name):
                file = Path(parent) / name
                found.append((file.relative_to(path).as_posix(), file))
    for relative, file in sorted(found):
        yield relative, file, _problem(relative, file, root)


def _ignored(name: str) -> bool:
    return name.startswith((".", "README")) or name == LOCK_FILE


def _problem(relative: str, file: Path, root: Path) -> str | None:
    if not is_plain(relative):
        return "the name holds control or hidden characters"
    if file.is_symlink() and not file.resolve().is_relative_to(root):
        return "a link that leads outside the folder"
    if not file.is_file():
        return "not a regular file: a link to a folder, a broken link, a pipe or a device"
    return None


def _unsafe(folder: Folder, relative: str, problem: str) -> Issue:
    return Issue(
        folder.name, relative or ".", "unsafe_name", problem, "Copy the text itself into the folder under a plain name."
    )
