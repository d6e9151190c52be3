"""How reviews move over time and differ between groups, what a search finds, and what the signs
of honesty say; no streamlit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.feedback.lexicon.lexicon import DIMENSIONS
from analytics.feedback.reviews.mention_counts import FLOOR
from analytics.feedback.reviews.summary import ALL
from ui import format as fmt
from ui.text import literal, verbatim
from ui.views.feedback.reviews import signed
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.feedback.reviews.search import SearchReport
    from analytics.feedback.reviews.summary import ReviewSummary
    from analytics.stats.intervals import Estimate
    from ui.text import Text

Row = dict[str, Any]


def months_sentence(rows: Sequence[Row], name: str, text: Text) -> str:
    """The last month with enough judged mentions against the one before it."""
    enough = [row for row in rows if row["positive"] + row["negative"] >= FLOOR]
    if len(enough) < 2:  # noqa: PLR2004
        return text("voice.months_few", floor=FLOOR)
    before, last = enough[-2:]
    if last["low"] > before["high"]:
        way = "up"
    elif last["high"] < before["low"]:
        way = "down"
    else:
        way = "same"
    return text(
        f"voice.months_{way}",
        name=name,
        month=fmt.month(last["period"], text.lang),
        before=fmt.month(before["period"], text.lang),
        net=signed(last["net"], text),
        net_before=signed(before["net"], text),
    )


def groups_sentence(rows: Sequence[Row], labels: Mapping[str, str], text: Text) -> str:
    """The best and the worst group, and whether their intervals overlap."""
    enough = [row for row in rows if row["positive"] + row["negative"] >= FLOOR]
    if len(enough) < 2:  # noqa: PLR2004
        return text("voice.groups_few", floor=FLOOR)
    ranked = sorted(enough, key=lambda row: float(row["net"]))
    worst, best = ranked[0], ranked[-1]
    key = "voice.groups_apart" if best["low"] > worst["high"] else "voice.groups_alike"
    return text(
        key,
        best=literal(labels.get(best["period"], best["period"])),
        best_net=signed(best["net"], text),
        worst=literal(labels.get(worst["period"], worst["period"])),
        worst_net=signed(worst["net"], text),
    )


def search_sentence(search: SearchReport, text: Text) -> str:
    """How many reviews hold the word, and whether they are kinder than the others."""
    word = verbatim(search.word)
    if not search.count:
        return text("voice.search_none", word=word, n=fmt.count(search.share.n, text.lang))
    sentences = [text("voice.search_share", word=word, **share(search.share, text))]
    own, others = (_first(side) for side in (search.own, search.others))
    if own and others and own["net"] is not None and others["net"] is not None:
        if own["low"] > others["high"]:
            key = "voice.search_kinder"
        elif own["high"] < others["low"]:
            key = "voice.search_harsher"
        else:
            key = "voice.search_alike"
        sentences.append(
            text(key, own=signed(own["net"], text), others=signed(others["net"], text))
        )
    return joined(sentences, text)


def _first(side: pl.DataFrame) -> Row | None:
    return side.to_dicts()[0] if side.height else None


def share(estimate: Estimate, text: Text) -> dict[str, str]:
    """A share, its interval and n, as the sentences take them."""
    return {
        "value": fmt.percent(estimate.value, text.lang),
        "interval": fmt.interval(estimate.low, estimate.high, text.lang, rate=True, digits=1),
        "n": fmt.count(estimate.n, text.lang),
    }


def disputed_sentence(summary: ReviewSummary, text: Text) -> str:
    """How often stars and text disagree."""
    if not summary.disputes.n:
        return text("voice.disputed_no_stars")
    if not summary.disputed.height:
        return text("voice.disputed_none", n=fmt.count(summary.disputes.n, text.lang))
    return text("voice.disputed_told", **share(summary.disputes, text))


def disputed_table(summary: ReviewSummary, products: Mapping[str, str], text: Text) -> pl.DataFrame:
    """What is listed of each review: stars, what the text sounds like, day, channel, product (by
    its name where `products` knows it) and, being the longest, the text last."""
    is_good = pl.col("score") > 0
    return summary.disputed.select(
        pl.col("rating"),
        pl.when(is_good)
        .then(pl.lit(text("voice.sounds_good")))
        .otherwise(pl.lit(text("voice.sounds_bad")))
        .alias("sounds"),
        pl.col("submitted_at"),
        pl.col("channel"),
        pl.col("sku").replace(dict(products)),
        pl.col("text"),
    )


def table_headers(frame: pl.DataFrame, text: Text) -> dict[str, str]:
    """What the columns of this page's tables are called."""
    return {name: text(f"voice.column.{name}") for name in frame.columns}


def stars(summary: ReviewSummary, text: Text) -> list[Row]:
    """Rows for the bars of the stars, five on top; no rows where no review has stars."""
    rows = summary.signs.shape.sort("star", descending=True).to_dicts()
    if not any(row["reviews"] for row in rows):
        return []
    return [
        {
            "label": text("voice.star", n=row["star"]),
            "value": row["reviews"],
            "shown": fmt.percent(row["share"], text.lang, 0),
            "sentence": text("voice.star_hover", n=fmt.count(row["reviews"], text.lang)),
        }
        for row in rows
    ]


def shape_sentence(summary: ReviewSummary, text: Text) -> str:
    """What the shape of the stars means, and what it does not."""
    key = {None: "few", True: "j", False: "other"}[summary.signs.is_j]
    return text(f"voice.shape_{key}")


def signs_sentences(summary: ReviewSummary, text: Text) -> list[str]:
    """Repeated texts and sentences, words of reward, days with far more reviews than usual."""
    signs = summary.signs
    sentences = []
    for key, estimate in (
        ("repeated", signs.repeated),
        ("shared", summary.shared),
        ("paid", signs.paid),
    ):
        if estimate.n:
            name = f"voice.{key}_told" if estimate.value else f"voice.{key}_none"
            sentences.append(text(name, **share(estimate, text)))
    if signs.bursts.height:
        days: list[date] = signs.bursts.sort("reviews", descending=True)["day"].to_list()
        dates = text("common.and").join(fmt.day(day, text.lang) for day in sorted(days[:3]))
        n = fmt.count(signs.bursts.height, text.lang)
        sentences.append(text("voice.bursts_told", n=n, days=dates))
    else:
        sentences.append(text("voice.bursts_none"))
    return sentences


def bursts(summary: ReviewSummary) -> pl.DataFrame:
    """The busiest days, the latest first."""
    return summary.signs.bursts.sort("day", descending=True)


def effect_sentence(summary: ReviewSummary, labels: Mapping[str, str], text: Text) -> str:
    """What leaving reviews with a sign out would change."""
    if not summary.flagged:
        return text("voice.effect_none")
    rows = {row["dimension"]: row for row in summary.effect.to_dicts()}
    whole = rows[ALL]
    if whole["net_without"] is None:
        return text("voice.effect_gone", n=fmt.count(summary.flagged, text.lang))
    sentences = [
        text(
            "voice.effect_all",
            n=fmt.count(summary.flagged, text.lang),
            all=signed(whole["net_all"], text),
            without=signed(whole["net_without"], text),
        )
    ]
    enough = [rows[key] for key in DIMENSIONS if (rows[key]["n_without"] or 0) >= FLOOR]
    if enough:
        most = max(enough, key=lambda row: abs(row["net_without"] - row["net_all"]))
        sentences.append(
            text(
                "voice.effect_most",
                name=labels[most["dimension"]],
                all=signed(most["net_all"], text),
                without=signed(most["net_without"], text),
            )
        )
    return joined(sentences, text)


def effect_table(summary: ReviewSummary, labels: Mapping[str, str], text: Text) -> pl.DataFrame:
    """Net with all reviews and without flagged ones, from -100 to 100."""
    names = dict(labels) | {ALL: text("voice.subject_all")}
    return summary.effect.select(
        pl.col("dimension").replace_strict(names, default=pl.col("dimension")),
        (pl.col("net_all") * 100).round(1),
        "n_all",
        (pl.col("net_without") * 100).round(1),
        "n_without",
    )
