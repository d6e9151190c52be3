"""The sheet of touchpoints as IPs, platforms and owners of codes, and what it leaves open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from analytics.ip.base import KINDS
from analytics.ip.spelling import commonest, key_of, platform_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ip.base import Kind

SHEET = {
    "ip": pl.String,
    "ip_kind": pl.String,
    "platform": pl.String,
    "happened_on": pl.Date,
    "reach": pl.Int64,
    "engaged": pl.Int64,
    "cost": pl.Float64,
    "code": pl.String,
}
"""One row per row of the sheet, as written."""


@dataclass(frozen=True)
class Owner:
    """Whose a code is: the IP, and the platform, None where it stands for several."""

    ip: str
    platform: str | None


@dataclass(frozen=True)
class Faults:
    """What the sheet leaves open, named as written. `shared_codes`: codes of several IPs, whose
    customers nobody can place; `several_platforms`: codes of one IP on several platforms;
    `two_kinds`: IPs of more than one kind; `spellings`: the ways in which one platform is written;
    rows: without a name or code, without a day, whose engaged are more than were reached, and with
    a cost below zero."""

    shared_codes: tuple[str, ...] = ()
    several_platforms: tuple[str, ...] = ()
    two_kinds: tuple[str, ...] = ()
    spellings: tuple[tuple[str, ...], ...] = ()
    nameless: int = 0
    undated: int = 0
    engaged_above_reach: int = 0
    negative_costs: int = 0


@dataclass(frozen=True)
class Roster:
    """Who the IPs are. `points`: one row per touchpoint of an IP, with the keys ip, platform ("" is
    none) and code, happened_on, reach, engaged, cost; `names`, `platforms`: key -> as most rows
    write it; `kinds`: IP -> the kind most rows give (absent: none); `owners`: code -> whose it is;
    `codes`: code -> as written."""

    points: pl.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    platforms: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, Owner] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)

    def owner(self, code: str | None) -> Owner | None:
        """Whose a code of an order is; an IP's own name is its code too. None for nobody's, and
        for one that several IPs use."""
        key = key_of(code)
        if key in self.owners:
            return self.owners[key]
        return Owner(key, None) if key in self.names and key not in self.codes else None

    def written(self, code: str) -> str:
        """A code of an order as the sheet writes it; itself where the sheet does not have it."""
        return self.codes.get(key_of(code), code)


def roster(sheet: pl.DataFrame) -> Roster:
    """The roster of rows as SHEET; empty without rows. A row without a name is of the IP that has
    its code elsewhere, else its code is the name."""
    rows = _keyed(sheet)
    named = rows.filter(pl.col("ip") != "")
    codes = named.filter(pl.col("code") != "")
    by_code = codes.group_by("code", maintain_order=True).agg(
        pl.col("ip", "platform").unique(maintain_order=True)
    )
    written_codes = _written(codes, "code")
    shared = {row["code"] for row in by_code.to_dicts() if len(row["ip"]) > 1}
    owners = {
        row["code"]: Owner(row["ip"][0], _only(row["platform"]))
        for row in by_code.to_dicts()
        if row["code"] not in shared
    }
    return Roster(
        named.select("ip", "platform", "code", "happened_on", "reach", "engaged", "cost"),
        _written(named, "ip"),
        _kinds(named),
        _written(named.filter(pl.col("platform") != ""), "platform"),
        owners,
        written_codes,
        _faults(sheet, rows, named, owners, [written_codes[code] for code in sorted(shared)]),
    )


def _only(platforms: Sequence[str]) -> str | None:
    """The platform where there is one and it is named."""
    return platforms[0] if len(platforms) == 1 and platforms[0] else None


def _keyed(sheet: pl.DataFrame) -> pl.DataFrame:
    """The rows with keys beside what is written, and without numbers that cannot be."""
    codes = sheet.select(
        code=pl.col("code").map_batches(_keys, pl.String),
        ip=pl.col("ip").map_batches(_keys, pl.String),
    )
    first_names = dict(codes.filter(pl.col("ip") != "").unique("code", keep="first").iter_rows())
    owners = [
        ip or first_names.get(code, code) for code, ip in codes.select("code", "ip").iter_rows()
    ]
    is_possible = (pl.col("engaged") <= pl.col("reach")) & (pl.col("engaged") >= 0)
    return sheet.select(
        ip=pl.Series(owners, dtype=pl.String),
        ip_written=pl.coalesce(pl.col("ip"), pl.col("code")),
        kind="ip_kind",
        platform=pl.Series([platform_key(name) for name in sheet["platform"]], dtype=pl.String),
        platform_written="platform",
        code=codes["code"],
        code_written=pl.col("code"),
        happened_on="happened_on",
        reach=pl.when(pl.col("reach") > 0).then("reach"),
        engaged=pl.when(is_possible).then("engaged"),
        cost=pl.when(pl.col("cost") >= 0).then("cost"),
    )


def _keys(written: pl.Series) -> pl.Series:
    return pl.Series([key_of(text) for text in written], dtype=pl.String)


def _written(rows: pl.DataFrame, name: str) -> dict[str, str]:
    """Key -> the spelling that most rows have."""
    groups = rows.drop_nulls(f"{name}_written").group_by(name, maintain_order=True)
    return {str(key): commonest(group[f"{name}_written"].to_list()) for (key,), group in groups}


def _kinds(named: pl.DataFrame) -> dict[str, Kind]:
    """IP -> the kind of most of its rows."""
    counts = (
        named.filter(pl.col("kind").is_in(KINDS))
        .group_by("ip", "kind")
        .len()
        .sort("len", "kind", descending=[True, False])
        .unique("ip", keep="first", maintain_order=True)
    )
    return dict(counts.select("ip", "kind").iter_rows())


def _faults(
    sheet: pl.DataFrame,
    rows: pl.DataFrame,
    named: pl.DataFrame,
    owners: Mapping[str, Owner],
    shared: Sequence[str],
) -> Faults:
    names, codes = _written(named, "ip"), _written(named.filter(pl.col("code") != ""), "code")
    kinds = named.filter(pl.col("kind").is_in(KINDS)).group_by("ip").agg(pl.col("kind").n_unique())
    several = (
        named.filter(pl.col("code").is_in(list(owners)))
        .group_by("code")
        .agg(pl.col("platform").n_unique())
    )
    return Faults(
        tuple(shared),
        tuple(sorted(codes[code] for code, count in several.iter_rows() if count > 1)),
        tuple(sorted(names[ip] for ip, count in kinds.iter_rows() if count > 1)),
        _spellings(named),
        rows.filter(pl.col("ip") == "").height,
        named["happened_on"].null_count(),
        sheet.filter(pl.col("engaged") > pl.col("reach")).height,
        sheet.filter(pl.col("cost") < 0).height,
    )


def _spellings(named: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    """The platforms that are written in several ways, each with all of them."""
    trimmed = named.filter(pl.col("platform") != "").with_columns(
        pl.col("platform_written").str.strip_chars()
    )
    groups = trimmed.group_by("platform", maintain_order=True).agg(
        pl.col("platform_written").unique().sort()
    )
    return tuple(
        tuple(row["platform_written"])
        for row in groups.sort("platform").to_dicts()
        if len(row["platform_written"]) > 1
    )
