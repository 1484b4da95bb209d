"""Every table and column, declared once, and what is generated from the declarations.

Belongs here: names, types, meanings and vocabularies. Does not: checks of values (``expectations``) or any
reading and writing of files.
"""

from pipeline.schema.derived import DECLARED, DERIVED
from pipeline.schema.model import Field, Table
from pipeline.schema.render import conform, dictionary, duckdb_ddl, duckdb_types, empty, polars_schema
from pipeline.schema.tables import SCHEMA_VERSION, TABLES, published_tables
from pipeline.schema.vocabularies import VOCABULARIES

__all__ = [
    "DECLARED",
    "DERIVED",
    "SCHEMA_VERSION",
    "TABLES",
    "VOCABULARIES",
    "Field",
    "Table",
    "conform",
    "dictionary",
    "duckdb_ddl",
    "duckdb_types",
    "empty",
    "polars_schema",
    "published_tables",
]
