"""The gate on the Container page: a sentence per condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.gate.prices import within
from ui import format as fmt
from ui.text import literal
from ui.views.gate.verdict import gap as gap_facts
from ui.views.gate.verdict import unpriced

if TYPE_CHECKING:
    from analytics.gate import Condition, Gate
    from ui.text import Text


def sentences(gate: Gate, text: Text) -> list[str]:
    """One sentence per condition, then the three products whose prices differ most."""
    spoken = [_condition(condition, gate, text) for condition in gate.conditions]
    same_price = gate.conditions[0]
    if same_price.verdict == "fail" and gate.widest:
        gaps = [
            text(
                "container.gate_product",
                product=literal(product),
                gap=fmt.percent(abs(gap), text.lang, 0),
                side=text("container.cheaper" if gap < 0 else "container.dearer"),
            )
            for product, gap in gate.widest[:3]
        ]
        bullets = "\n".join(f"- {gap}" for gap in gaps)
        spoken.append(f"{text('container.gate_widest')}\n\n{bullets}")
    return spoken


def _condition(condition: Condition, gate: Gate, text: Text) -> str:
    estimate, key = condition.estimate, condition.key
    if key == "same_price" and estimate.value is None:
        return unpriced(gate, text)
    if estimate.value is None:
        return text(f"container.{key}_unmeasured")
    if key == "sold_in_public" and estimate.low is None:
        return text("container.sold_in_public_unmatched")
    if condition.by_money is not None and _hangs_on_money(condition):
        estimate, key = condition.by_money.estimate, "same_price_money"
    gap = estimate.value or 0.0
    facts = {
        "value": fmt.percent(abs(gap), text.lang, 1),
        "side": text("container.cheaper" if gap < 0 else "container.dearer"),
        "interval": gap_facts(estimate, text)["interval"],
        "n": fmt.count(estimate.n, text.lang),
        "line": fmt.percent(condition.line, text.lang, 0),
        "points": fmt.number(abs(gap) * 100, text.lang, 1),
    }
    if key == "same_manner":
        facts |= {name: facts[name].removesuffix("%") for name in ("interval", "line")}
    return text(f"container.{key}_{condition.verdict}", **facts)


def _hangs_on_money(price: Condition) -> bool:
    """Whether the verdict is that of the price by money and not that of the price by product."""
    by_product = within(price.estimate, price.line)
    return price.verdict != by_product and (price.verdict == "fail" or by_product == "pass")
