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
"""Facts that differ between questions with the same problem; left out where such questions share
one sentence."""
TWO = 2


def answers(survey: Survey, definition: Definition, text: Text) -> pl.DataFrame:
    """One row per question for `ui.charts.feedback.survey.answers`, supers in their order."""
    rows = [
        {
            "label": name(item.key, definition, text),
            "n": item.n,
            "mean": item.mean.value,
            "low": item.mean.low,
            "high": item.mean.high,
            "counts": list(item.distribution),
            "doubt": None if item.is_scored else text(f"survey.doubt.{_doubt(item)}", n=item.n),
        }
        for item in survey.items
    ]
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(("mean", "low", "high"), pl.Float64))


def name(key: str, definition: Definition, text: Text) -> str:
    """The super a question asks about, or the question about recommending. A question may ask
    about a super that the definition no longer has."""
    if key == NPS:
        return text("survey.nps")
    names = {super_.key: super_.name for super_ in (*built_in().supers, *definition.supers)}
    return text.pick(names[key])


def sentence(survey: Survey, definition: Definition, text: Text) -> str:
    """The best and the poorest answered question, and how many cannot be scored."""
    means = {item.key: item.mean.value or 0.0 for item in survey.items if item.is_scored}
    means.pop(NPS, None)
    sentences = [_extremes(means, definition, text)] if means else []
    lost = sum(not item.is_scored for item in survey.items)
    if lost:
        sentences.append(text("survey.lost", n=lost, all=len(survey.items)))
    return joined(sentences, text)


def problems(survey: Survey, definition: Definition, text: Text) -> list[tuple[str, str]]:
    """(gravity, sentence) of everything that keeps answers from counting; questions with the same
    problem share one sentence. Gravity: warning where a score is withheld, else info."""
    remarks = []
    for problem, items in _grouped(survey.items):
        names = text("common.and").join(name(item.key, definition, text) for item in items)
        gravity = "warning" if problem.code in DOUBTED else "info"
        remarks.append(
            (gravity, text(f"survey.problem.{problem.code}", names=names, **_facts(problem, text)))
        )
    return remarks + _people(survey, text)


def promoters(survey: Survey, text: Text) -> pl.DataFrame:
    """Promoters, passives and detractors: label, count, tone."""
    return _parts(survey.promoters, ("promoters", "passives", "detractors"), text)


def promoters_sentence(survey: Survey, text: Text) -> str:
    """The net promoter score, or why there is none."""
    item = survey.item(NPS)
    if item is None or not item.n:
        return text("survey.nps_missing")
    if survey.promoters.estimate.value is None:
        return text("survey.nps_none", doubt=text(f"survey.doubt.{_doubt(item)}", n=item.n))
    return text("survey.nps_is", score=values.spoken(survey.promoters.estimate, "points", text))


def missed(survey: Survey, text: Text) -> pl.DataFrame:
    """Very, somewhat and not disappointed: label, count, tone."""
    return _parts(survey.missed, ("very", "somewhat", "not"), text)


def missed_sentence(survey: Survey, text: Text) -> str:
    """The share that would be very disappointed against the line of 40 %."""
    estimate, n = survey.missed.estimate, sum(survey.missed.parts)
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return text("survey.missed_few", n=n) if n else text("survey.missed_missing")
    side = "above" if estimate.low > ELLIS else "below" if estimate.high < ELLIS else "open"
    return text(f"survey.missed.{side}", share=values.spoken(estimate, "share", text))


def ends(estimate: Estimate) -> tuple[float, float] | None:
    """Both limits, None where they are not known."""
    return None if estimate.low is None or estimate.high is None else (estimate.low, estimate.high)


def reliability(survey: Survey, text: Text) -> str:
    """Alpha with its interval, and what it means."""
    alpha, items = survey.reliability.alpha, len(survey.reliability.items)
    if alpha.value is None:
        return text("survey.alpha_none", items=TWO, people=FEWEST_RESPONDENTS)
    return text(
        "survey.alpha_is",
        alpha=fmt.number(alpha.value, text.lang, TWO),
        interval=fmt.interval(alpha.low, alpha.high, text.lang, digits=TWO),
        n=fmt.count(alpha.n, text.lang),
        items=items,
    )


def fits(survey: Survey, definition: Definition, text: Text) -> pl.DataFrame:
    """One row per item of the battery: name, correlation with the rest, alpha without it."""
    rows = [
        (
            name(item.key, definition, text),
            item.with_rest.value,
            fmt.interval(item.with_rest.low, item.with_rest.high, text.lang, digits=TWO),
            item.alpha_without,
        )
        for item in survey.reliability.items
    ]
    heads = [
        text(f"survey.column.{column}") for column in ("item", "with_rest", "interval", "without")
    ]
    kinds = (pl.String, pl.Float64, pl.String, pl.Float64)
    return pl.DataFrame(rows, schema=dict(zip(heads, kinds, strict=True)), orient="row")


def _doubt(item: Item) -> str:
    """The code of the reason why a question has no mean."""
    return item.problems[0].code if item.problems else "few"


def _extremes(means: Mapping[str, float], definition: Definition, text: Text) -> str:
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    facts = {
        "best": name(best, definition, text),
        "best_mean": fmt.number(means[best], text.lang, 1),
        "worst": name(worst, definition, text),
        "worst_mean": fmt.number(means[worst], text.lang, 1),
    }
    return text("survey.extremes" if len(means) > 1 else "survey.only", **facts)


def _grouped(items: Sequence[Item]) -> list[tuple[Problem, list[Item]]]:
    """Each problem with the questions that have it; numbers that differ do not separate them."""
    groups: dict[tuple[object, ...], tuple[Problem, list[Item]]] = {}
    for item in items:
        for problem in item.problems:
            facts = [(key, value) for key, value in problem.facts.items() if key not in SHARED]
            alike = problem.code in ("shorter", "from_one", "nobody")
            key = (problem.code, *facts) if alike else (problem.code, item.key)
            groups.setdefault(key, (problem, []))[1].append(item)
    return list(groups.values())


def _facts(problem: Problem, text: Text) -> dict[str, str]:
    """The facts of a problem as words: a correlation has decimals, everything else is a count."""
    return {
        key: fmt.number(value, text.lang, TWO if key == "value" else 0)
        for key, value in problem.facts.items()
    }


def _people(survey: Survey, text: Text) -> list[tuple[str, str]]:
    """Who answered twice, and who gave every item one answer."""
    remarks = []
    if survey.repeated:
        facts = {"people": survey.repeated, "answers": survey.superseded}
        counts = {key: fmt.count(value, text.lang) for key, value in facts.items()}
        remarks.append(("info", text("survey.repeated", **counts)))
    if survey.straight.value and survey.straight.n >= FEWEST_UNITS:
        share = values.spoken(survey.straight, "share", text)
        remarks.append(("info", text("survey.straight", share=share)))
    return remarks


def _parts(split: Split, codes: Sequence[str], text: Text) -> pl.DataFrame:
    tones = ("good", "neutral", "bad")
    return pl.DataFrame(
        {
            "label": [text(f"survey.parts.{code}") for code in codes],
            "count": list(split.parts),
            "tone": list(tones),
        }
    )
