"""All answers about the beta test of one product, over one view of a dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from analytics.beta import groups as of_groups
from analytics.beta import paired, rules
from analytics.beta.answers import LeftOut, placed, waves
from analytics.beta.base import Refusal
from analytics.beta.paying import paying
from analytics.beta.themes import themes, worst
from analytics.beta.tree import TESTERS, Tree, tree
from analytics.beta.verdict import Verdict, verdict
from analytics.feedback.answer_sheets import beta_answers, price_answers
from analytics.feedback.lexicon import store as lexicons
from analytics.feedback.reviews.reading import Reading, read
from analytics.schema import source_params

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.beta.clustering import Clustering
    from analytics.beta.groups import Generation, Group
    from analytics.beta.paired import MarkChange, ShareChange
    from analytics.beta.rules import Rule
    from analytics.pricing.offers import Offers
    from analytics.view import View


UNJUDGED = Verdict(None, None, None, Refusal("no_rule"))


@dataclass(frozen=True)
class Comparison:
    """Two waves on the same people: their marks, and who would be very disappointed."""

    first: str
    later: str
    mark: MarkChange
    very: ShareChange


@dataclass(frozen=True)
class BetaTest:
    """The test of one product (`sku` None: answers name none). `answers` as `answers.placed`
    gives them; `comparisons` of each wave with the one after; `paying`: offers at given prices
    by kind of tester."""

    sku: str | None
    answers: pl.DataFrame
    left_out: LeftOut
    clustering: Clustering
    groups: list[Group]
    comparisons: list[Comparison]
    no_comparison: Refusal | None
    generations: list[Generation]
    paying: dict[str, Offers]
    first_on: date | None
    verdict: Verdict
    refusal: Refusal | None = None


def testers(view: View) -> Tree:
    """Who brought whom; empty without the sheet of testers. Filters do not cut trees."""
    forest: Tree = view.remember("beta tree", lambda: _testers(view))
    return forest


def _testers(view: View) -> Tree:
    rows = view.store.run("beta/testers", view.manifest.version)
    return tree(rows.cast(TESTERS))  # type: ignore[arg-type]


def responses(view: View) -> pl.DataFrame:
    """Every response of a beta test. Filters do not cut it: who answered first, which answer of a
    person is the first, and whether a rule came before them is told by all answers together."""
    rows: pl.DataFrame = view.remember(
        "beta responses", lambda: beta_answers(view.store, view.manifest.version)
    )
    return rows


def products(view: View) -> list[str | None]:
    """The products that were tested, most answers first, those of the filters where they name any;
    None for answers that name none."""
    rows, chosen = responses(view), view.filters.products
    counts = (rows.filter(pl.col("sku").is_in(chosen)) if chosen else rows).group_by("sku").len("n")
    names: list[str | None] = counts.sort("n", "sku", descending=[True, False], nulls_last=True)[
        "sku"
    ].to_list()
    return names


def beta_test(view: View, sku: str | None, saved: Sequence[Rule] = ()) -> BetaTest:
    """The test of one product, read by the rules that were saved; refused as a whole without
    answers, or without the sheet that says who is a seed."""
    forest = testers(view)
    own = responses(view).filter(pl.col("sku").eq_missing(pl.lit(sku, pl.String)))
    answers, left_out = placed(own, forest.testers)
    refusal = None
    if own.is_empty():
        refusal = Refusal("no_answers", 0)
    elif forest.testers.is_empty():
        refusal = Refusal("no_testers", 0)
    clustering = of_groups.likeness_of_brought(answers)
    names = waves(answers)
    test = BetaTest(
        sku,
        answers,
        left_out,
        clustering,
        of_groups.groups(answers, clustering.assumed),
        _comparisons(answers, names),
        Refusal("no_waves", len(names), 2) if len(names) < 2 else None,  # noqa: PLR2004
        of_groups.generations(answers),
        _paying(view, sku, forest),
        own["submitted_at"].dt.date().min(),  # type: ignore[arg-type]
        UNJUDGED,
        refusal,
    )
    return judged(test, saved)


def judged(test: BetaTest, saved: Sequence[Rule]) -> BetaTest:
    """The same test, read by the rule that counts of those saved."""
    rule, refusal = rules.counting(saved, test.sku, test.first_on)
    is_said = pl.col("is_very").is_not_null()
    seeds, invited = (
        test.answers.filter((pl.col("kind") == kind) & is_said)["is_very"].to_list()
        for kind in ("seed", "invited")
    )
    return replace(test, verdict=verdict(rule, refusal, seeds, invited))


def _comparisons(answers: pl.DataFrame, names: Sequence[str]) -> list[Comparison]:
    """Each wave with the one after it."""
    return [
        Comparison(first, later, paired.mark_change(*sides), _very_change(*sides))
        for first, later in pairwise(names)
        for sides in [tuple(answers.filter(wave=name) for name in (first, later))]
    ]


def _very_change(first: pl.DataFrame, later: pl.DataFrame) -> ShareChange:
    common = first.join(later.select("person", again="is_very"), "person")
    pairs = common.drop_nulls(["is_very", "again"])
    was, again = pl.col("is_very"), pl.col("again")
    counts = pairs.select(
        both=(was & again).sum(),
        first_only=(was & ~again).sum(),
        later_only=(~was & again).sum(),
        neither=(~was & ~again).sum(),
    ).row(0)
    return paired.share_change(*counts, common=common.height)


def _paying(view: View, sku: str | None, forest: Tree) -> dict[str, Offers]:
    """Offers at given prices that testers answered about the product; none without."""
    rows = price_answers(view.store, view.manifest.version)
    return paying(rows.filter(pl.col("sku").eq_missing(pl.lit(sku, pl.String))), forest.testers)


def spoken(view: View, test: BetaTest) -> pl.DataFrame:
    """What the answers of a test speak of (`themes.THEMES`): testers' own words, which count
    nowhere else, read by the word list that customers' are read by."""
    reading: Reading = view.remember("beta reading", lambda: _reading(view))
    return themes(test.answers, reading.reviews, reading.mentions, test.clustering.assumed)


def complaints(view: View, test: BetaTest) -> pl.DataFrame:
    """What each kind of answer complains of most, all waves together (`themes.worst`)."""
    reading: Reading = view.remember("beta reading", lambda: _reading(view))
    return worst(test.answers, reading.reviews, reading.mentions, test.clustering.assumed)


def _reading(view: View) -> Reading:
    store, version = view.store, view.manifest.version
    testers = source_params()["tester_sources"]
    texts = store.run("beta/texts", version, tester_sources=testers)
    has_list = lexicons.has_texts(store, version)
    return read(texts, lexicons.fitted(store, version, view.lexicon) if has_list else None)
