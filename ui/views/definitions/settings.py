"""The Settings page: what a definition says, in what a draft differs, and what that would do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment.assessment import unlocked_by
from analytics.definitions.definition import BUILT_IN
from analytics.measures import MEASURES
from ui import format as fmt
from ui import values
from ui.text import literal
from ui.views.definitions.draft import GRID, as_written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.definition import Definition
    from analytics.definitions.drafts import Change, Mistake
    from analytics.definitions.supers import MeasureUse, Super
    from analytics.storage.versions import Manifest
    from ui.text import Text
    from ui.views.definitions.draft import DefinitionDraft

ALIKE = 0.05
"""Points that no figure on the page would show."""


def name(definition: Definition, text: Text) -> str:
    """The definition's name; the product's own in the reader's language."""
    if definition.name == BUILT_IN and definition.is_built_in:
        return text("settings.built_in")
    return definition.name


def told(definition: Definition, text: Text) -> str:
    """Day saved, id and number of supers."""
    facts = [text("settings.id", id=definition.id)]
    facts += [text("settings.count", count=len(definition.supers))]
    if definition.saved_on:
        day = fmt.day(date.fromisoformat(definition.saved_on), text.lang)
        facts.insert(0, text("settings.saved_on", day=day))
    return " \u00b7 ".join(facts)


def measures(
    bench: DefinitionDraft, key: str, found: Assessment, grid: pl.DataFrame, text: Text
) -> pl.DataFrame:
    """One row per measure: its name, what it is now, then what can be written in."""
    scores = {
        (one.key, score.key): score.estimate.value for one in found.supers for score in one.measures
    }
    uses = bench.super_of(key)["measures"]
    units = [MEASURES[use["measure"]].unit for use in uses]
    now = [
        values.value(scores.get((key, use["key"])), unit, text)
        for use, unit in zip(uses, units, strict=True)
    ]
    names = [raw_name(use, text) for use in uses]
    fixed = pl.DataFrame(
        {"measure": names, "now": now}, schema=dict.fromkeys(("measure", "now"), pl.String)
    )
    return pl.concat([fixed, grid.select(GRID)], how="horizontal")


def measure_headers(text: Text) -> dict[str, str]:
    """The headers of a super's grid."""
    return {column: text(f"settings.column.{column}") for column in ("measure", "now", *GRID)}


def weights(bench: DefinitionDraft, grid: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per super: its name, and its weight to be written in."""
    names = [text.pick(one["name"]) for one in bench.raw["supers"]]
    fixed = pl.DataFrame({"super": names}, schema={"super": pl.String})
    return pl.concat([fixed, grid], how="horizontal")


def raw_name(use: Mapping[str, object], text: Text) -> str:
    """A measure's name as a definition's file says it, else its own."""
    own = use.get("name")
    return text.pick(own) if isinstance(own, dict) else text(f"measures.{use['measure']}.name")


def mistake_sentence(mistake: Mistake, bench: DefinitionDraft, text: Text) -> str:
    """What is wrong, beginning with the super and the measure as people know them."""
    facts = {
        key: literal(fact) if isinstance(fact, str) else fact
        for key, fact in mistake.error.facts.items()
    }
    facts |= _in_unit(mistake, bench, text)
    facts["file"], facts["key"] = _place(mistake, bench, text)
    return text(f"errors.{mistake.error.code}", **facts)


def _in_unit(mistake: Mistake, bench: DefinitionDraft, text: Text) -> dict[str, str]:
    """The numbers of a sentence about goalposts as the grid writes them."""
    if not mistake.use or "goalposts" not in str(mistake.error.facts.get("key")):
        return {}
    uses = {use["key"]: use for use in bench.super_of(mistake.super)["measures"]}
    unit = MEASURES[uses[mistake.use]["measure"]].unit
    given = {name: mistake.error.facts.get(name) for name in ("bad", "good", "low", "high")}
    told = {name: float(str(fact)) for name, fact in given.items() if fact is not None}
    if "low" in told:
        told["found"] = float(str(mistake.error.facts["found"]))
    said = {name: values.value(number, unit, text) for name, number in told.items()}
    if mistake.error.code == "definition_not_goalposts":
        row = as_written(uses[mistake.use], text.lang)
        said["found"] = literal(f"{row['bad']}, {row['good']}")
    return said


def _place(mistake: Mistake, bench: DefinitionDraft, text: Text) -> tuple[str, str]:
    key = str(mistake.error.facts.get("key", ""))
    column = key.rpartition(".")[2]
    spoken = text(f"settings.key.{column}") if text.has(f"settings.key.{column}") else literal(key)
    if not mistake.super:
        return text("settings.draft"), spoken
    one = bench.super_of(mistake.super)
    place = text.pick(one["name"])
    uses = {use["key"]: use for use in one["measures"]}
    if mistake.use in uses:
        place = f"{place} \u00b7 {raw_name(uses[mistake.use], text)}"
        spoken = spoken if column != mistake.use else text("settings.key.goalposts")
    return f"**{literal(place)}**", spoken


def change_sentence(change: Change, text: Text) -> str:
    """One difference: where, from what, to what."""
    one = change.after or change.before
    use = change.use_after or change.use_before
    facts = {"name": literal(text.pick(one.name)) if one else ""}
    if use is not None:
        facts["measure"] = literal(values.measure_name(use, text))
        kind = _kind(change)
        pairs = [_said(kind, each, text) for each in (change.use_before, change.use_after)]
        facts["before"], facts["after"] = pairs
        return text(f"settings.change.{kind}", **facts)
    if change.kind == "super_weight" and change.before and change.after:
        pairs = [_weight(each.weight, text) for each in (change.before, change.after)]
        facts["before"], facts["after"] = pairs
    return text(f"settings.change.{change.kind}", **facts)


def _kind(change: Change) -> str:
    """Of goalposts, the one end that moved, where only one did."""
    old, new = change.use_before, change.use_after
    if change.kind != "goalposts" or old is None or new is None:
        return change.kind
    if old.goalposts.bad == new.goalposts.bad:
        return "good"
    return "bad" if old.goalposts.good == new.goalposts.good else "goalposts"


def _weight(weight: float, text: Text) -> str:
    return fmt.number(weight, text.lang, 0 if weight.is_integer() else 2)


def _said(kind: str, use: MeasureUse | None, text: Text) -> str:
    if use is None:
        return ""
    if kind == "goalposts":
        return values.scale(use.goalposts, use.measure.unit, text)
    if kind in ("bad", "good"):
        return values.value(getattr(use.goalposts, kind), use.measure.unit, text)
    if kind == "weight":
        return _weight(use.weight, text)
    if kind == "thresholds":
        ends = [fmt.count(count, text.lang) for count in (use.n_indicative, use.n_sound)]
        return text("settings.thresholds", indicative=ends[0], sound=ends[1])
    return literal(text.pick(use.reason)) if kind == "reason" else use.grade


def effect_sentence(before: Assessment, after: Assessment, text: Text) -> str:
    """What the container's score would become."""
    was, is_now = before.container.arithmetic, after.container.arithmetic
    if was is None or is_now is None:
        return text("settings.effect_nothing")
    key = "settings.effect_none" if abs(was - is_now) < ALIKE else "settings.effect"
    return text(
        key,
        before=fmt.number(was, text.lang, 1),
        after=fmt.number(is_now, text.lang, 1),
        interval=fmt.interval(after.band.low, after.band.high, text.lang),
    )


def effects(before: Assessment, after: Assessment, text: Text) -> pl.DataFrame:
    """One row per super whose score would change, or that comes or goes: name, before, after."""
    old = {one.key: one.score for one in before.supers}
    new = {one.key: one.score for one in after.supers}
    names = {one.key: one for one in (*before.definition.supers, *after.definition.supers)}
    moved = [key for key in names if _differs(key, old, new)]
    rows = [
        (
            text.pick(names[key].name),
            _score(key, old, text),
            _score(key, new, text),
        )
        for key in moved
    ]
    heads = [text(f"settings.column.{column}") for column in ("super", "before", "after")]
    return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")


def _differs(key: str, old: Mapping[str, float | None], new: Mapping[str, float | None]) -> bool:
    was, is_now = old.get(key), new.get(key)
    if (key in old) != (key in new) or (was is None) != (is_now is None):
        return True
    return was is not None and is_now is not None and abs(was - is_now) >= ALIKE


def _score(key: str, scores: Mapping[str, float | None], text: Text) -> str:
    if key not in scores:
        return fmt.dash(text.lang)
    score = scores[key]
    return text("common.unassessed") if score is None else fmt.number(score, text.lang, 1)


def template(one: Super, manifest: Manifest, text: Text) -> pl.DataFrame:
    """One row per measure of a super on offer: name, goalposts, weight, reason, what it needs."""
    rows = [
        (
            values.measure_name(use, text),
            values.scale(use.goalposts, use.measure.unit, text),
            _weight(use.weight, text),
            _lack(use, manifest, text),
            text.pick(use.reason),
        )
        for use in one.measures
    ]
    columns = ("measure", "goalposts", "weight", "lack", "reason")
    heads = [text(f"settings.column.{column}") for column in columns]
    return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")


def _lack(use: MeasureUse, manifest: Manifest, text: Text) -> str:
    need = unlocked_by(use.measure, manifest)
    return values.need_name(need, text) if need else text("settings.there")


def use_names(uses: Mapping[str, MeasureUse], text: Text) -> dict[str, str]:
    """Every measure on offer by key, named so that two of one name can be told apart."""
    names = {key: values.measure_name(use, text) for key, use in uses.items()}
    listed = list(names.values())
    return {
        key: f"{one} ({_told_apart(uses[key], text)})" if listed.count(one) > 1 else one
        for key, one in names.items()
    }


def _told_apart(use: MeasureUse, text: Text) -> str:
    item = str(use.options.get("item", use.key))
    return text(f"supers.row.{item}") if text.has(f"supers.row.{item}") else item


def file_name(definition: Definition) -> str:
    """What an exported definition is called on disk."""
    return f"nine-supers-{definition.id}.toml"


def grid_codes(names: Mapping[str, str]) -> Sequence[str]:
    """The keys of measures on offer, by name."""
    return sorted(names, key=lambda key: names[key])
