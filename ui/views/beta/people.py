"""Who brought whom, what the sheet gets wrong, and what answers of friends are worth."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import polars as pl

from analytics.beta.clustering import FEWEST_SEEDS
from ui import format as fmt
from ui.text import literal
from ui.views.beta.verdict import reason
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.beta.answers import LeftOut
    from analytics.beta.groups import Generation
    from analytics.beta.report import BetaTest
    from analytics.beta.tree import Tree
    from ui.text import Text

NAMED = 3
"""Names that a sentence gives; all stand in the table."""


def tree_sentence(forest: Tree, text: Text) -> str:
    """How many the seeds brought, and who brought most."""
    seeds = forest.count("seed")
    if not seeds:
        return text("beta.no_seeds")
    by_seed = forest.by_seed()
    brought = int(by_seed["brought"].sum())
    facts = {
        "seeds": fmt.count(seeds, text.lang),
        "invited": fmt.count(brought, text.lang),
    }
    counted = text("beta.brought", **facts)
    most = by_seed.row(0, named=True)
    if not most["brought"]:
        return counted
    leader = {
        "seed": literal(most["seed_id"]),
        "count": fmt.count(most["brought"], text.lang),
    }
    return joined([counted, text("beta.brought_most", **leader), text("beta.hollow")], text)


def each_sentence(forest: Tree, text: Text) -> list[str]:
    """How many a seed brought on average, those included who brought nobody; none without
    seeds."""
    by_seed = forest.by_seed()
    if by_seed.is_empty():
        return []
    each = int(by_seed["brought"].sum()) / by_seed.height
    return [text("beta.brought_each", each=fmt.number(each, text.lang, 1))]


def radial(forest: Tree, test: BetaTest, text: Text) -> pl.DataFrame:
    """One row per tester for the tree of rings: tester, parent (null for seeds), ring (0 for seeds;
    of unknown seeds 1), mark of the first answer (null: none), sentence. People in circles are
    left out."""
    first = test.answers.filter(pl.col("turn") == 1).select(tester_id="person", mark="mark")
    placed = forest.testers.filter(pl.col("role") != "circle")
    rows = placed.join(first, "tester_id", "left", maintain_order="left").select(
        "brought",
        tester="tester_id",
        parent="parent_id",
        ring=pl.col("generation").fill_null(1),
        mark="mark",
    )
    sentences = [_tester(mark, brought, text) for mark, brought in rows["mark", "brought"].rows()]
    return rows.with_columns(sentence=pl.Series(sentences, dtype=pl.String)).drop("brought")


def _tester(mark: float | None, brought: int, text: Text) -> str:
    count = fmt.count(brought, text.lang)
    if mark is None:
        return text("beta.tester_silent", count=count)
    return text("beta.tester", mark=fmt.number(mark, text.lang, 1), count=count)


def faults(forest: Tree, text: Text) -> list[str]:
    """What the sheet of testers gets wrong, a sentence each; none where it gets nothing wrong."""
    sentences = []
    if forest.strangers.height:
        names = forest.strangers["inviter"].head(NAMED).to_list()
        counts = {"count": fmt.count(int(forest.strangers["testers"].sum()), text.lang)}
        sentences.append(text("beta.fault.strangers", names=_names(names, text), **counts))
    if forest.circles:
        names = [name for circle in forest.circles for name in circle]
        counts = {"count": fmt.count(len(names), text.lang)}
        sentences.append(text("beta.fault.circles", names=_names(names[:NAMED], text), **counts))
    if forest.repeated:
        sentences.append(text("beta.fault.repeated", count=fmt.count(forest.repeated, text.lang)))
    if forest.nameless:
        sentences.append(text("beta.fault.nameless", count=fmt.count(forest.nameless, text.lang)))
    return sentences


def left_out(answers: LeftOut, text: Text) -> list[str]:
    """Answers that do not count, a sentence for each reason met."""
    counts = {field.name: getattr(answers, field.name) for field in fields(answers)}
    return [
        text(f"beta.left_out.{name}", count=fmt.count(count, text.lang))
        for name, count in counts.items()
        if count
    ]


def likeness_sentence(test: BetaTest, text: Text) -> str:
    """What the answers of the invited are worth, since friends resemble each other, and why the
    likeness itself is not told where it is not."""
    answer = test.clustering
    if not answer.n:
        return text("beta.unanswered")
    worths = [worth.worth for worth in answer.worths]
    facts = {
        "n": fmt.count(answer.n, text.lang),
        "worth": fmt.count(round(answer.n / answer.design_effect), text.lang),
        "range": fmt.interval(round(min(worths)), round(max(worths)), text.lang),
    }
    counted = text("beta.worth", **facts)
    if answer.refusal is not None:
        return joined([counted, reason(answer.refusal, text)], text)
    likeness = answer.likeness
    value, ends = fmt.number(likeness.value, text.lang, 2), fmt.dash(text.lang)
    if likeness.low is not None and likeness.high is not None:
        ends = fmt.interval(likeness.low, likeness.high, text.lang, digits=2)
    return joined([counted, text("beta.alike", value=value, range=ends)], text)


def generation_sentence(rows: list[Generation], text: Text) -> str:
    """Whether those who were brought like it as the seeds do, generation by generation."""
    later = [row for row in rows if row.generation]
    if not later:
        return text("beta.no_generation")
    sentences = []
    for row in later:
        place = {"generation": fmt.count(row.generation, text.lang)}
        apart = row.apart
        if row.refusal is not None:
            least = fmt.count(row.refusal.least, text.lang)
            sentences.append(text("beta.generation_few", least=least, **place))
            continue
        if apart.low is None or apart.high is None:
            # Marks enough, but of friends of so few seeds that a mean has no limits.
            least = fmt.count(FEWEST_SEEDS, text.lang)
            sentences.append(text("beta.generation_narrow", least=least, **place))
            continue
        ends, key = (apart.low, apart.high), "above" if apart.low > 0 else "alike"
        if apart.high < 0:
            ends, key = (-apart.high, -apart.low), "below"
        facts = {
            "mark": fmt.number(row.mark.value, text.lang, 1),
            "range": fmt.interval(*ends, text.lang, digits=1),
        }
        sentences.append(text(f"beta.generation.{key}", **place, **facts))
    return joined(sentences, text)


def _names(names: list[str], text: Text) -> str:
    return text("beta.comma").join(literal(name) for name in names)
