"""`positioning`: whom the brand says it is for and what they bring, which need is badly met, which
pain sets a segment apart, what is claimed against what is praised, and where rivals stand."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command, figure, refused
from analytics.errors import FileError
from analytics.feedback.lexicon import store as lexicon_store
from analytics.filters import Filters
from analytics.positioning import declared, report
from analytics.positioning.membership import SHEET_GROUPINGS
from analytics.positioning.voices import GROUPINGS
from analytics.view import View

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.positioning.claims import Claim, ClaimFit, Topic
    from analytics.positioning.declared import Target
    from analytics.positioning.needs import Need
    from analytics.positioning.pains import Pain
    from analytics.positioning.report import Landscape, Whom
    from analytics.positioning.rival_map import RivalMap
    from analytics.positioning.voices import Grouping
    from analytics.words import Words


def options(parser: argparse.ArgumentParser) -> None:
    """The declared target, and how reviews and people asked about needs are grouped."""
    parser.add_argument("--target", metavar="TOML")
    parser.add_argument("--by", choices=GROUPINGS, default=None)
    parser.add_argument("--needs-by", choices=SHEET_GROUPINGS, default="survey")


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """All figures with n, interval and refusals as codes. With `--target` reviews are grouped by
    it, else by channel, unless `--by` says otherwise; FileError or TargetError for a file that
    holds no target."""
    words_in_use = lexicon_store.current(imported.store).id
    view = View(imported.store, imported.manifest, Filters(), lexicon=words_in_use)
    target = declared.current(view.store) if call.target is None else _target(call.target)
    damage = declared.damage(view.store) if call.target is None else None
    grouping: Grouping = call.by or ("channel" if call.target is None else "target")
    whom, landscape = report.whom(view, target), report.landscape(view, call.needs_by, target)
    pains = report.pains_by(view, grouping, target)
    claims = report.claimed(view)
    return {
        "as_of": imported.as_of.isoformat(),
        "currency": imported.manifest.about["currency"],
        "target": {**_whom(whom), "damage": damage.code if damage else None},
        "needs": [_need(need) for need in landscape.needs],
        "needs_grouping": call.needs_by,
        "answers": _answers(landscape),
        "goes_with": [
            {
                "need": item.need,
                **figure(item.closeness),
                "refusal": refused(item.refusal),
            }
            for item in report.goes_with(view)
        ],
        "grouping": pains.grouping,
        "pains": [_pain(pain) for pain in (*pains.reviews, *pains.needs)],
        "pains_refusal": refused(pains.refusal),
        "pains_outside": pains.outside,
        "claims": [_topic(topic, claims) for topic in claims.topics],
        "claim_fit": _fit(claims),
        "rivals": _rivals(report.rivals(view)),
    }


def _target(path: str) -> Target:
    file = Path(path)
    try:
        target = declared.parsed(file.read_bytes(), file.name)
    except OSError as error:
        raise FileError.missing(file.name) from error
    return declared.decided(target, target.name or file.name)


def _whom(whom: Whom) -> dict[str, Any]:
    share, revenue = whom.share, whom.share.revenue
    return {
        "name": whom.target.name if whom.target else None,
        "share": revenue.value,
        "low": revenue.low,
        "high": revenue.high,
        "n": revenue.n,
        "members": share.members,
        "people": share.people,
        "customers": figure(share.customers),
        "identified": share.identified,
        "refusal": refused(share.refusal),
        "buyers": whom.buyers.to_dicts(),
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "segment": need.segment,
        "need": need.need,
        "importance": need.importance.value,
        "satisfaction": need.satisfaction.value,
        "opportunity": need.opportunity.value,
        "low": need.opportunity.low,
        "high": need.opportunity.high,
        "n": need.opportunity.n,
        "top_three": need.top_three,
        "is_underserved": need.is_underserved,
        "certainty": need.certainty,
        "refusal": refused(need.refusal),
    }


def _answers(landscape: Landscape) -> dict[str, Any]:
    quality = asdict(landscape.marks.quality)
    return {**quality, "outside": landscape.outside, "refusal": refused(landscape.refusal)}


def _pain(pain: Pain) -> dict[str, Any]:
    return {
        "source": pain.source,
        "segment": pain.segment,
        "topic": pain.topic,
        "share": pain.share.value,
        "low": pain.share.low,
        "high": pain.share.high,
        "n": pain.share.n,
        "z": pain.z,
        "is_apart": pain.is_apart,
        "refusal": refused(pain.refusal),
    }


def _topic(topic: Topic, claims: ClaimFit) -> dict[str, Any]:
    verdicts = [claim.contradicted for claim in claims.claims if topic.topic in claim.topics]
    contradicted = None if not verdicts or None in verdicts else any(verdicts)
    return {
        "topic": topic.topic,
        "praised": figure(topic.praised),
        "claimed": list(topic.claims),
        "blamed": figure(topic.blamed),
        "gap": figure(topic.gap),
        "contradicted": True if any(verdicts) else contradicted,
        "refusal": refused(topic.refusal),
    }


def _fit(claims: ClaimFit) -> dict[str, Any]:
    return {
        **figure(claims.fit),
        "refusal": refused(claims.refusal),
        "claims": [_claim(claim) for claim in claims.claims],
        "unclaimed": [topic.topic for topic in claims.unclaimed],
        "unpraised": [topic.topic for topic in claims.unpraised],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "claim": claim.claim,
        "topics": list(claim.topics),
        "praised": figure(claim.praised),
        "blamed": figure(claim.blamed),
        "gap": figure(claim.gap),
        "contradicted": claim.contradicted,
        "refusal": refused(claim.refusal),
    }


def _rivals(answer: RivalMap) -> dict[str, Any]:
    return {
        "points": answer.points.to_dicts(),
        "shares": list(answer.shares),
        "raters": answer.raters,
        "left_out": list(answer.left_out),
        "off_scale": answer.off_scale,
        "superseded": answer.superseded,
        "refusal": refused(answer.refusal),
    }


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per need, by segment, with its opportunity and range or why it says nothing; below,
    one row per topic that is claimed."""
    needs = tables.new(
        words,
        words.get("positioning.cli.needs"),
        ("segment", "need", "value", "interval", "n", "verdict"),
    )
    for need in answer["needs"]:
        needs.add_row(
            tables.plain(need["segment"] or ""),
            tables.plain(need["need"]),
            *_range(need["opportunity"], need["low"], need["high"], "{:.1f}"),
            str(need["n"]),
            _verdict(need, "is_underserved", "underserved", words),
        )
    claims = tables.new(
        words, words.get("positioning.cli.claims"), ("claim", "value", "interval", "n", "verdict")
    )
    for claim in answer["claim_fit"]["claims"]:
        gap = claim["blamed"]
        claims.add_row(
            tables.plain(claim["claim"]),
            *_range(gap["value"], gap["low"], gap["high"], "{:.0%}"),
            str(gap["n"]),
            _verdict(claim, "contradicted", "contradicted", words),
        )
    tables.caption(needs, _caption(answer["target"], words))
    return [needs, claims] if claims.row_count else [needs]


def _range(
    value: float | None, low: float | None, high: float | None, form: str
) -> tuple[str, str]:
    """A value and its range; empty where there is none."""
    if value is None:
        return "", ""
    if low is None or high is None:
        return form.format(value), ""
    return form.format(value), f"{form.format(low)}-{form.format(high)}"


def _verdict(row: dict[str, Any], flag: str, code: str, words: Words) -> str:
    if row["refusal"]:
        return words.get(f"positioning.refusal.{row['refusal']['code']}")
    return words.get(f"positioning.verdict.{code}") if row[flag] else ""


def _caption(target: dict[str, Any], words: Words) -> str:
    """What the target brings, or why that is not told."""
    if target["damage"]:
        return words.get("positioning.whom.damaged")
    if target["refusal"]:
        return words.get(f"positioning.refusal.{target['refusal']['code']}")
    low, high = target["low"], target["high"]
    return words.get(
        "positioning.cli.target",
        name=tables.plain(target["name"]),
        share=f"{target['share']:.0%}",
        low=f"{low:.0%}",
        high=f"{high:.0%}",
    )


COMMAND = Command("positioning", run, table, options)
