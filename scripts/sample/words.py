"""The words beside the sample: catalogue, channels and phrases, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

FOLDER = Path(__file__).parents[2] / "data" / "sample" / "words"


@dataclass(frozen=True)
class Product:
    """One SKU; `weight`, `season` and `refund` say how it sells and comes back."""

    sku: str
    zh: str
    en: str
    size: str
    category: str
    list_price: int
    unit_cost: float
    launched_on: date
    is_substantive: bool
    weight: float
    season: str = ""
    refund: float = 1.0
    domain: str = ""
    is_gift: bool = False
    protected_until: date | None = None
    protection: str | None = None

    @property
    def name(self) -> str:
        """The name as the shop writes it, in both languages."""
        return f"{self.zh} {self.en} {self.size}"


@dataclass(frozen=True)
class Channel:
    """One way to sell, with the odds of how it wins and keeps customers."""

    name: str
    domain: str
    mode: str
    social_model: str
    digit: int
    share: float
    growth: float
    guest: float
    friend: float
    ip: float
    moves: list[float]
    hours: str


@cache
def words(name: str) -> dict[str, Any]:
    """One file of words as written."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def products() -> tuple[Product, ...]:
    """The catalogue in order of its codes."""
    return tuple(Product(**entry) for entry in words("products")["products"])


@cache
def channels() -> tuple[Channel, ...]:
    """The six channels, in the order every channel index refers to."""
    return tuple(Channel(**entry) for entry in words("orders")["channels"])


def is_private() -> list[bool]:
    """Whether each channel is private."""
    return [channel.domain == "private" for channel in channels()]
