"""What reviews say, in sentences and rows for charts; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.definitions.supers import supers
from analytics.feedback.lexicon.lexicon import DIMENSIONS, OUTSIDE
from analytics.feedback.reviews import clean
from analytics.feedback.reviews.mention_counts import FLOOR, SELDOM
from analytics.feedback.reviews.summary import ALL
from ui import format as fmt
from ui.text import literal, verbatim
from ui.views.assessment.container import short_name
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analytics.definitions.definition import Definition
    from analytics.feedback.reviews.summary import ReviewSummary
    from ui.text import Text

Row = dict[str, Any]
FROM_STARS = ("months", "groups", "signs")
MOSTLY = 0.5
NAMED = 3
TOPICS = 8


def names(definition: Definition, text: Text) -> dict[str, str]:
    """What the dimensions are called: the supers of the definition, and what lies outside them."""
    every_super = (*supers(), *definition.supers)
    labels = {
        super_.key: short_name(super_, text) for super_ in every_super if super_.key in DIMENSIONS
    }
    return labels | {key: text(f"voice.dimension.{key}") for key in OUTSIDE}


def overall(summary: ReviewSummary, text: Text) -> str:
    """How many reviews, and how many speak well."""
    counts = summary.overall
    judged = counts["positive"] + counts["negative"] + counts["unclear"]
    if not judged:
        return text("voice.overall_none", n=fmt.count(counts["reviews"], text.lang))
    sentence = text(
        "voice.overall",
        n=fmt.count(counts["reviews"], text.lang),
        **{
            sign: fmt.percent(counts[sign] / judged, text.lang, 0)
            for sign in ("positive", "negative", "unclear")
        },
    )
    has_stars = bool(summary.signs.shape["reviews"].sum())
    return joined([sentence, text("voice.stars_decide")], text) if has_stars else sentence


def unread(summary: ReviewSummary, text: Text) -> str:
    """What was read in which language, and what could not be, by kind; "" for one language all of
    which was read."""
    counts = summary.overall
    kinds = [
        text(f"voice.kind.{kind}", n=fmt.count(counts[kind], text.lang))
        for kind in clean.UNREAD
        if counts[kind]
    ]
    counted = {lang: fmt.count(n, text.lang) for lang, n in summary.languages.items()}
    sentences = [text("voice.languages", **counted)] if all(summary.languages.values()) else []
    if kinds:
        sentences.append(text("voice.unread", kinds=text("common.and").join(kinds)))
    if summary.garbled:
        sentences.append(text("voice.garbled", n=fmt.count(summary.garbled, text.lang)))
    if counts["cut"]:
        sentences.append(text("voice.cut", n=fmt.count(counts["cut"], text.lang)))
    return joined(sentences, text)


def trouble(summary: ReviewSummary) -> str:
    """Why there is little to see, as the key of a sentence; "" where there is enough."""
    counts = summary.overall
    if counts["numbers"] > MOSTLY * max(counts["reviews"], 1):
        return "trouble_numbers"
    if summary.garbled > MOSTLY * max(counts["reviews"], 1):
        return "trouble_garbled"
    if not counts["analysed"]:
        return "trouble_other" if counts["other_language"] else "trouble_nothing"
    return ""


def parts(summary: ReviewSummary, every: tuple[str, ...]) -> tuple[str, ...]:
    """What the page can show: stars alone have no words, and without either there is nothing."""
    if summary.overall["analysed"]:
        return every
    has_stars = any(summary.overall[sign] for sign in ("positive", "negative", "unclear"))
    return tuple(part for part in every if part in FROM_STARS) if has_stars else ()


def read_by(summary: ReviewSummary, text: Text) -> str:
    """Which words the reviews were read by."""
    packs = [text(f"voice.pack.{pack}") for pack in summary.lexicon.packs]
    return text("voice.read_by", packs=text("common.and").join(packs))


def signed(value: float | None, text: Text) -> str:
    """A net from -1 to 1 as a whole number with its sign."""
    if fmt.missing(value) or value is None:
        return fmt.dash(text.lang)
    whole = round(100 * value)
    number = fmt.number(whole, text.lang)
    return f"+{number}" if whole > 0 else number


def net_rows(counted: Iterable[Row], labels: Mapping[str, str], by: str, text: Text) -> list[Row]:
    """Rows for a chart of nets: `by` is the column that `labels` names."""
    return [_net_row(row, labels.get(row[by], str(row[by])), text) for row in counted]


def _net_row(row: Row, label: str, text: Text) -> Row:
    judged = row["positive"] + row["negative"]
    low, high = (None if row[end] is None else 100 * row[end] for end in ("low", "high"))
    is_enough = judged >= FLOOR
    facts = {
        "name": literal(label).replace("\\", "").replace("<", "&lt;"),
        "net": signed(row["net"], text),
        "interval": fmt.interval(low, high, text.lang),
        "n": fmt.count(judged, text.lang),
    }
    return {
        "label": label,
        "net": None if row["net"] is None else 100 * row["net"],
        "low": low,
        "high": high,
        "is_enough": is_enough,
        "shown": text("voice.net_n", n=facts["n"]),
        "sentence": text("voice.net_hover" if is_enough else "voice.net_few", **facts),
    }


def supers_sentence(summary: ReviewSummary, labels: Mapping[str, str], text: Text) -> str:
    """The dimension with the most mentions, the best and worst net, and those with too few."""
    rows = summary.dimensions.to_dicts()
    if not any(row["mentions"] for row in rows):
        return text("voice.supers_none")
    most = max(rows, key=lambda row: int(row["mentions"]))
    share = fmt.percent(most["share"], text.lang, 0)
    sentences = [text("voice.supers_most", name=labels[most["dimension"]], share=share)]
    enough = sorted((row for row in rows if row["is_enough"]), key=lambda row: float(row["net"]))
    if len(enough) > 1:
        best, worst = enough[-1], enough[0]
        sentences.append(
            text(
                "voice.supers_ends",
                best=labels[best["dimension"]],
                best_net=_with_interval(best, text),
                worst=labels[worst["dimension"]],
                worst_net=_with_interval(worst, text),
            )
        )
    few = [labels[row["dimension"]] for row in rows if not row["is_enough"]]
    if few:
        few_names = text("common.and").join(few)
        sentences.append(text("voice.supers_few", names=few_names, floor=FLOOR))
    return joined(sentences, text)


def seldom(labels: Mapping[str, str], text: Text) -> str:
    """What reviews hardly ever speak of."""
    return text("voice.seldom", names=text("common.and").join(labels[key] for key in SELDOM))


def _with_interval(row: Row, text: Text) -> str:
    low, high = (None if row[end] is None else 100 * row[end] for end in ("low", "high"))
    return text(
        "voice.net_told",
        net=signed(row["net"], text),
        interval=fmt.interval(low, high, text.lang),
        n=fmt.count(row["positive"] + row["negative"], text.lang),
    )


def topic_name(topic: str | None, text: Text) -> str:
    """A topic of the shipped words in the reader's language; a person's own as written."""
    if not topic:
        return text("voice.topic.general")
    key = f"voice.topic.{topic}"
    return text(key) if text.has(key) else topic


def topics(summary: ReviewSummary, dimension: str, text: Text) -> list[Row]:
    """Rows for the bars of one dimension, the commonest first: topic, label, positive, negative,
    good, bad."""
    rows = summary.topics.filter(pl.col("dimension") == dimension).head(TOPICS)
    return [
        {
            "topic": row["topic"] or "",
            "label": topic_name(row["topic"], text),
            "mentions": row["mentions"],
            "positive": row["positive"],
            "negative": row["negative"],
            "good": text("voice.topic_good", n=fmt.count(row["positive"], text.lang)),
            "bad": text("voice.topic_bad", n=fmt.count(row["negative"], text.lang)),
        }
        for row in rows.to_dicts()
    ]


def topics_sentence(rows: Sequence[Row], name: str, text: Text) -> str:
    """What most praise and most blame of a dimension are about."""
    if not rows:
        return text("voice.topics_none", name=name)
    sentences = []
    for side in ("positive", "negative"):
        top, all_ = max(rows, key=lambda row: int(row[side])), sum(row[side] for row in rows)
        if all_:
            facts = {"topic": literal(top["label"]), "n": fmt.count(all_, text.lang)}
            share = fmt.percent(top[side] / all_, text.lang, 0)
            sentences.append(text(f"voice.topics_{side}", name=name, share=share, **facts))
    return joined(sentences, text) or text("voice.topics_unclear", name=name)


def place(row: Row, products: Mapping[str, str], text: Text) -> str:
    """Where a quote comes from: stars, month, channel, product, as far as they are known."""
    details = []
    if row.get("rating") is not None and row.get("rating_max"):
        details.append(
            text(
                "voice.stars",
                n=fmt.number(row["rating"], text.lang),
                of=fmt.number(row["rating_max"], text.lang),
            )
        )
    if row.get("submitted_at") is not None:
        details.append(fmt.month(row["submitted_at"], text.lang))
    if row.get("channel"):
        details.append(literal(row["channel"]))
    if row.get("sku"):
        details.append(literal(products.get(row["sku"], row["sku"])))
    return text("events.between").join(details)


def points(phrases: pl.DataFrame, labels: Mapping[str, str], text: Text) -> list[Row]:
    """Rows for the bars of telling phrases: label, value, shown, sentence, and the
    phrase's own columns."""
    return [
        row
        | {
            "label": row["phrase"],
            "value": row["count"],
            "shown": fmt.count(row["count"], text.lang),
            "sentence": text(
                "voice.point_hover",
                n=fmt.count(row["count"], text.lang),
                other=fmt.count(row["other"], text.lang),
                dimension=labels.get(row["dimension"], row["dimension"]),
            ),
        }
        for row in phrases.to_dicts()
    ]


def points_sentence(phrases: pl.DataFrame, side: str, text: Text) -> str:
    """The first words of one side."""
    if phrases.is_empty():
        return text(f"voice.{side}_none")
    first = phrases.head(NAMED).select("phrase", "count").iter_rows()
    words = [
        text("voice.point", term=verbatim(term), n=fmt.count(n, text.lang)) for term, n in first
    ]
    return text(f"voice.{side}_told", words=text("common.and").join(words))


def by_dimension(counted: pl.DataFrame, dimension: str) -> list[Row]:
    """The rows of one dimension, or of whole reviews."""
    return counted.filter(pl.col("dimension") == dimension).to_dicts()


def subjects(summary: ReviewSummary, labels: Mapping[str, str], text: Text) -> dict[str, str]:
    """What can be followed: whole reviews, and the dimensions with a mention."""
    mentioned = set(summary.dimensions.filter(pl.col("mentions") > 0)["dimension"])
    return {ALL: text("voice.subject_all")} | {
        key: name for key, name in labels.items() if key in mentioned
    }
