"""What a day of the calendar does: promotions, the pull on new customers, which SKUs sell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.sample.plan import DAYS, START, day_number
from scripts.sample.words import Product, channels, products, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

SUMMER = (0.45, 0.5, 0.8, 1.2, 1.7, 2.0, 2.0, 1.8, 1.2, 0.8, 0.5, 0.45)
WEEKDAYS = (0.92, 0.9, 0.93, 0.95, 1.0, 1.15, 1.15)


def days() -> list[date]:
    """Every day of the sample."""
    return [START + timedelta(days=number) for number in range(DAYS)]


def promotion(day: date) -> dict[str, Any] | None:
    """The promotion that runs on a day, if any."""
    mark = f"{day:%m-%d}"
    running = (p for p in words("orders")["promotions"] if p["starts"] <= mark <= p["ends"])
    return next(running, None)


def campaigns() -> list[str]:
    """The campaign's name for every day, empty on ordinary days."""
    return [running["name"] if (running := promotion(day)) else "" for day in days()]


def price_factors() -> NDArray[np.float64]:
    """Paid over list price for every day, before coupons, the same in both domains."""
    return np.array([running["price"] if (running := promotion(day)) else 1.0 for day in days()])


def demand() -> NDArray[np.float64]:
    """Pull on new customers for every day: growth, weekday, promotion."""
    growth = 1 + 0.5 * np.arange(DAYS) / DAYS
    weekday = np.array([WEEKDAYS[day.weekday()] for day in days()])
    pull = np.array([running["demand"] if (running := promotion(day)) else 1.0 for day in days()])
    daily: NDArray[np.float64] = growth * weekday * pull
    return daily


def channel_demand() -> NDArray[np.float64]:
    """Pull on new customers, day by channel; a channel's share drifts to share x growth."""
    share = np.array([channel.share for channel in channels()])
    growth = np.array([channel.growth for channel in channels()])
    progress = (np.arange(DAYS) / DAYS)[:, None]
    pull: NDArray[np.float64] = demand()[:, None] * share * growth**progress
    return pull


def sku_weights() -> NDArray[np.float64]:
    """Pull of each SKU, day by SKU; 0 before its launch."""
    columns = [product.weight * seasonal(product) * on_sale(product) for product in products()]
    return np.column_stack(columns)


def seasonal(product: Product) -> NDArray[np.float64]:
    """Factor of the season on one SKU for every day; winter goods swing half as far."""
    months = np.array([SUMMER[day.month - 1] for day in days()])
    if product.season == "summer":
        return months
    return 1.5 - 0.4 * months if product.season == "winter" else np.ones(DAYS)


def on_sale(product: Product) -> NDArray[np.float64]:
    """1 from the launch on, else 0."""
    return (np.arange(DAYS) >= day_number(product.launched_on)).astype(float)


def open_stores() -> tuple[list[str], NDArray[np.float64]]:
    """Store codes, and day by store whether it is open."""
    rows = words("brand")["stores"]["rows"]
    opened = [day_number(row[3]) for row in rows]
    return [row[0] for row in rows], (np.arange(DAYS)[:, None] >= np.array(opened)).astype(float)
