"""Everything an assessment can say, as the headless command returns it: the scores of
`assessment.as_json`, and beside them how sure they are, who says so, and what to collect next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.assessment import assessment, quarters, value_of_information, voices
from analytics.feedback import survey
from analytics.scoring.uncertainty import container_band
from analytics.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.assessment.assessment import Assessment
    from analytics.assessment.value_of_information import Worth
    from analytics.assessment.voices import Voices
    from analytics.definitions.supers import MeasureUse
    from analytics.feedback.survey import Item, Survey
    from analytics.stats.intervals import Estimate
    from analytics.storage.versions import Store

LINE = 60.0
"""Points the container is held against unless another line is asked for."""


def whole(
    found: Assessment, store: Store, *, lang: str, line: float = LINE, is_by_quarter: bool = False
) -> dict[str, Any]:
    """The assessment with all that belongs to it; formulas are in the language `lang`.

    `quarters` is there only when asked for: every quarter is an assessment of its own.
    """
    answer = assessment.as_json(found)
    heard = {one.key: one for one in voices.hear(found, store)}
    answer["container"] |= _doubt(found, line)
    answer["supers"] = [
        one | {"voices": _voices(heard[one["key"]]), "measures": _measures(one, found, lang)}
        for one in answer["supers"]
    ]
    answer["next"] = [_worth(one) for one in value_of_information.worth(found)]
    answer["survey"] = _survey(survey.check(store, found.manifest, found.filters))
    if is_by_quarter:
        answer["quarters"] = _quarters(found, store)
    return answer


def _doubt(found: Assessment, line: float) -> dict[str, Any]:
    """The band's middle, what it says of the line and of the weakest, and where it comes from."""
    band = container_band(found.supers, line=line)
    return {
        "median": band.median,
        "hidden": found.container.hidden,
        "above": {"line": line, "probability": band.above},
        "weakest_probability": dict(band.weakest),
        "doubt": vars(band.shares) if band.shares else None,
    }


def _measures(one: Mapping[str, Any], found: Assessment, lang: str) -> list[dict[str, Any]]:
    """The measures of a super, each with what defines it."""
    uses = {use.key: use for use in found.super_of(one["key"]).measures}
    return [row | _defined(uses[row["key"]], lang) for row in one["measures"]]


def _defined(use: MeasureUse, lang: str) -> dict[str, Any]:
    measure, said = use.measure, words(lang)
    return {
        "measure": measure.key,
        "formula": said.get(f"measures.{measure.key}.formula"),
        "window": measure.window,
        "interval": measure.interval,
        "source": measure.source,
        "voice": measure.voice,
        "n_indicative": use.n_indicative,
        "n_sound": use.n_sound,
        "reason": said.pick(use.reason),
    }


def _voices(heard: Voices) -> dict[str, Any]:
    gap = heard.gap
    return {
        **{name: _number(heard.voice(name)) for name in ("behaviour", "customers", "team")},
        "gap": {"code": gap.code, "sides": list(gap.sides), **_number(gap.points)},
    }


def _number(one: Estimate) -> dict[str, Any]:
    return {"value": one.value, "low": one.low, "high": one.high, "n": one.n}


def _worth(one: Worth) -> dict[str, Any]:
    """One thing to collect: a sheet or column, or more of what a measure counts."""
    return {
        "kind": one.kind,
        "need": one.need or None,
        "opens": list(one.opens),
        "adds": list(one.adds),
        "measure": one.measure.key if one.measure else None,
        "more": one.more or None,
        "narrows": one.narrows,
        "range": one.range,
    }


def _survey(found: Survey) -> dict[str, Any] | None:
    """Items, NPS, the Sean Ellis question and reliability; None where nobody was asked."""
    if found.is_empty:
        return None
    alpha = found.reliability
    return {
        "respondents": found.respondents,
        "superseded": found.superseded,
        "items": [_item(one) for one in found.items],
        "nps": {"parts": list(found.promoters.parts), **_number(found.promoters.estimate)},
        "disappointed": {"parts": list(found.missed.parts), **_number(found.missed.estimate)},
        "alpha": {
            **_number(alpha.alpha),
            "without": {one.key: one.alpha_without for one in alpha.items},
        },
    }


def _item(one: Item) -> dict[str, Any]:
    return {
        "key": one.key,
        "answers": one.n,
        "distribution": list(one.distribution),
        **_number(one.mean),
        "problems": [{"code": told.code, **told.facts} for told in one.problems],
    }


def _quarters(found: Assessment, store: Store) -> list[dict[str, Any]]:
    """One entry per quarter and super, the container among them."""
    rows = quarters.quarters(store, found.manifest, found.filters, found.definition)
    dated = rows.drop("fingerprint", "definition").to_dicts()
    return [row | {"quarter_on": row["quarter_on"].isoformat()} for row in dated]
