"""Identifiers of people in one form, wherever they stand: one person is not several, and several
are not one.

Runs over the parts once all are read, so that orders, responses and members go on meeting: what an
identifier says follows from itself, but for the codes of countries, which follow from all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from analytics.ingest.build import parse_issues
from analytics.ingest.build.parse_issues import FATAL
from analytics.ingest.build.parts import FACT_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part
    from analytics.storage.engine import Builder

Rule = Literal["folded", "written"]
RULES: tuple[Rule, ...] = ("folded", "written")
COLUMNS = ("customer_id", "referrer_id")
"""Canonical columns that name people; both stand for the same people."""
EXAMPLES = 3
NOBODY, MASKED, SEVERAL = CODES = ("id_nobody", "ids_masked", "ids_several")
"""The codes of the problems that come from here."""


@dataclass(frozen=True)
class Forms:
    """What stands for the identifiers that are not as they should be: as written -> form, None
    for a guest, by the rule of a part."""

    form_of: Mapping[str, str | None]
    masked: frozenset[str]
    nobodies: frozenset[str]
    several: frozenset[str]
    """Two telephones or addresses in one cell: the first stands for the person."""

    def by(self, rule: str) -> dict[str, str | None]:
        """A word for nobody is nobody under either rule."""
        if rule == "folded":
            return dict(self.form_of)
        return dict.fromkeys(self.nobodies)


def settle(
    context: Context,
    parts: Sequence[Part],
    reports: Sequence[dict[str, Any]],
    problems: list[pl.DataFrame],
) -> None:
    """Bring the people of every part into one form; reports and problems gain what was done.

    `ids` of a report: rule, joined (identifiers that turned out to be another's), example (two of
    them), masked and nobody (rows that count as guests for it), blank (rows without any).
    """
    forms = _forms(context, parts)
    for place, part in enumerate(parts):
        path = context.folder / f"{part.table}-{part.key}.parquet"
        columns = _columns(part)
        if not columns:
            continue
        report: dict[str, Any] = {
            "rule": part.ids,
            "joined": 0,
            "example": [],
            "masked": 0,
            "nobody": 0,
        }
        form_of = forms.by(part.ids)
        if form_of:
            lines = _lines(path, part)
            report |= _counts(lines, columns, form_of, forms)
            problems[place] = pl.concat([problems[place], *_guests(lines, part, columns, forms)])
            _rewrite(path, columns, form_of)
        unnamed = _count_unnamed(context.builder, path, part)
        blank = max(0, unnamed - report["masked"] - report["nobody"])
        reports[place]["ids"] = report | {"blank": blank}


def settle_base(context: Context, base: Path, keys: Sequence[str], parts: Sequence[Part]) -> None:
    """Bring the people of the parts `keys` of an older version, linked below `base`, into the form
    of the newer ones, so that they meet; nothing where those stay as written."""
    if any(part.ids != "folded" for part in parts):
        return
    paths = [path for key in keys for path in sorted(base.glob(f"*-{key}.parquet"))]
    columns_of = {
        path: [name for name in COLUMNS if name in pl.read_parquet_schema(path)] for path in paths
    }
    forms = _forms_of(context.builder, {path: names for path, names in columns_of.items() if names})
    if forms.form_of:
        for path, columns in columns_of.items():
            _rewrite(path, columns, forms.form_of)


def _columns(part: Part) -> list[str]:
    return [name for name in COLUMNS if name in part.names]


def _forms(context: Context, parts: Sequence[Part]) -> Forms:
    """The forms of all parts together."""
    return _forms_of(
        context.builder,
        {
            context.folder / f"{part.table}-{part.key}.parquet": columns
            for part in parts
            if (columns := _columns(part))
        },
    )


def _forms_of(builder: Builder, columns_of: Mapping[Path, Sequence[str]]) -> Forms:
    """The forms of the columns of some Parquet parts together; none where all are plain."""
    builder.execute("ingest/person_macros")
    candidates = [
        builder.frame(
            "ingest/person_candidates", path=str(path), pattern=f"^({'|'.join(columns)})$"
        )
        for path, columns in columns_of.items()
    ]
    written = pl.concat([pl.DataFrame(schema={"written": pl.String}), *candidates]).unique()
    if written.is_empty():
        return Forms({}, frozenset(), frozenset(), frozenset())
    builder.load("person_candidates", written)
    forms = builder.frame("ingest/person_forms")
    return Forms(
        dict(forms.select("written", "form").iter_rows()),
        frozenset(forms.filter(kind="masked")["written"]),
        frozenset(forms.filter(kind="nobody")["written"]),
        frozenset(forms.filter(kind="several")["written"]),
    )


def _lines(path: Path, part: Part) -> pl.LazyFrame:
    """The rows of a part that count, with `row` as in the file."""
    lines = pl.scan_parquet(path, row_index_name="place", glob=False)
    if part.table not in FACT_TABLES:
        return lines.with_columns(row=pl.col("source_row").cast(pl.Int64))
    row = pl.coalesce("source_row", pl.col("place").cast(pl.Int64) + pl.col("first_row"))
    return lines.filter(pl.col("flaws") & FATAL[part.table] == 0).with_columns(row=row)


def _counts(
    lines: pl.LazyFrame,
    columns: Sequence[str],
    form_of: Mapping[str, str | None],
    forms: Forms,
) -> dict[str, Any]:
    name = columns[0]
    rows = lines.group_by(pl.col(name).alias("written")).len("count").collect()
    people = (
        rows.drop_nulls("written")
        .with_columns(form=_replaced(pl.col("written"), form_of))
        .drop_nulls("form")
        .sort("form", "written")
    )
    alike = people.filter(pl.len().over("form") > 1)
    is_masked = pl.col("written").is_in(list(forms.masked))
    is_nobody = pl.col("written").is_in(list(forms.nobodies))
    is_hidden = not forms.masked.isdisjoint(form_of)
    return {
        "joined": alike.height - alike["form"].n_unique(),
        "example": alike["written"].head(2).to_list(),
        "masked": int(rows.filter(is_masked)["count"].sum()) if is_hidden else 0,
        "nobody": int(rows.filter(is_nobody)["count"].sum()),
    }


def _guests(
    lines: pl.LazyFrame, part: Part, columns: Sequence[str], forms: Forms
) -> list[pl.DataFrame]:
    """One problem a row whose word for a customer names nobody, one for all that are masked, and
    one for all cells that hold several ways to reach somebody."""
    guests = []
    for name in columns:
        cells = lines.select("row", pl.col(name).alias("value"))
        nobodies = cells.filter(pl.col("value").is_in(list(forms.nobodies))).collect()
        guests.append(parse_issues.notices(part, name, nobodies, NOBODY))
        for kind, code in ((forms.masked, MASKED), (forms.several, SEVERAL)):
            if part.ids == "folded" and kind:
                rows = cells.filter(pl.col("value").is_in(list(kind))).collect()
                guests.append(parse_issues.notices(part, name, _summary(rows), code))
    return guests


def _summary(masked: pl.DataFrame) -> pl.DataFrame:
    """One row for all: the first, with examples and the number of rows as its value."""
    if masked.is_empty():
        return masked
    examples = masked["value"].unique(maintain_order=True).head(EXAMPLES)
    value = f"{', '.join(examples)} \u00d7 {masked.height}"
    return pl.DataFrame({"row": [masked["row"][0]], "value": [value]})


def _replaced(column: pl.Expr, form_of: Mapping[str, str | None]) -> pl.Expr:
    return column.replace(list(form_of), pl.Series(list(form_of.values()), dtype=pl.String))


def _rewrite(path: Path, columns: Sequence[str], form_of: Mapping[str, str | None]) -> None:
    """The part with the forms in place, row for row."""
    fresh = path.with_suffix(".fresh")
    replaced = [_replaced(pl.col(name), form_of) for name in columns]
    lines = pl.scan_parquet(path, glob=False)
    lines.with_columns(replaced).sink_parquet(fresh, compression="snappy")
    fresh.replace(path)


def _count_unnamed(builder: Builder, path: Path, part: Part) -> int:
    """Rows without a customer, after what was taken for nobody; 0 for the extra sheets, which
    hold nobody else."""
    if "customer_id" not in part.names or part.table not in FACT_TABLES:
        return 0
    rows = builder.frame("ingest/unnamed_rows", path=str(path), fatal=FATAL[part.table])
    return int(rows.item())
