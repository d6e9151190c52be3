"""Whom, which pain, what is claimed and where rivals stand: frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.text import literal, verbatim
from ui.views.positioning.needs import reason, segment
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.positioning.claims import ClaimFit, Topic
    from analytics.positioning.pains import Pain
    from analytics.positioning.report import Pains, Whom
    from analytics.positioning.rival_map import RivalMap
    from ui.text import Text


def target(whom: Whom, text: Text) -> list[str]:
    """What the declared target brings, with its range; else why that cannot be told; and who buys
    most anyway."""
    share, sentences = whom.share, []
    if share.refusal is not None:
        sentences.append(text("positioning.target_refused", reason=reason(share.refusal, text)))
    elif whom.target is not None:
        sentences.append(
            text(
                "positioning.target_brings",
                name=verbatim(whom.target.name),
                share=fmt.percent(share.revenue.value, text.lang, 0),
                range=fmt.interval(share.revenue.low, share.revenue.high, text.lang, rate=True),
                people=fmt.percent(share.customers.value, text.lang, 0),
            )
        )
    if share.identified is not None and whom.buyers.height:
        sentences.append(
            text("positioning.identified", share=fmt.percent(share.identified, text.lang, 0))
        )
    leading = whom.buyers.filter(pl.col("channel").is_not_null()).head(1).to_dicts()
    return sentences + [
        text(
            "positioning.buyers",
            channel=literal(row["channel"]),
            share=fmt.percent(row["share"], text.lang, 0),
        )
        for row in leading
        if row["share"] is not None
    ]


def pains(answer: Pains, text: Text) -> list[str]:
    """Each complaint that sets a segment apart, from reviews and from marks; that there is none; or
    why it cannot be told."""
    if answer.refusal is not None and not answer.needs:
        return [text("positioning.pains_refused", reason=reason(answer.refusal, text))]
    cells = [*answer.reviews, *answer.needs]
    apart = sorted(
        (cell for cell in cells if cell.is_apart and (cell.z or 0.0) > 0),
        key=lambda cell: -(cell.z or 0.0),
    )
    if not apart:
        whole = [cell.refusal for cell in cells if cell.refusal is not None]
        if len(whole) == len(cells) and whole:
            return [text("positioning.pains_refused", reason=reason(whole[0], text))]
        return [text("positioning.pains_alike")]
    return [
        text(
            f"positioning.pain.{cell.source}",
            segment=literal(group(cell, text)),
            topic=literal(subject(cell, text)),
            share=fmt.percent(cell.share.value, text.lang, 0),
            range=fmt.interval(cell.share.low, cell.share.high, text.lang, rate=True),
            count=fmt.count(cell.share.n, text.lang),
        )
        for cell in apart
    ]


def group(cell: Pain, text: Text) -> str:
    """A segment as it is called: the two of the grouping by target have words of their own."""
    key = f"positioning.side.{cell.segment}"
    return text(key) if text.has(key) else segment(cell.segment, text)


def topic(key: str, text: Text) -> str:
    """A topic by its name on the Voice page; one of a list of the brand's own as written."""
    name = f"voice.topic.{key}"
    return text(name) if text.has(name) else key


def subject(cell: Pain, text: Text) -> str:
    """What a complaint is about: a topic of reviews, or a need as it was written."""
    return topic(cell.topic, text) if cell.source == "reviews" else cell.topic


def heatmap(cells: Sequence[Pain], text: Text) -> pl.DataFrame:
    """One row per segment and topic: segment, topic, share, low, high, count, people, z, is_apart,
    sentence."""
    rows = [
        {
            "segment": group(cell, text),
            "topic": subject(cell, text),
            "share": cell.share.value,
            "low": cell.share.low,
            "high": cell.share.high,
            "count": cell.count,
            "people": cell.share.n,
            "z": cell.z,
            "is_apart": cell.is_apart,
            "sentence": _cell(cell, text),
        }
        for cell in cells
    ]
    numbers = dict.fromkeys(("share", "low", "high", "z"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=numbers)


def _cell(cell: Pain, text: Text) -> str:
    if cell.share.value is None and cell.refusal is not None:
        return reason(cell.refusal, text)
    return text(
        "positioning.cell",
        share=fmt.percent(cell.share.value, text.lang, 0),
        range=fmt.interval(cell.share.low, cell.share.high, text.lang, rate=True),
        count=fmt.count(cell.share.n, text.lang),
    )


def claims(answer: ClaimFit, text: Text) -> list[str]:
    """The claims that customers contradict, or that there are none; what of praise is claimed; what
    is praised and not claimed; else why it cannot be told."""
    if answer.refusal is not None:
        return [text("positioning.claims_refused", reason=reason(answer.refusal, text))]
    sentences = [
        text(
            "positioning.contradicted",
            claim=literal(claim.claim),
            share=fmt.percent(claim.blamed.value, text.lang, 0),
            range=fmt.interval(claim.blamed.low, claim.blamed.high, text.lang, rate=True),
            rest=fmt.percent((claim.blamed.value or 0) - (claim.gap.value or 0), text.lang, 0),
        )
        for claim in answer.contradicted
    ] or [text("positioning.not_contradicted")]
    if answer.fit.value is not None:
        sentences.append(
            text(
                "positioning.fit",
                share=fmt.percent(answer.fit.value, text.lang, 0),
                range=fmt.interval(answer.fit.low, answer.fit.high, text.lang, rate=True),
            )
        )
    sentences += [
        text("positioning.unclaimed", topic=topic(praised.topic, text))
        for praised in answer.unclaimed[:1]
    ]
    unread = [claim.claim for claim in answer.claims if not claim.topics]
    return sentences + [text("positioning.unread", claim=literal(claim)) for claim in unread]


def dumbbell(answer: ClaimFit, text: Text) -> pl.DataFrame:
    """One row per topic, the most praised first: topic, praised, low, high, claims (how
    many), blamed, sentence."""
    rows = [
        {
            "topic": topic(each.topic, text),
            "praised": each.praised.value,
            "low": each.praised.low,
            "high": each.praised.high,
            "claims": len(each.claims),
            "blamed": each.blamed.value,
            "sentence": _topic(each, text),
        }
        for each in answer.topics
    ]
    numbers = dict.fromkeys(("praised", "low", "high", "blamed"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=numbers)


def _topic(each: Topic, text: Text) -> str:
    praised = text(
        "positioning.praised",
        share=fmt.percent(each.praised.value, text.lang, 0),
        range=fmt.interval(each.praised.low, each.praised.high, text.lang, rate=True),
    )
    if each.refusal is not None:
        return praised
    blamed = text("positioning.blamed", share=fmt.percent(each.blamed.value, text.lang, 0))
    return joined([praised, blamed], text)


def rivals(answer: RivalMap, text: Text) -> list[str]:
    """How to read the map and who is not on it; else why there is none."""
    if answer.refusal is not None:
        return [text("positioning.rivals_refused", reason=reason(answer.refusal, text))]
    shown = sum(answer.shares)
    sentences = [text("positioning.rivals_read", share=fmt.percent(shown, text.lang, 0))]
    if answer.left_out:
        names = text("common.and").join(map(literal, answer.left_out))
        sentences.append(text("positioning.rivals_left_out", names=names))
    return sentences


def map_points(answer: RivalMap, text: Text) -> pl.DataFrame:
    """One row per brand and attribute on the map: kind, label, x, y, their limits, sentence."""
    rows = [
        {
            **{key: value for key, value in row.items() if key not in ("name", "n")},
            "label": row["name"],
            "sentence": text(
                f"positioning.map_point.{row['kind']}",
                name=row["name"],
                count=fmt.count(row["n"], text.lang),
            ),
        }
        for row in answer.points.to_dicts()
    ]
    numbers = dict.fromkeys(("x", "y", "x_low", "x_high", "y_low", "y_high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=numbers)
