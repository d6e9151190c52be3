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


def notes(found: GateReport, text: Text) -> list[str]:
    """A sentence each, only what holds for these data."""
    told = [
        *_packs(found, text),
        *_twins(found, text),
        *_unplaced(found, text),
        *_currencies(found, text),
        _net(found, text),
        _commission(found, text),
    ]
    return told if found.evidence["paid_lines"] else []


def _packs(found: GateReport, text: Text) -> list[str]:
    """Products whose two prices differ by nearly a whole number."""
    suspects = found.packs.head(NAMED).select("product", "pack").iter_rows()
    names = [
        text("gate.pack", product=literal(product), pack=fmt.count(pack, text.lang))
        for product, pack in suspects
    ]
    if not names:
        return []
    rest = found.packs.height - len(names)
    names += [text("gate.more", n=fmt.count(rest, text.lang))] if rest else []
    said = [text("gate.known_packs", names=text("common.and").join(names))]
    without = found.without_packs
    if without is not None and without.estimate.value is not None:
        facts = gap(without.estimate, text)
        facts.pop("interval")
        said.append(text("gate.known_without_packs", **facts))
    return [joined(said, text)]


def _twins(found: GateReport, text: Text) -> list[str]:
    """Products with one name and two codes."""
    return [text("gate.known_twins", names=named(found.twins, text))] if found.twins else []


def _unplaced(found: GateReport, text: Text) -> list[str]:
    told = found.evidence
    if not told["unplaced_lines"] or not (told["private_lines"] or told["public_lines"]):
        return []
    share = told["unplaced_lines"] / told["paid_lines"]
    return [text("gate.known_unplaced", share=fmt.percent(share, text.lang))]


def _currencies(found: GateReport, text: Text) -> list[str]:
    told = found.evidence
    if not told["foreign_lines"]:
        return []
    n = fmt.count(told["foreign_lines"], text.lang)
    return [text("gate.known_currency", n=n, currencies=literal(told["foreign_currencies"]))]


def _net(found: GateReport, text: Text) -> str:
    told, said = found.evidence, [text("gate.known_net")]
    if told["priced_gifts"] < told["gifts"]:
        counts = {
            "n": fmt.count(told["gifts"], text.lang),
            "priced": fmt.count(told["priced_gifts"], text.lang),
        }
        said.append(text("gate.known_gifts", **counts))
    return joined(said, text)


def _commission(found: GateReport, text: Text) -> str:
    """Commission beside the price, as far as the data tell."""
    if not found.evidence["count_models"]:
        return text("gate.known_commission_none")
    shares = {}
    for name, manner in (("private", found.private), ("public", found.public)):
        units = sum(manner.units.values())
        part = manner.units["commission"] / units if units else None
        shares[name] = fmt.percent(part, text.lang)
    return text("gate.known_commission", **shares)
