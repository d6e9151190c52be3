"""The questions of the Repurchase page, and which of them a link asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

PARTS = ("back", "days", "groups", "trend", "cohorts", "steps", "products", "defined", "market")
OPTION = "repurchase_part"
FIRST = PARTS[0]
FORMER = "more"
"""Under which links of former releases name one of the parts."""
OPTIONS = {
    "cohorts": ("grain", "show", "rows", "span", "per", "of", "across", "pick", "cell"),
    "groups": ("by", "again"),
    "trend": ("window",),
    "market": ("own_brand",),
}
"""What is chosen within a part: links of former releases hold this alone."""


def usual(view: Mapping[str, Collection[str]]) -> str:
    """The part that a link without a part is about: the one that was named as formerly, else the
    first of which it says something, else the answer."""
    for code in view.get(FORMER, ()):
        if code in PARTS:
            return code
    return next(
        (part for part, names in OPTIONS.items() if any(view.get(name) for name in names)), FIRST
    )
