"""What earlier releases said of an incident, and why that changed."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from pipeline.release.manifest import read_manifest
from pipeline.schema import TABLES
from pipeline.site import words
from pipeline.site.ledger import Ledger, Row
from pipeline.site.releases import Changed, Releases
from pipeline.storage import read_table
from pipeline.text.ranges import written


@dataclass(frozen=True, slots=True)
class Step:
    """What one release says of an incident."""

    release: str
    killed: str
    injured: str
    grade: str
    n_claims: int
    differs: bool


class History:
    """Earlier releases and what each changed, by incident."""

    def __init__(self, ledger: Ledger, releases: Releases) -> None:
        held = [(_version(folder), read_table(TABLES["incident"], folder)) for folder in ledger.earlier]
        held.append((ledger.version, ledger.tables["incident"]))
        self._steps: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        for version, frame in held:
            for row in frame.rows(named=True):
                self._steps[row["incident_id"]].append((version, row))
        self._changes = releases.changes_of()
        self._moves: dict[str, set[tuple[str, str, str, str]]] = defaultdict(set)
        for row in ledger.tables["id_history"].rows(named=True):
            move = (row["release"], row["change"], row["old_id"], row["new_id"])
            self._moves[row["old_id"]].add(move)
            self._moves[row["new_id"]].add(move)

    def steps(self, incident: str) -> tuple[Step, ...]:
        """The incident in each release that has it, oldest first; ``differs`` where figures or grade changed."""
        found: list[Step] = []
        for version, row in self._steps[incident]:
            said = (
                written(row["killed_min"], row["killed_max"], bool(row["killed_max_is_open"])),
                written(row["injured_min"], row["injured_max"], bool(row["injured_max_is_open"])),
                words.word("grade", row["civilian_harm_status"] or "none"),
                row["n_claims"],
            )
            last = found[-1] if found else None
            same = last is None or (last.killed, last.injured, last.grade, last.n_claims) == said
            found.append(Step(version, *said, differs=not same))
        return tuple(found)

    def changes(self, incident: str) -> tuple[tuple[str, Changed], ...]:
        """Release, and what it changed about the incident and its claims, oldest first."""
        return tuple(self._changes.get(incident, ()))

    def moves(self, incident: str) -> tuple[tuple[str, str, str, str], ...]:
        """Release, change, old id and new id of every merger and split that it took part in."""
        return tuple(sorted(self._moves.get(incident, ())))


def _version(folder: Path) -> str:
    return str(read_manifest(folder)["release"])
