"""Incidents as GeoParquet 1.1: events whose place has a point, and nothing that would be a false pin.

Left out are totals, which happened at no one point; events placed no closer than within 25 km (``place_precision``
above 2); and places that no gazetteer gives coordinates for. The point is the place's, not the strike's:
``coordinate_precision`` and ``place_precision`` stand beside it. Coordinates are WGS 84, longitude first: OGC:CRS84,
the specification's default.
"""

import json
import struct

import polars as pl

from pipeline.release.contents import Contents
from pipeline.release.described import about, parquet
from pipeline.schema import Field
from pipeline.schema.derived import INCIDENT_FLAT

GEOMETRY = "geometry"
CLOSEST = 2
"""Highest ``place_precision`` (UCDP where_prec) that a point can stand for."""


def geoparquet(made: Contents) -> bytes:
    """The file: the columns of ``incident_flat`` and the point as WKB, sorted by ``incident_id``."""
    rows = made.tables[INCIDENT_FLAT.name].filter(
        pl.col("incident_kind") == "incident",
        pl.col("place_precision") <= CLOSEST,
        pl.col("latitude").is_not_null(),
        pl.col("longitude").is_not_null(),
    )
    points = list(rows.select("longitude", "latitude").iter_rows())
    frame = rows.with_columns(pl.Series(GEOMETRY, [_wkb(*point) for point in points], pl.Binary))
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"] if points else []}
    if points:
        east, north = zip(*points, strict=True)
        column["bbox"] = [min(east), min(north), max(east), max(north)]
    geo = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
    fields = (*INCIDENT_FLAT.fields, Field(GEOMETRY, "text", "The place's point, WKB, longitude then latitude."))
    return parquet(frame, fields, {"geo": json.dumps(geo), **about(INCIDENT_FLAT)})


def _wkb(longitude: float, latitude: float) -> bytes:
    """A point, little-endian."""
    return struct.pack("<BIdd", 1, 1, longitude, latitude)
