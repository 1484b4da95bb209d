"""Asset specifications made from the schema, so that the Dagster UI shows the declared columns and meanings.

Belongs here: how a declared table becomes an asset. Does not: what the columns mean (``pipeline.schema``).
"""

import hashlib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import dagster as dg

from pipeline.schema import DERIVED, TABLES, Field, Table

RAW_FILE = Table(
    "raw_file",
    "Every file the run reads, with its hash: what a release names as its inputs.",
    (
        Field("collection", "text", "Folder of data/raw.", required=True),
        Field("file_name", "text", "Path of the file inside the folder.", required=True),
        Field("sha256", "text", "sha256 of the bytes, hexadecimal.", required=True),
    ),
    ("collection", "file_name"),
    published=False,
)

UNFINISHED: dict[str, Table] = {
    RAW_FILE.name: RAW_FILE,
    **{
        name: replace(TABLES[table], name=name, published=False)
        for name, table in (
            ("gazetteer_place", "place"),
            ("gazetteer_place_name", "place_name"),
            ("document_as_read", "source_document"),
            ("parse_issue_as_read", "parse_issue"),
            ("claim_as_coded", "claim"),
        )
    },
}
"""Assets that hold a table before later stages complete it, with the columns they have."""

TABLE_OF: dict[str, Table] = {**TABLES, **DERIVED, **UNFINISHED}
"""Asset name to the declaration of its columns."""


def table_spec(
    name: str, *, group: str, deps: tuple[str, ...], code: tuple[str, ...], description: str | None = None
) -> dg.AssetSpec:
    """The asset that holds one table.

    Args:
        name: Asset name: the table's, or one of ``UNFINISHED``.
        group: Stage of the chain.
        deps: Assets it is made from.
        code: Packages whose files make its code version.
        description: What the asset holds, where that is not the table's meaning.
    """
    table = TABLE_OF[name]
    text = description or table.meaning
    return dg.AssetSpec(
        name,
        deps=list(deps),
        group_name=group,
        description=text if table.warning is None else f"{text} {table.warning}",
        metadata={"dagster/column_schema": _column_schema(table)},
        code_version=code_version(*code),
        kinds={"polars", "parquet"},
    )


def _column_schema(table: Table) -> dg.TableSchema:
    """A table's columns as Dagster shows them."""
    return dg.TableSchema(columns=[_column(field, table) for field in table.fields])


def _column(field: Field, table: Table) -> dg.TableColumn:
    other = ["primary key"] if field.name in table.key else []
    other += [f"vocabulary {field.vocabulary}"] if field.vocabulary else []
    other += [f"references {field.references}"] if field.references else []
    return dg.TableColumn(
        field.name,
        type=field.kind,
        description=field.meaning,
        constraints=dg.TableColumnConstraints(nullable=not field.required, other=other),
    )


@cache
def code_version(*packages: str) -> str:
    """Hash of every code and vocabulary file of some packages, with the schema and storage all of them use."""
    digest = hashlib.sha256()
    for package in sorted({*packages, "pipeline.schema", "pipeline.storage"}):
        # Found by path: importing a package to hash it would load all it needs.
        top, *rest = package.split(".")
        folder = files(top).joinpath(*rest)
        _add(digest, folder if folder.is_dir() else files(top).joinpath(*rest[:-1], f"{rest[-1]}.py"), package)
    return digest.hexdigest()[:16]


def _add(digest: "hashlib._Hash", node: Traversable, path: str) -> None:
    if node.is_dir():
        for child in sorted(node.iterdir(), key=lambda entry: entry.name):
            if child.name != "__pycache__" and not child.name.startswith("."):
                _add(digest, child, f"{path}/{child.name}")
        return
    digest.update(path.encode() + b"\0" + node.read_bytes() + b"\0")
