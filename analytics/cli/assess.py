"""`assess`: container, gate and supers, and beside them how sure they are, who says so, and what to
collect next."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.assessment import assessment, goods, quarters, value_of_information, voices
from analytics.cli import tables
from analytics.cli.command import Command, figure
from analytics.cli.options import number
from analytics.definitions.definition import GOODS, built_in
from analytics.definitions.goods import for_goods
from analytics.errors import UsageError
from analytics.feedback import survey
from analytics.feedback.sources import USES
from analytics.scoring.scoring import MAX_SCORE
from analytics.scoring.uncertainty import container_band
from analytics.words import words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from rich.table import Table

    from analytics.assessment.assessment import Assessment
    from analytics.assessment.value_of_information import Worth
    from analytics.assessment.voices import Voices
    from analytics.cli.imported import Imported
    from analytics.definitions.definition import Definition
    from analytics.definitions.supers import MeasureUse
    from analytics.feedback.sources import SourceCounts
    from analytics.feedback.survey import Item, Survey
    from analytics.storage.versions import Store
    from analytics.words import Words

LINE = 60.0
"""Points the container is held against unless another line is asked for."""


def options(parser: argparse.ArgumentParser) -> None:
    """By which definition, against which line, and whether quarter by quarter."""
    parser.add_argument("--definition", type=_definition, default=None, metavar="TOML")
    parser.add_argument("--goods", choices=GOODS, default="")
    parser.add_argument("--line", type=_line, default=LINE, metavar="POINTS")
    parser.add_argument("--quarters", action="store_true")


def _definition(path: str) -> Definition:
    from analytics.definitions import definition

    return definition.read(Path(path))


def _line(text: str) -> float:
    line = number("--line", text, "60")
    if not 0 <= line <= MAX_SCORE:
        raise UsageError.bad_option("--line", text, "0 - 100")
    return line


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """The assessment as the product, or a definition in a file, means it."""
    definition = call.definition
    if call.goods:
        definition = for_goods(definition or built_in(), call.goods)
    scores = assessment.assess(imported.store, imported.manifest, definition=definition)
    return whole(
        scores, imported.store, lang=imported.lang, line=call.line, is_by_quarter=call.quarters
    )


def whole(
    scores: Assessment, store: Store, *, lang: str, line: float = LINE, is_by_quarter: bool = False
) -> dict[str, Any]:
    """The assessment with all that belongs to it; formulas are in the language `lang`.

    `quarters` is there only when asked for: every quarter is an assessment of its own.
    """
    answer = assessment.as_json(scores)
    voices_by_super = {voice.key: voice for voice in voices.by_super(scores, store)}
    answer["container"] |= _doubt(scores, line)
    answer["goods"] = _goods(scores, store)
    answer["supers"] = [
        super_
        | {
            "voices": _voices(voices_by_super[super_["key"]]),
            "measures": _measures(super_, scores, lang),
        }
        for super_ in answer["supers"]
    ]
    answer["next"] = [_worth(need) for need in value_of_information.worth(scores)]
    answer["survey"] = _survey(survey.check(store, scores.manifest, scores.filters))
    if is_by_quarter:
        answer["quarters"] = _quarters(scores, store)
    return answer


def _goods(scores: Assessment, store: Store) -> dict[str, Any]:
    """How often people can need the goods again, by the definition where it says so, else by the
    dataset's words; null where neither tells."""
    reading = goods.read(store, scores.manifest)
    is_chosen = bool(scores.definition.goods) and scores.definition.goods != reading.kind
    return {
        "kind": scores.definition.goods or reading.kind or None,
        "by": "definition" if is_chosen else reading.why,
        "shares": dict(reading.shares),
        "words": list(reading.words),
        "median_days": reading.median_days,
    }


def _doubt(scores: Assessment, line: float) -> dict[str, Any]:
    """The band's middle, what it says of the line and of the weakest, and where it comes from."""
    band = container_band(scores.supers, line=line)
    return {
        "median": band.median,
        "hidden": scores.container.hidden,
        "above": {"line": line, "probability": band.above},
        "weakest_probability": dict(band.weakest),
        "doubt": vars(band.shares) if band.shares else None,
    }


def _measures(super_: Mapping[str, Any], scores: Assessment, lang: str) -> list[dict[str, Any]]:
    """The measures of a super, each with what defines it."""
    uses = {use.key: use for use in scores.super_of(super_["key"]).measures}
    return [row | _defined(uses[row["key"]], lang) for row in super_["measures"]]


def _defined(use: MeasureUse, lang: str) -> dict[str, Any]:
    measure, catalogue = use.measure, words(lang)
    return {
        "measure": measure.key,
        "formula": catalogue.get(f"measures.{measure.key}.formula"),
        "window": measure.window,
        "interval": measure.interval,
        "source": measure.source,
        "voice": measure.voice,
        "n_indicative": use.n_indicative,
        "n_sound": use.n_sound,
        "reason": catalogue.pick(use.reason),
    }


def _voices(super_voices: Voices) -> dict[str, Any]:
    gap = super_voices.gap
    return {
        **{name: figure(super_voices.voice(name)) for name in ("behaviour", "customers", "team")},
        "gap": {"code": gap.code, "sides": list(gap.sides), **figure(gap.points)},
    }


def _worth(need: Worth) -> dict[str, Any]:
    """One thing to collect: a sheet or column, or more of what a measure counts."""
    return {
        "kind": need.kind,
        "need": need.need or None,
        "opens": list(need.opens),
        "adds": list(need.adds),
        "measure": need.measure.key if need.measure else None,
        "more": need.more or None,
        "narrows": need.narrows,
        "range": need.range,
    }


def _survey(sheet: Survey) -> dict[str, Any] | None:
    """Items, NPS, the Sean Ellis question and reliability; None where nobody was asked."""
    if sheet.is_empty:
        return None
    alpha = sheet.reliability
    return {
        "respondents": sheet.respondents,
        "superseded": sheet.superseded,
        "sources": [_source(source) for source in sheet.sources],
        "items": [_item(item) for item in sheet.items],
        "nps": {"parts": list(sheet.promoters.parts), **figure(sheet.promoters.estimate)},
        "disappointed": {"parts": list(sheet.missed.parts), **figure(sheet.missed.estimate)},
        "alpha": {
            **figure(alpha.alpha),
            "without": {item.key: item.alpha_without for item in alpha.items},
        },
    }


def _source(source: SourceCounts) -> dict[str, Any]:
    """The counts of one source of feedback, and where it counts."""
    return {**asdict(source), "counts_as": [use for use in USES if source.counts_as(use)]}


def _item(item: Item) -> dict[str, Any]:
    return {
        "key": item.key,
        "answers": item.n,
        "distribution": list(item.distribution),
        **figure(item.mean),
        "problems": [{"code": problem.code, **problem.facts} for problem in item.problems],
    }


def _quarters(scores: Assessment, store: Store) -> list[dict[str, Any]]:
    """One entry per quarter and super, the container among them."""
    rows = quarters.quarters(store, scores.manifest, scores.filters, scores.definition)
    dated = rows.drop("fingerprint", "definition").to_dicts()
    return [row | {"quarter_on": row["quarter_on"].isoformat()} for row in dated]


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per super under the container's score and the gate's verdict."""
    container = answer["container"]
    title = words.get(
        "cli.container",
        score=tables.number(container["arithmetic"]),
        low=tables.number(container["low"]),
        high=tables.number(container["high"]),
        level=tables.number(container["level"]),
        gate=words.get(f"common.verdict.{answer['gate']['verdict']}"),
    )
    rows = tables.new(words, title, ("super", "score", "interval", "evidence"))
    for super_ in answer["supers"]:
        name = tables.plain(words.pick(super_["name"]))
        if super_["score"] is None:
            rows.add_row(name, "", "", words.get("common.unassessed"))
            continue
        ends = f"{tables.number(super_['low'])}-{tables.number(super_['high'])}"
        badge = words.get(f"common.badge.{super_['badge']}")
        rows.add_row(name, tables.number(super_["score"]), ends, badge)
    definition = answer["definition"]
    if definition["id"] != built_in().id:
        cited = words.get("cli.definition", name=definition["name"], id=definition["id"])
        tables.caption(rows, tables.plain(cited))
    return [rows]


COMMAND = Command("assess", run, table, options)
