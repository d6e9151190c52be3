"""Where goods went: provinces and cities as exports and addresses name them, for the query that
reads orders."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analytics.ingest.build.parts import Part

COUNTRY, DISTRICT = "\u4e2d\u56fd|\u4e2d\u570b|china", "\u533a\u5340"
COLUMNS = ("region", "province", "city", "address")
FILE = Path(__file__).parents[3] / "data" / "regions.toml"
NOWHERE: Mapping[str, Any] = {
    "place_pattern": "()()()",
    "place_names": {"key": [""], "value": [""]},
    "city_provinces": {"key": [""], "value": [""]},
}
"""The parameters of a file without such a column."""


def params(part: Part) -> Mapping[str, Any]:
    """What `region_of` of ingest/macros.sql needs: the pattern of a text that begins with a place,
    the name behind every other spelling, and the province of every city."""
    return _params() if any(name in part.header_of for name in COLUMNS) else NOWHERE


def place_of(written: str) -> str:
    """The province and city that a text begins with, as `region_of` writes them; empty for none."""
    content = _params()
    match = re.match(content["place_pattern"], written)
    province, city, district = match.groups(default="") if match else ("", "", "")
    names, homes = (
        dict(zip(content[name]["key"], content[name]["value"], strict=True))
        for name in ("place_names", "city_provinces")
    )
    province = names.get(province.lower(), province)
    city = "" if district else names.get(city.lower(), city)
    if not province:
        return f"{homes[city]}/{city}" if city else ""
    if city and homes[city] == province:
        return f"{province}/{city}"
    return f"{province}/{province}" if homes.get(province) == province else province


@cache
def _params() -> Mapping[str, Any]:
    content = tomllib.loads(FILE.read_text("utf-8"))
    provinces, also = content["cities"], content["also"]
    homes = {
        city: province for province, cities in provinces.items() for city in cities.split()
    } | {whole: whole for whole in content["whole"]}
    cities = [*homes, *(name for name, meaning in also.items() if meaning in homes)]
    own = [*provinces, *(name for name, meaning in also.items() if meaning in provinces)]
    gap = r"[\s,/-]*"
    pattern = (
        rf"(?i)^\s*(?:{COUNTRY})?{gap}"
        rf"({_any(own)})?(?:{_any(content['province_suffixes'])})?{gap}"
        rf"({_any(cities)})?([{DISTRICT}])?"
    )
    return {
        "place_pattern": pattern,
        "place_names": {"key": [name.lower() for name in also], "value": list(also.values())},
        "city_provinces": {"key": list(homes), "value": list(homes.values())},
    }


def _any(names: Iterable[str]) -> str:
    """One of these, the longest that fits."""
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(
        rf"{re.escape(name)}\b" if name.isascii() else re.escape(name) for name in longest_first
    )
