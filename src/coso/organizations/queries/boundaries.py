"""Where the areas of the country lie, as far as boundaries are known."""

from __future__ import annotations

import datetime as dt
import functools
import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from attrs import frozen

_FILE: Final = Path(__file__).parents[1] / "reference" / "boundaries_thai_nguyen.geojson.gz"
# Before this day the same codes meant other areas.
BOUNDARIES_KNOWN_FROM: Final = dt.date(2025, 7, 1)
Ring = tuple[tuple[float, float], ...]


@frozen
class Boundary:
    """The outline of an area; a ring within another is a hole. Points are longitude, latitude."""

    name: str
    rings: tuple[Ring, ...]


def boundaries_on(day: dt.date) -> Mapping[str, Boundary]:
    """Return the boundaries that are known on a day, by the code of the area."""
    return _read() if day >= BOUNDARIES_KNOWN_FROM else {}


@functools.cache
def _read() -> dict[str, Boundary]:
    features = json.loads(gzip.decompress(_FILE.read_bytes()))["features"]
    return {
        feature["id"]: Boundary(feature["properties"]["name"], _rings(feature["geometry"]))
        for feature in features
    }


def _rings(geometry: Mapping[str, Any]) -> tuple[Ring, ...]:
    """Return the rings of a polygon, or of each of several."""
    is_one = geometry["type"] == "Polygon"
    polygons = [geometry["coordinates"]] if is_one else geometry["coordinates"]
    return tuple(
        tuple((longitude, latitude) for longitude, latitude in ring)
        for polygon in polygons
        for ring in polygon
    )
