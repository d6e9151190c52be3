"""The survey sheet: the frames of its pictures and the sentences beside them; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.definitions.definition import built_in
from analytics.feedback.scales import NPS
from analytics.scoring.scoring import FEWEST_UNITS
from analytics.stats.reliability import FEWEST_RESPONDENTS
from ui import format as fmt
from ui import values
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.definitions.definition import Definition
    from analytics.feedback.scales import Problem
    from analytics.feedback.survey import Item, Split, Survey
    from analytics.stats.intervals import Estimate
    from ui.text import Text

ELLIS = 0.4
"""Sean Ellis's line: a rule of thumb from his own surveys of start-ups, not a law."""
DOUBTED = ("shorter", "from_one", "beyond", "reversed")
SHARED = ("n", "ones")
"""Facts that differ between questions with one trouble, and are left out where they are told as
one."""
TWO = 2


def answers(found: Survey, definition: Definition, text: Text) -> pl.DataFrame:
    """One row per question for `ui.charts.feedback.survey.answers`, supers in their order."""
    rows = [
        {
            "label": name(one.key, definition, text),
            "n": one.n,
            "mean": one.mean.value,
            "low": one.mean.low,
            "high": one.mean.high,
            "counts": list(one.distribution),
            "doubt": None if one.is_scored else text(f"survey.doubt.{_doubt(one)}", n=one.n),
        }
        for one in found.items
    ]
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(("mean", "low", "high"), pl.Float64))


def name(key: str, definition: Definition, text: Text) -> str:
    """The super a question asks about, or the question about recommending. A question may ask
    about a super that the definition has given up."""
    if key == NPS:
        return text("survey.nps")
    names = {one.key: one.name for one in (*built_in().supers, *definition.supers)}
    return text.pick(names[key])


def sentence(found: Survey, definition: Definition, text: Text) -> str:
    """The best and the poorest answered question, and how many cannot be scored."""
    scored = {one.key: one.mean.value or 0.0 for one in found.items if one.is_scored}
    scored.pop(NPS, None)
    told = [_extremes(scored, definition, text)] if scored else []
    lost = sum(not one.is_scored for one in found.items)
    if lost:
        told.append(text("survey.lost", n=lost, all=len(found.items)))
    return joined(told, text)


def problems(found: Survey, definition: Definition, text: Text) -> list[tuple[str, str]]:
    """(gravity, sentence) of everything that keeps answers from counting; like trouble of several
    questions is told once. Gravity: warning where a score is withheld, else info."""
    told = []
    for problem, items in _grouped(found.items):
        names = text("common.and").join(name(one.key, definition, text) for one in items)
        gravity = "warning" if problem.code in DOUBTED else "info"
        told.append(
            (gravity, text(f"survey.problem.{problem.code}", names=names, **_told(problem, text)))
        )
    return told + _people(found, text)


def promoters(found: Survey, text: Text) -> pl.DataFrame:
    """Promoters, passives and detractors: label, count, tone."""
    return _parts(found.promoters, ("promoters", "passives", "detractors"), text)


def promoters_sentence(found: Survey, text: Text) -> str:
    """The net promoter score, or why there is none."""
    item = found.item(NPS)
    if item is None or not item.n:
        return text("survey.nps_missing")
    if found.promoters.estimate.value is None:
        return text("survey.nps_none", doubt=text(f"survey.doubt.{_doubt(item)}", n=item.n))
    return text("survey.nps_is", score=values.spoken(found.promoters.estimate, "points", text))


def missed(found: Survey, text: Text) -> pl.DataFrame:
    """Very, somewhat and not disappointed: label, count, tone."""
    return _parts(found.missed, ("very", "somewhat", "not"), text)


def missed_sentence(found: Survey, text: Text) -> str:
    """The share that would be very disappointed against the line of 40 %."""
    estimate, n = found.missed.estimate, sum(found.missed.parts)
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return text("survey.missed_few", n=n) if n else text("survey.missed_missing")
    side = "above" if estimate.low > ELLIS else "below" if estimate.high < ELLIS else "open"
    return text(f"survey.missed.{side}", share=values.spoken(estimate, "share", text))


def ends(estimate: Estimate) -> tuple[float, float] | None:
    """Both limits, None where they are not known."""
    return None if estimate.low is None or estimate.high is None else (estimate.low, estimate.high)


def reliability(found: Survey, text: Text) -> str:
    """Alpha with its interval, and what it means."""
    alpha, items = found.reliability.alpha, len(found.reliability.items)
    if alpha.value is None:
        return text("survey.alpha_none", items=TWO, people=FEWEST_RESPONDENTS)
    return text(
        "survey.alpha_is",
        alpha=fmt.number(alpha.value, text.lang, TWO),
        interval=fmt.interval(alpha.low, alpha.high, text.lang, digits=TWO),
        n=fmt.count(alpha.n, text.lang),
        items=items,
    )


def fits(found: Survey, definition: Definition, text: Text) -> pl.DataFrame:
    """One row per item of the battery: name, correlation with the rest, alpha without it."""
    rows = [
        (
            name(one.key, definition, text),
            one.with_rest.value,
            fmt.interval(one.with_rest.low, one.with_rest.high, text.lang, digits=TWO),
            one.alpha_without,
        )
        for one in found.reliability.items
    ]
    heads = [text(f"survey.column.{one}") for one in ("item", "with_rest", "interval", "without")]
    kinds = (pl.String, pl.Float64, pl.String, pl.Float64)
    return pl.DataFrame(rows, schema=dict(zip(heads, kinds, strict=True)), orient="row")


def _doubt(one: Item) -> str:
    """In a word why a question has no mean."""
    return one.problems[0].code if one.problems else "few"


def _extremes(scored: Mapping[str, float], definition: Definition, text: Text) -> str:
    best, worst = max(scored, key=scored.__getitem__), min(scored, key=scored.__getitem__)
    facts = {
        "best": name(best, definition, text),
        "best_mean": fmt.number(scored[best], text.lang, 1),
        "worst": name(worst, definition, text),
        "worst_mean": fmt.number(scored[worst], text.lang, 1),
    }
    return text("survey.extremes" if len(scored) > 1 else "survey.only", **facts)


def _grouped(items: Sequence[Item]) -> list[tuple[Problem, list[Item]]]:
    """Each trouble with the questions that have it; numbers that differ do not part them."""
    found: dict[tuple[object, ...], tuple[Problem, list[Item]]] = {}
    for one in items:
        for problem in one.problems:
            facts = [(key, value) for key, value in problem.facts.items() if key not in SHARED]
            alike = problem.code in ("shorter", "from_one", "nobody")
            key = (problem.code, *facts) if alike else (problem.code, one.key)
            found.setdefault(key, (problem, []))[1].append(one)
    return list(found.values())


def _told(problem: Problem, text: Text) -> dict[str, str]:
    """The facts of a problem as words: a correlation has decimals, everything else is a count."""
    return {
        key: fmt.number(value, text.lang, TWO if key == "value" else 0)
        for key, value in problem.facts.items()
    }


def _people(found: Survey, text: Text) -> list[tuple[str, str]]:
    """Who answered twice, and who gave every item one answer."""
    told = []
    if found.repeated:
        facts = {"people": found.repeated, "answers": found.superseded}
        counts = {key: fmt.count(value, text.lang) for key, value in facts.items()}
        told.append(("info", text("survey.repeated", **counts)))
    if found.straight.value and found.straight.n >= FEWEST_UNITS:
        share = values.spoken(found.straight, "share", text)
        told.append(("info", text("survey.straight", share=share)))
    return told


def _parts(split: Split, codes: Sequence[str], text: Text) -> pl.DataFrame:
    tones = ("good", "neutral", "bad")
    return pl.DataFrame(
        {
            "label": [text(f"survey.parts.{code}") for code in codes],
            "count": list(split.parts),
            "tone": list(tones),
        }
    )
