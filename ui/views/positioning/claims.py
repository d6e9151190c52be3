"""What is claimed against what is praised, and the claims customers contradict: frames and
sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.positioning.claims import unread
from ui import format as fmt
from ui.text import literal
from ui.views.positioning.needs import reason
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.positioning.claims import Claim, ClaimFit, Topic
    from analytics.stats.intervals import Estimate
    from ui.text import Text

MOST_UNREAD = 3
"""Claims of no known topic that are named; the rest are counted."""


def topic(key: str, text: Text) -> str:
    """A topic by its name on the Voice page; one of a list of the brand's own as written."""
    name = f"voice.topic.{key}"
    return text(name) if text.has(name) else key


def spoken(answer: ClaimFit, text: Text) -> list[str]:
    """The claims that customers contradict, or that there are none; what of praise is claimed; what
    is praised and not claimed, and claimed and not praised; else why it cannot be told, and what is
    praised most anyway."""
    if answer.refusal is not None:
        why = text("positioning.claims_refused", reason=reason(answer.refusal, text))
        return [why, *_most(answer, "praised", text)]
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
        text("positioning.unclaimed", topic=literal(topic(praised.topic, text)))
        for praised in answer.unclaimed[:1]
    ]
    sentences += [
        text("positioning.unpraised", topic=literal(topic(seldom.topic, text)))
        for seldom in answer.unpraised[-1:]
    ]
    return sentences + _unread(answer, text)


def _unread(answer: ClaimFit, text: Text) -> list[str]:
    """The claims that count nowhere, since nobody can tell what they are about."""
    claims = [claim.claim for claim in unread(answer.claims)]
    named = [text("positioning.unread", claim=literal(claim)) for claim in claims[:MOST_UNREAD]]
    rest = len(claims) - len(named)
    if rest:
        named.append(text("positioning.unread_rest", count=fmt.count(rest, text.lang)))
    return named


def blamed_most(answer: ClaimFit, text: Text) -> list[str]:
    """What reviews alone tell of what is badly met; nothing where no topic is spoken of enough."""
    return _most(answer, "blamed", text)


def _most(answer: ClaimFit, side: Literal["praised", "blamed"], text: Text) -> list[str]:
    """The topic with the largest share on one side, of those that reviews speak of enough."""
    shares: list[tuple[Topic, Estimate]] = [
        (each, getattr(each, side)) for each in answer.topics if each.refusal is None
    ]
    able = [(each, share) for each, share in shares if share.value]
    if not able:
        return []
    most, share = max(able, key=lambda pair: (pair[1].value or 0.0, pair[0].topic))
    return [
        text(
            f"positioning.most_{side}",
            topic=literal(topic(most.topic, text)),
            share=fmt.percent(share.value, text.lang, 0),
            range=fmt.interval(share.low, share.high, text.lang, rate=True),
        )
    ]


def table(answer: ClaimFit, text: Text) -> pl.DataFrame:
    """One row per claim: claim, topics, praised, blamed, low, high (of what is blamed), verdict."""
    rows = [
        {
            "claim": claim.claim,
            "topics": text("common.and").join(topic(key, text) for key in claim.topics),
            "praised": claim.praised.value,
            "blamed": claim.blamed.value,
            "low": claim.blamed.low,
            "high": claim.blamed.high,
            "verdict": _verdict(claim, text),
        }
        for claim in answer.claims
    ]
    numbers = dict.fromkeys(("praised", "blamed", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=numbers)


def _verdict(claim: Claim, text: Text) -> str:
    if claim.refusal is not None:
        return reason(claim.refusal, text)
    code = "contradicted" if claim.contradicted else "stands"
    return text(f"positioning.verdict.{code}")


def dumbbell(answer: ClaimFit, text: Text) -> pl.DataFrame:
    """One row per topic, the most praised first: topic, praised, low, high, claims (how many),
    claimed (its share of all claims, each shared out evenly over its topics), blamed, sentence."""
    readable = [claim for claim in answer.claims if claim.topics]
    parts = {
        each.topic: sum(1 / len(claim.topics) for claim in readable if each.topic in claim.topics)
        for each in answer.topics
    }
    rows = [
        {
            "topic": topic(each.topic, text),
            "praised": each.praised.value,
            "low": each.praised.low,
            "high": each.praised.high,
            "claims": len(each.claims),
            "claimed": parts[each.topic] / len(readable) if each.claims else None,
            "blamed": each.blamed.value,
            "sentence": _topic(each, text),
        }
        for each in answer.topics
    ]
    numbers = dict.fromkeys(("praised", "low", "high", "claimed", "blamed"), pl.Float64)
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


def leading(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """The rows of `dumbbell` that are drawn: every claimed topic, however many there are, then
    those praised most."""
    if rows.is_empty():
        return rows
    is_claimed = pl.col("claims") > 0
    praised = rows.filter(pl.col("praised").is_not_null())
    most = max(most, praised.filter(is_claimed).height)
    drawn = praised.sort(is_claimed, "praised", descending=True, nulls_last=True).head(most)
    return praised.filter(pl.col("topic").is_in(drawn["topic"].to_list()))
