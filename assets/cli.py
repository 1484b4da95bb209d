"""The one door: build, release, verify, rebuild, trace, sums, lock, review, evaluate, site, serve.

Belongs here: arguments, what is called, exit codes. What a command needs is imported inside it: ``--help`` and
``verify`` start in a second.
"""

import datetime
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from assets.cli_release import default_release, releases, warn_if_withdrawn
from assets.show import at_terminal, complain, err, out, say
from pipeline.errors import HarmLedgerError, InputError, IntegrityError, UsageError

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
SITE = DATA / "build" / "site"

EXIT_CODES = """
**Exit codes**

- 0 done
- 1 something went wrong here: please report it
- 2 an argument that cannot be used
- 3 an input that is changed, missing, unlisted or unreadable
- 4 a quality rule failed; nothing was published
- 5 a release is not what its manifest says
- 130 stopped by Ctrl-C, or a release not confirmed
"""

CPUS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Door(TyperGroup):
    """Turns errors a user can mend into a problem, a remedy and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except HarmLedgerError as error:
            complain(error.problem, error.remedy)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as stop:
            complain("Stopped.", "Releases made before are untouched.")
            raise typer.Exit(130) from stop


app = typer.Typer(
    cls=Door,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    epilog=EXIT_CODES,
    help="""
Raw reports about air strikes and civilian harm, coded into claims and reconciled into incidents.

A claim is what one source said, with the characters it rests on; an incident is the range of what sources said.

Start with: `harm-ledger release` (the collections in data/raw), or
`harm-ledger build --raw FOLDER --out FOLDER` (texts of your own).
""",
)

app.add_typer(releases)

Workers = Annotated[int, typer.Option(min=1, help="Processes that extract claims; the result does not depend on it.")]


@app.command()
def build(
    raw: Annotated[Path, typer.Option(help="Folder of .txt, .html or .jsonl texts, or of several such folders.")],
    out: Annotated[Path, typer.Option(help="Folder for the tables; made if absent.")],
    workers: Workers = CPUS,
) -> None:
    """Make the tables from any folder of texts, and publish nothing.

    `documents.csv` (file, publisher, url, published) and `collection.yml` beside the texts are read if they are
    there; without a publication date, words like "on Friday" give no date. Writes one Parquet file a table, and
    `claim_flat.parquet`: one claim a row with everything about it spelled out.

    Places and organisations come from the folder's own `gazetteer` and `authority`, or else from this project's;
    curators' decisions from its own `curation`, if it has one.

    A blocking rule that fails is named, and would stop a release; the tables are made all the same.

    Example: `harm-ledger build --raw my-reports --out tables`
    """
    from assets.build import build_tables
    from assets.progress import shown
    from assets.summary import made
    from expectations import blocking_failures

    with shown(err) as progress:
        build_tables(raw, out, workers, progress)
    tables = made(out)
    say()
    say(f"Tables: {out}   (start with {out / 'claim_flat.parquet'})")
    if tables["source_document"].is_empty():
        raise InputError(
            f"No document in {raw} could be used.", f"{out / 'parse_issue.parquet'} names each file and the reason."
        )
    if failed := blocking_failures(tables["quality_result"])["rule_id"].to_list():
        complain(
            f"A release would stop at: {', '.join(failed)}.", f"{out / 'quality_violation.parquet'} has every row."
        )


@app.command()
def release(
    version: Annotated[
        str | None, typer.Option(help="Number of the release, as in 0.2.0. Default: the one the changes ask for.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Publish without asking.")] = False,
    workers: Workers = CPUS,
) -> None:
    """Run the whole chain over data/raw and publish under data/published.

    What would change is shown first, with the number it asks for: confirm it, raise it, or leave. Without a terminal
    nobody can be asked: then `--yes` or `--version` publishes, and without them it ends with 2 if anything changed.

    Inputs must be those of the lock files (`harm-ledger lock`). If the tables equal the newest release, nothing is
    published. A blocking rule that fails stops it, and the last release stays as it was.

    The number follows from what changed: MAJOR where a column was removed, renamed or redefined, MINOR where rows were
    added or values changed. A higher one can be given, a lower one is refused. Identical tables are published only
    where a number is given (PATCH: other packaging).
    """
    from assets.build import publish_release
    from assets.confirm import confirm_with
    from assets.progress import shown
    from assets.summary import made

    asked = not yes and (at_terminal() or version is None)
    confirm = confirm_with(DATA / "published", version) if asked else None
    with shown(err) as progress:
        outcome = publish_release(version, workers, progress, confirm)
    path = Path(outcome["path"])
    made(path)
    say()
    number = outcome["version"]
    say(f"Published {number}." if outcome["created"] else f"Nothing changed: equal to {number}.", "bold green")
    if outcome["created"] and outcome["why"]:
        say(f"Its number: {outcome['why']}. What changed, in words: CHANGES.md in the folder.")
    say(f"Files: {_short(path)}   (README.md, harm-ledger.duckdb, one Parquet file a table, manifest.json)")
    say("Follow a number to its source: harm-ledger trace <id>")


@app.command()
def verify(path: Annotated[Path, typer.Argument(help="A release, or a folder of releases.")]) -> None:
    """Check a release against its own manifest: every file, row, hash and quote.

    Needs nothing but the release. Whoever changes files and sums together can be noticed by one thing only: compare
    the fingerprint printed here with another copy's.

    Example: `harm-ledger verify data/published`
    """
    from pipeline.release import verify as check_release

    report = check_release(path)
    for one in report.releases:
        say(f"{one.release}   {one.files} files, {one.rows:,} rows   fingerprint {one.fingerprint or 'missing'}")
        if one.withdrawn:
            say(f"Release {one.release} was {one.withdrawn}", "bold red")
    if not report.ok:
        problem = "\n".join(str(finding) for finding in report.findings)
        raise IntegrityError(problem, "Fetch the release anew: releases are never edited.")
    say("Everything is what the manifest says.", "green")


@app.command()
def rebuild(
    version: Annotated[str | None, typer.Argument(help="Which release, by its own commit.")] = None,
    workers: Workers = CPUS,
) -> None:
    """Make a release again, aside, and compare it file by file. Changes nothing.

    With VERSION: by the code, the pinned packages and the inputs of the commit that made it, every file. Tables with
    the same rows in other bytes are said to be so.

    Without: the newest, from data/raw by the code as it is now. The .duckdb file is left out: it differs each time,
    and `verify` compares its rows.

    Exit code 5: something came out different.

    Example: `harm-ledger rebuild 0.1.0`
    """
    from assets.rebuilt import rebuild_past, show

    if version is not None:
        show(rebuild_past(ROOT, version), "its own commit")
        return
    from assets.build import rebuild_newest
    from assets.progress import shown

    with shown(err) as progress:
        made = rebuild_newest(workers, progress)
    show(made, "data/raw and the code")


@app.command()
def trace(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Key of any row, a sha256, a file, a rule, a name.")],
    release: Annotated[Path | None, typer.Option(help="A release, or a folder made by build. Default: newest.")] = None,
) -> None:
    """Show what a row rests on: claims, quoted characters, document, sha256, rule or person, checks.

    ID is the key of a row of any table, its values joined by | (quote them in a shell). Where two tables share a key,
    put the table in front. Also: a column of a row, a file or its sha256, a rule, an origin, a curator's name.

    Examples:
    - `harm-ledger trace incident-0123456789abcdef` an incident; so a claim, a document, a place, a decision

    - `harm-ledger trace "incident:incident-0123456789abcdef#killed_min"` one figure, to its characters

    - `harm-ledger trace "c-0123456789abcdef|c-fedcba9876543210"` two claims compared

    - `harm-ledger trace "change_log:claim|c-0123456789abcdef"` why a row changed

    - `harm-ledger trace curation/corrections.csv` an input file; `harm-ledger trace 0.2.0` a release
    """
    from pipeline.lineage_tree import tree
    from pipeline.release.layout import MANIFEST
    from pipeline.release.manifest import read_manifest
    from pipeline.schema import DERIVED
    from pipeline.storage import read_table, read_tables
    from pipeline.trace import trace as follow

    folder = _tables(release)
    warn_if_withdrawn(folder)
    manifest = read_manifest(folder) if (folder / MANIFEST).is_file() else None
    derived = {name: read_table(DERIVED[name], folder) for name in ("lineage", "usage_warning")}
    out.print(tree(follow({**read_tables(folder), **derived}, identifier, manifest)))


@app.command()
def sums(
    area: Annotated[str, typer.Argument(help="Name or id of a place.")],
    first: Annotated[datetime.datetime, typer.Argument(formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime.datetime, typer.Argument(formats=["%Y-%m-%d"], help="Last day.")],
    release: Annotated[Path | None, typer.Option(help="A release, or a folder made by build. Default: newest.")] = None,
) -> None:
    """Add up the incidents of an area and period, nobody counted twice, and say what the sum leaves out.

    The same as the macro `harm_in` of a release's DuckDB file.

    Example: `harm-ledger sums "Deir ez-Zor" 2016-01-01 2016-01-31`
    """
    from assets.sums import show

    folder = _tables(release)
    warn_if_withdrawn(folder)
    show(folder, area, first.date(), last.date())


@app.command()
def lock(raw: Annotated[Path, typer.Option(help="Folder of collections.")] = DATA / "raw") -> None:
    """Write lock.json of every collection: the sha256 of each input.

    Run it after adding or editing texts, and commit the lock files: a release refuses inputs that differ from them.
    """
    from pipeline.corpus import write_locks

    for path in write_locks(raw):
        say(f"Locked {_short(path)}")


@app.command()
def review(
    raw: Annotated[Path, typer.Option(help="Folder of collections.")] = DATA / "raw",
    workers: Workers = CPUS,
) -> None:
    """Decide what the rules leave in doubt: claims that may be misread, and claims that may be one event.

    Asks one question after the other, first where most persons are at stake, with both quotes side by side:

    - a claim: accept, reject or correct

    - two claims: same event or different

    Each answer needs a reason and is written at once under curation/ in the folder of texts: to `judgements.csv`
    (pairs), `corrections.csv` (columns of a claim) or `review.csv` (accept, reject). Commit these files: every build
    and release obeys them over any rule, and stops where one no longer fits, naming the line.

    Without a terminal nothing is asked: the questions stand in `curation/review.csv`, to be answered there by hand.
    Fill in `decision` (accept, reject, correct; for two claims same, different), `reason`, `who` and `date`; for
    correct also `field`, `old_value` (what stands there now) and `new_value`, one row a column. Rows you wrote in are
    never changed.

    Example: `harm-ledger review`
    """
    from assets.interview import Interview
    from assets.progress import shown
    from assets.review import renew

    with shown(err) as progress:
        queue = renew(raw, workers, progress)
    where = _short(queue.path)
    single = len(queue.open) - queue.pairs
    claims, pairs = ("claim" if single == 1 else "claims"), ("pair" if queue.pairs == 1 else "pairs")
    say(f"{single} {claims} and {queue.pairs} {pairs} of claims wait for a decision: {where}")
    if queue.open and at_terminal():
        decided = Interview(queue.tables, raw / "curation").ask(queue.open)
        say(f"{decided} decided." + (f" Commit the files in {_short(raw / 'curation')}." if decided else ""))


@app.command()
def evaluate(
    gold: Annotated[list[Path] | None, typer.Argument(help="Folders of coded texts. Default: all there are.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="Places in the texts with an error to show, each folder.")] = 0,
    field: Annotated[
        str | None, typer.Option(help="Show figures with this field wrong instead: place, speaker, date, actor, …")
    ] = None,
    reliability: Annotated[bool, typer.Option("--reliability", help="Confidence beside the share right.")] = False,
    silver: Annotated[bool, typer.Option(help="The crowd-coded texts instead of the hand-coded ones.")] = False,
    places: Annotated[bool, typer.Option("--places", help="Print the reviewed list of places instead.")] = False,
    workers: Workers = CPUS,
) -> None:
    """Build the hand-coded texts in ../shared/evaluate and print the scorer's tables.

    `--errors` shows missed and false figures in their text, the coding on the left and what was extracted on the right.
    `--places` needs no texts: it resolves the names of places in them, listed in tests/unit/places_expected.csv.

    Example: `harm-ledger evaluate --errors 20 ../shared/evaluate/gold/ngo`
    """
    if places:
        from assets.places import show_places

        show_places()
        return
    from assets.evaluate import Wanted
    from assets.evaluate import evaluate as score
    from assets.progress import shown

    with shown(err) as progress:
        score(gold or [], Wanted(errors, field, reliability), silver=silver, workers=workers, progress=progress)


@app.command()
def site(
    version: Annotated[str | None, typer.Argument(help="Which release. Default: the newest.")] = None,
    out: Annotated[Path, typer.Option(help="Folder of the site; one made before is replaced.")] = SITE,
) -> None:
    """Make a static site of a release: pages to read offline or to put on any web server.

    It asks nothing of another host and works without scripts. The shapes of the map come from npm (`make site`
    installs them); without them the map has no land.

    Example: `harm-ledger site 0.1.0 --out public`
    """
    from assets.site import make_site

    built = make_site(DATA / "published", version, out, ROOT / "node_modules")
    size = f"{built.pages:,} pages, {built.n_bytes / 1e6:,.1f} MB"
    say(f"Site of release {built.version}: {_short(built.path)}   ({size})")
    say("Look at it: harm-ledger serve")


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(help="Folder of a site.")] = SITE,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
) -> None:
    """Show a site on this machine, to nobody else, until Ctrl-C."""
    from assets.site import serve as show

    show(folder, port)


def _tables(release: Path | None) -> Path:
    """The folder of tables asked for, or the newest release that was not withdrawn."""
    folder = release or default_release()
    if not (folder / "claim.parquet").is_file():
        raise UsageError(f"There are no tables in {folder}.", "Give --release a release or a folder made by build.")
    return folder


def _short(path: Path) -> str:
    """The path as seen from here, where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
