"""Sums about a price that need no data: break-even volume and the room down to the cost."""

from __future__ import annotations


def break_even_volume(change: float, margin: float) -> float | None:
    """By which share units may change before a change of price earns less: -change / (margin +
    change), both as shares of the old price (Nagle, The Strategy and Tactics of Pricing).

    0.5 = half as many more are needed. None where the new price earns nothing a unit.
    """
    left = margin + change
    return -change / left if left > 0 else None


def margin_share(price: float, unit_cost: float) -> float:
    """What is left of a price above the cost of the unit, as a share of it."""
    return 1 - unit_cost / price
