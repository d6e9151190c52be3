"""Whether testers would pay what they were offered the product for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.views.pricing import surveyed

if TYPE_CHECKING:
    from analytics.pricing.offers import Offers
    from ui.text import Text


def sentence(kind: str, answer: Offers, text: Text) -> str:
    """Which of the prices offered brings most of testers of that kind; else why not."""
    facts = {"kind": text(f"beta.short.{kind}"), "said": surveyed.offer_sentence(answer, text)}
    return text("beta.pays", **facts)
