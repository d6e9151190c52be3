"""What is read otherwise than it is written, and may be wanted as written: codes of a choice."""

from __future__ import annotations

from types import MappingProxyType

REPAIRS = MappingProxyType(
    {
        "quotes": ("stray_quote",),
        "days": ("days_swapped",),
        "links": ("price_link",),
        "sums": ("order_sum",),
        "answers": ("no_answer",),
        "totals": (
            "order_total_repeated",
            "refund_repeated",
            "refund_total_repeated",
            "order_total_first",
            "commission_repeated",
        ),
        "copies": ("order_copied",),
        "originals": ("refund_of_original",),
        "discounts": ("discount_taken", "deduction_taken"),
    }
)
"""Code of the choice -> codes of the sentences about it in data/text/ingest/problems.toml."""

CHOICE_OF = MappingProxyType({issue: code for code, issues in REPAIRS.items() for issue in issues})
"""Code of a sentence -> code of the choice."""
