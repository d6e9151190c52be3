"""The Settings page: a definition, the changes of a draft, and their effect on the scores."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment.assessment import unlocked_by
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
"""A change in points that rounds away in every figure of the page."""


def name(definition: Definition, text: Text) -> str:
    """The definition's name; the built-in one's in the page's language."""
    if definition.is_shipped:
        return text("settings.built_in")
    return definition.name


def description(definition: Definition, text: Text) -> str:
    """One line: day saved (where known) and number of supers."""
    facts = [text("settings.count", count=len(definition.supers))]
    if definition.saved_on:
        day = fmt.day(date.fromisoformat(definition.saved_on), text.lang)
        facts.insert(0, text("settings.saved_on", day=day))
    return " \u00b7 ".join(facts)


def identity(definition: Definition, text: Text) -> str:
    """`description` with the id, by which versions of one name are told apart."""
    return " \u00b7 ".join((description(definition, text), text("settings.id", id=definition.id)))


def measures(
    draft: DefinitionDraft, key: str, assessment: Assessment, grid: pl.DataFrame, text: Text
) -> pl.DataFrame:
    """One row per measure: its name, its current value, then the editable columns."""
    scores = {
        (super_.key, score.key): score.estimate.value
        for super_ in assessment.supers
        for score in super_.measures
    }
    uses = draft.super_of(key)["measures"]
    units = [MEASURES[use["measure"]].unit for use in uses]
    current = [
        values.value(scores.get((key, use["key"])), unit, text)
        for use, unit in zip(uses, units, strict=True)
    ]
    names = [raw_name(use, text) for use in uses]
    fixed = pl.DataFrame(
        {"measure": names, "now": current}, schema=dict.fromkeys(("measure", "now"), pl.String)
    )
    return pl.concat([fixed, grid.select(GRID)], how="horizontal")


def measure_headers(text: Text) -> dict[str, str]:
    """The headers of a super's grid."""
    return {column: text(f"settings.column.{column}") for column in ("measure", "now", *GRID)}


def weights(draft: DefinitionDraft, grid: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per super: its name and its editable weight."""
    names = [text.pick(super_["name"]) for super_ in draft.raw["supers"]]
    fixed = pl.DataFrame({"super": names}, schema={"super": pl.String})
    return pl.concat([fixed, grid], how="horizontal")


def raw_name(use: Mapping[str, object], text: Text) -> str:
    """A measure's name from the definition's file, else its default name."""
    own = use.get("name")
    return text.pick(own) if isinstance(own, dict) else text(f"measures.{use['measure']}.name")


def mistake_sentence(mistake: Mistake, draft: DefinitionDraft, text: Text) -> str:
    """The error's sentence, with super and measure under their displayed names."""
    facts = {
        key: literal(fact) if isinstance(fact, str) else fact
        for key, fact in mistake.error.facts.items()
    }
    facts |= _in_unit(mistake, draft, text)
    facts["file"], facts["key"] = _place(mistake, draft, text)
    return text(f"errors.{mistake.error.code}", **facts)


def _in_unit(mistake: Mistake, draft: DefinitionDraft, text: Text) -> dict[str, str]:
    """The numbers of an error about goalposts in the units of the grid; empty for other errors."""
    if not mistake.use or "goalposts" not in str(mistake.error.facts.get("key")):
        return {}
    uses = {use["key"]: use for use in draft.super_of(mistake.super)["measures"]}
    unit = MEASURES[uses[mistake.use]["measure"]].unit
    facts = {key: mistake.error.facts.get(key) for key in ("bad", "good", "low", "high")}
    numbers = {key: float(str(fact)) for key, fact in facts.items() if fact is not None}
    if "low" in numbers:
        numbers["found"] = float(str(mistake.error.facts["found"]))
    written = {key: values.value(number, unit, text) for key, number in numbers.items()}
    if mistake.error.code == "definition_not_goalposts":
        row = as_written(uses[mistake.use], text.lang)
        written["found"] = literal(f"{row['bad']}, {row['good']}")
    return written


def _place(mistake: Mistake, draft: DefinitionDraft, text: Text) -> tuple[str, str]:
    key = str(mistake.error.facts.get("key", ""))
    column = key.rpartition(".")[2]
    key_name = (
        text(f"settings.key.{column}") if text.has(f"settings.key.{column}") else literal(key)
    )
    if not mistake.super:
        return text("settings.draft"), key_name
    super_ = draft.super_of(mistake.super)
    place = text.pick(super_["name"])
    uses = {use["key"]: use for use in super_["measures"]}
    if mistake.use in uses:
        place = f"{place} \u00b7 {raw_name(uses[mistake.use], text)}"
        key_name = key_name if column != mistake.use else text("settings.key.goalposts")
    return f"**{literal(place)}**", key_name


def change_sentence(change: Change, text: Text) -> str:
    """One change: which super and measure, the old value and the new."""
    super_ = change.after or change.before
    use = change.use_after or change.use_before
    facts = {"name": literal(text.pick(super_.name)) if super_ else ""}
    if use is not None:
        facts["measure"] = literal(values.measure_name(use, text))
        kind = _kind(change)
        pairs = [_written_field(kind, each, text) for each in (change.use_before, change.use_after)]
        facts["before"], facts["after"] = pairs
        return text(f"settings.change.{kind}", **facts)
    if change.kind == "super_weight" and change.before and change.after:
        pairs = [_weight(each.weight, text) for each in (change.before, change.after)]
        facts["before"], facts["after"] = pairs
    return text(f"settings.change.{change.kind}", **facts)


def _kind(change: Change) -> str:
    """The kind of change; of goalposts "bad" or "good" where only that end changed."""
    old, new = change.use_before, change.use_after
    if change.kind != "goalposts" or old is None or new is None:
        return change.kind
    if old.goalposts.bad == new.goalposts.bad:
        return "good"
    return "bad" if old.goalposts.good == new.goalposts.good else "goalposts"


def _weight(weight: float, text: Text) -> str:
    return fmt.number(weight, text.lang, 0 if weight.is_integer() else 2)


def _written_field(kind: str, use: MeasureUse | None, text: Text) -> str:
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
    if kind == "speaks":
        return text("settings.yes" if use.speaks else "settings.no")
    return literal(text.pick(use.reason)) if kind == "reason" else use.grade


def effect_sentence(before: Assessment, after: Assessment, text: Text) -> str:
    """The container's score before and after the change."""
    score_before, score_after = before.container.arithmetic, after.container.arithmetic
    if score_before is None or score_after is None:
        return text("settings.effect_nothing")
    key = "settings.effect_none" if abs(score_before - score_after) < ALIKE else "settings.effect"
    return text(
        key,
        before=fmt.number(score_before, text.lang, 1),
        after=fmt.number(score_after, text.lang, 1),
        interval=fmt.interval(after.band.low, after.band.high, text.lang),
    )


def effects(before: Assessment, after: Assessment, text: Text) -> pl.DataFrame:
    """One row per super that is added, removed or changes its score: name, before, after."""
    old = {super_.key: super_.score for super_ in before.supers}
    new = {super_.key: super_.score for super_ in after.supers}
    names = {super_.key: super_ for super_ in (*before.definition.supers, *after.definition.supers)}
    changed_keys = [key for key in names if _differs(key, old, new)]
    rows = [
        (
            text.pick(names[key].name),
            _score(key, old, text),
            _score(key, new, text),
        )
        for key in changed_keys
    ]
    heads = [text(f"settings.column.{column}") for column in ("super", "before", "after")]
    return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")


def _differs(key: str, old: Mapping[str, float | None], new: Mapping[str, float | None]) -> bool:
    old_score, new_score = old.get(key), new.get(key)
    if (key in old) != (key in new) or (old_score is None) != (new_score is None):
        return True
    return old_score is not None and new_score is not None and abs(old_score - new_score) >= ALIKE


def _score(key: str, scores: Mapping[str, float | None], text: Text) -> str:
    if key not in scores:
        return fmt.dash(text.lang)
    score = scores[key]
    return text("common.unassessed") if score is None else fmt.number(score, text.lang, 1)


def template(super_: Super, manifest: Manifest, text: Text) -> pl.DataFrame:
    """One row per measure of a template super: name, goalposts, weight, data lacking, reason."""
    rows = [
        (
            values.measure_name(use, text),
            values.scale(use.goalposts, use.measure.unit, text),
            _weight(use.weight, text),
            _lack(use, manifest, text),
            text.pick(use.reason),
        )
        for use in super_.measures
    ]
    columns = ("measure", "goalposts", "weight", "lack", "reason")
    heads = [text(f"settings.column.{column}") for column in columns]
    return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")


def _lack(use: MeasureUse, manifest: Manifest, text: Text) -> str:
    need = unlocked_by(use.measure, manifest)
    return values.need_name(need, text) if need else text("settings.there")


def use_names(uses: Mapping[str, MeasureUse], text: Text) -> dict[str, str]:
    """Key -> name of every available measure; equal names are made distinct by their item."""
    names = {key: values.measure_name(use, text) for key, use in uses.items()}
    labels = list(names.values())
    return {
        key: f"{label} ({_item_name(uses[key], text)})" if labels.count(label) > 1 else label
        for key, label in names.items()
    }


def _item_name(use: MeasureUse, text: Text) -> str:
    item = str(use.options.get("item", use.key))
    return text(f"supers.row.{item}") if text.has(f"supers.row.{item}") else item


def file_name(definition: Definition) -> str:
    """The file name of an exported definition."""
    return f"nine-supers-{definition.id}.toml"


def grid_codes(names: Mapping[str, str]) -> Sequence[str]:
    """The keys of available measures, sorted by name."""
    return sorted(names, key=lambda key: names[key])
