"""What reviews say, in sentences and rows for charts; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.definitions.supers import supers
from analytics.feedback.lexicon.lexicon import DIMENSIONS, OUTSIDE
from analytics.feedback.reviews.mention_counts import FLOOR, SELDOM
from analytics.feedback.reviews.summary import ALL
from ui import format as fmt
from ui.text import literal
from ui.views.assessment.container import short_name
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analytics.definitions.definition import Definition
    from analytics.feedback.reviews.summary import ReviewSummary
    from ui.text import Text

Row = dict[str, Any]
UNREAD = ("empty", "signs", "numbers", "other_language")
FROM_STARS = ("months", "groups", "signs")
MOSTLY = 0.5
NAMED = 3
TOPICS = 8


def names(definition: Definition, text: Text) -> dict[str, str]:
    """What the dimensions are called: the supers of the definition, and what lies outside them."""
    known = (*supers(), *definition.supers)
    told = {one.key: short_name(one, text) for one in known if one.key in DIMENSIONS}
    return told | {key: text(f"voice.dimension.{key}") for key in OUTSIDE}


def overall(found: ReviewSummary, text: Text) -> str:
    """How many reviews, and how many speak well."""
    one = found.overall
    judged = one["positive"] + one["negative"] + one["unclear"]
    if not judged:
        return text("voice.overall_none", n=fmt.count(one["reviews"], text.lang))
    said = text(
        "voice.overall",
        n=fmt.count(one["reviews"], text.lang),
        **{
            sign: fmt.percent(one[sign] / judged, text.lang, 0)
            for sign in ("positive", "negative", "unclear")
        },
    )
    has_stars = bool(found.signs.shape["reviews"].sum())
    return joined([said, text("voice.stars_decide")], text) if has_stars else said


def unread(found: ReviewSummary, text: Text) -> str:
    """What was read in which language, and what could not be, by kind; "" for one language all of
    which was read."""
    one = found.overall
    told = [
        text(f"voice.kind.{kind}", n=fmt.count(one[kind], text.lang))
        for kind in UNREAD
        if one[kind]
    ]
    counted = {lang: fmt.count(n, text.lang) for lang, n in found.languages.items()}
    said = [text("voice.languages", **counted)] if all(found.languages.values()) else []
    if told:
        said.append(text("voice.unread", kinds=text("common.and").join(told)))
    if found.garbled:
        said.append(text("voice.garbled", n=fmt.count(found.garbled, text.lang)))
    if one["cut"]:
        said.append(text("voice.cut", n=fmt.count(one["cut"], text.lang)))
    return joined(said, text)


def trouble(found: ReviewSummary) -> str:
    """Why there is little to see, as the key of a sentence; "" where there is enough."""
    one = found.overall
    if one["numbers"] > MOSTLY * max(one["reviews"], 1):
        return "trouble_numbers"
    if found.garbled > MOSTLY * max(one["reviews"], 1):
        return "trouble_garbled"
    if not one["analysed"]:
        return "trouble_other" if one["other_language"] else "trouble_nothing"
    return ""


def parts(found: ReviewSummary, every: tuple[str, ...]) -> tuple[str, ...]:
    """What the page can show: stars alone have no words, and without either there is nothing."""
    if found.overall["analysed"]:
        return every
    has_stars = any(found.overall[sign] for sign in ("positive", "negative", "unclear"))
    return tuple(one for one in every if one in FROM_STARS) if has_stars else ()


def read_by(found: ReviewSummary, text: Text) -> str:
    """Which words the reviews were read by."""
    packs = [text(f"voice.pack.{one}") for one in found.lexicon.packs]
    return text("voice.read_by", id=found.lexicon.id, packs=text("common.and").join(packs))


def signed(value: float | None, text: Text) -> str:
    """A net from -1 to 1 as a whole number with its sign."""
    if fmt.missing(value) or value is None:
        return fmt.dash(text.lang)
    whole = round(100 * value)
    told = fmt.number(whole, text.lang)
    return f"+{told}" if whole > 0 else told


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


def supers_sentence(found: ReviewSummary, called: Mapping[str, str], text: Text) -> str:
    """What is spoken of most, what fares best and worst, and what nobody can tell."""
    rows = found.dimensions.to_dicts()
    if not any(row["mentions"] for row in rows):
        return text("voice.supers_none")
    most = max(rows, key=lambda row: int(row["mentions"]))
    share = fmt.percent(most["share"], text.lang, 0)
    said = [text("voice.supers_most", name=called[most["dimension"]], share=share)]
    often = [row for row in rows if row["is_enough"] and row["dimension"] not in SELDOM]
    enough = sorted(often, key=lambda row: float(row["net"]))
    if len(enough) > 1:
        best, worst = enough[-1], enough[0]
        said.append(
            text(
                "voice.supers_ends",
                best=called[best["dimension"]],
                best_net=_with_interval(best, text),
                worst=called[worst["dimension"]],
                worst_net=_with_interval(worst, text),
            )
        )
    few = [called[row["dimension"]] for row in rows if not row["is_enough"]]
    if few:
        named = text("common.and").join(few)
        said.append(text("voice.supers_few", names=named, floor=FLOOR))
    return joined(said, text)


def seldom(called: Mapping[str, str], text: Text) -> str:
    """What reviews hardly ever speak of."""
    return text("voice.seldom", names=text("common.and").join(called[key] for key in SELDOM))


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


def topics(found: ReviewSummary, dimension: str, text: Text) -> list[Row]:
    """Rows for the bars of one dimension, the commonest first: topic, label, positive, negative,
    good, bad."""
    mine = found.topics.filter(pl.col("dimension") == dimension).head(TOPICS)
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
        for row in mine.to_dicts()
    ]


def topics_sentence(rows: Sequence[Row], name: str, text: Text) -> str:
    """What most praise and most blame of a dimension are about."""
    if not rows:
        return text("voice.topics_none", name=name)
    said = []
    for side in ("positive", "negative"):
        top, all_ = max(rows, key=lambda row: int(row[side])), sum(row[side] for row in rows)
        if all_:
            facts = {"topic": literal(top["label"]), "n": fmt.count(all_, text.lang)}
            share = fmt.percent(top[side] / all_, text.lang, 0)
            said.append(text(f"voice.topics_{side}", name=name, share=share, **facts))
    return joined(said, text) or text("voice.topics_unclear", name=name)


def place(row: Row, products: Mapping[str, str], text: Text) -> str:
    """Where a quote comes from: stars, month, channel, product, as far as they are known."""
    told = []
    if row.get("rating") is not None and row.get("rating_max"):
        told.append(
            text(
                "voice.stars",
                n=fmt.number(row["rating"], text.lang),
                of=fmt.number(row["rating_max"], text.lang),
            )
        )
    if row.get("submitted_at") is not None:
        told.append(fmt.month(row["submitted_at"], text.lang))
    if row.get("channel"):
        told.append(literal(row["channel"]))
    if row.get("sku"):
        told.append(literal(products.get(row["sku"], row["sku"])))
    return text("events.between").join(told)


def points(told: pl.DataFrame, called: Mapping[str, str], text: Text) -> list[Row]:
    """Rows for the bars of telling words: label, value, shown, sentence, and what stands behind."""
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
                dimension=called.get(row["dimension"], row["dimension"]),
            ),
        }
        for row in told.to_dicts()
    ]


def points_sentence(told: pl.DataFrame, side: str, text: Text) -> str:
    """The first words of one side."""
    if told.is_empty():
        return text(f"voice.{side}_none")
    first = told.head(NAMED).select("phrase", "count").iter_rows()
    listed = [
        text("voice.point", term=literal(term), n=fmt.count(n, text.lang)) for term, n in first
    ]
    return text(f"voice.{side}_told", words=text("common.and").join(listed))


def by_dimension(counted: pl.DataFrame, dimension: str) -> list[Row]:
    """The rows of one dimension, or of whole reviews."""
    return counted.filter(pl.col("dimension") == dimension).to_dicts()


def subjects(found: ReviewSummary, called: Mapping[str, str], text: Text) -> dict[str, str]:
    """What can be followed: whole reviews, and the dimensions that anybody speaks of."""
    heard = set(found.dimensions.filter(pl.col("mentions") > 0)["dimension"])
    return {ALL: text("voice.subject_all")} | {
        key: name for key, name in called.items() if key in heard
    }
