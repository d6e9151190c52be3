"""What a reader should know before the verdict: gifts, commission, packs, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import format as fmt
from ui.text import literal
from ui.views.gate.verdict import gap, named
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.gate import GateReport
    from ui.text import Text

NAMED = 4


def notes(report: GateReport, text: Text) -> list[str]:
    """A sentence each, only what holds for these data."""
    sentences = [
        text("gate.known_range"),
        *_packs(report, text),
        *_twins(report, text),
        *_unplaced(report, text),
        *_currencies(report, text),
        _net(report, text),
        _commission(report, text),
    ]
    return sentences if report.evidence["paid_lines"] else []


def _packs(report: GateReport, text: Text) -> list[str]:
    """Products whose two prices differ by nearly a whole number."""
    suspects = report.packs.head(NAMED).select("product", "pack").iter_rows()
    names = [
        text("gate.pack", product=literal(product), pack=fmt.count(pack, text.lang))
        for product, pack in suspects
    ]
    if not names:
        return []
    rest = report.packs.height - len(names)
    names += [text("gate.more", n=fmt.count(rest, text.lang))] if rest else []
    sentences = [text("gate.known_packs", names=text("common.and").join(names))]
    without = report.without_packs
    if without is not None and without.estimate.value is not None:
        facts = gap(without.estimate, text)
        facts.pop("interval")
        sentences.append(text("gate.known_without_packs", **facts))
    return [joined(sentences, text)]


def _twins(report: GateReport, text: Text) -> list[str]:
    """Products with one name and two codes."""
    return [text("gate.known_twins", names=named(report.twins, text))] if report.twins else []


def _unplaced(report: GateReport, text: Text) -> list[str]:
    evidence = report.evidence
    if not evidence["unplaced_lines"] or not (
        evidence["private_lines"] or evidence["public_lines"]
    ):
        return []
    share = evidence["unplaced_lines"] / evidence["paid_lines"]
    return [text("gate.known_unplaced", share=fmt.percent(share, text.lang))]


def _currencies(report: GateReport, text: Text) -> list[str]:
    evidence = report.evidence
    if not evidence["foreign_lines"]:
        return []
    n = fmt.count(evidence["foreign_lines"], text.lang)
    return [text("gate.known_currency", n=n, currencies=literal(evidence["foreign_currencies"]))]


def _net(report: GateReport, text: Text) -> str:
    evidence, sentences = report.evidence, [text("gate.known_net")]
    if evidence["priced_gifts"] < evidence["gifts"]:
        counts = {
            "n": fmt.count(evidence["gifts"], text.lang),
            "priced": fmt.count(evidence["priced_gifts"], text.lang),
        }
        sentences.append(text("gate.known_gifts", **counts))
    return joined(sentences, text)


def _commission(report: GateReport, text: Text) -> str:
    """The commission's share of units in either domain, as far as the data record it."""
    if not report.evidence["count_models"]:
        return text("gate.known_commission_none")
    shares = {}
    for name, manner in (("private", report.private), ("public", report.public)):
        units = sum(manner.units.values())
        part = manner.units["commission"] / units if units else None
        shares[name] = fmt.percent(part, text.lang)
    return text("gate.known_commission", **shares)
