"""The tables of the dataset, in the order a reader meets them."""

from pipeline.schema import documents, incidents, ledger, reference
from pipeline.schema.claims import CLAIM, CLAIM_EVIDENCE, CLAIM_RELATION
from pipeline.schema.model import Table

SCHEMA_VERSION = "1.2.0"
"""Changes with the columns: major when one is removed, renamed or redefined, minor when one is added."""

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *documents.TABLES,
        CLAIM,
        CLAIM_EVIDENCE,
        CLAIM_RELATION,
        *incidents.TABLES,
        *reference.TABLES,
        *ledger.TABLES,
    )
}
"""Table name to table."""


def published_tables() -> dict[str, Table]:
    """The tables a release holds."""
    return {name: table for name, table in TABLES.items() if table.published}
