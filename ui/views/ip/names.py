"""What IPs, platforms and reasons are called on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.ip.spelling import known_platform
from ui import format as fmt
from ui import names
from ui.text import literal
from ui.views.shared.refusals import remedy_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from analytics.ip.base import Refusal
    from analytics.ip.roster import Roster
    from ui.text import Text

MOST_NAMED = 5
"""Names that a sentence lists; of more it says how many, and names the first."""
REMEDIES: dict[str, tuple[str, ...]] = {
    "touchpoints": ("no_touchpoints",),
    "codes": ("no_codes",),
    "customers": (
        *("no_customers", "few_customers", "few_at_risk", "few_ips", "few_kept", "few_orders"),
        "few_weeks",
    ),
    "costs": ("no_cost", "part_cost"),
    "earlier": ("late_sheet",),
    "own_codes": ("shared_code",),
    "filters": ("filtered_cost",),
    "period": ("no_posts",),
    "survey": ("no_answers", "few_answers"),
    "weeks": ("no_quiet_weeks",),
}
"""What to do -> the refusals that it would end."""
SHEETS = {
    "touchpoints": "touchpoints",
    "codes": "orders",
    "costs": "touchpoints",
    "earlier": "touchpoints",
    "survey": "feedback",
}
"""What to do -> the sheet to bring."""


def ip_name(ip: str, roster: Roster) -> str:
    """An IP as most rows of its sheet write it."""
    return roster.names.get(ip, ip)


def spoken_ip(ip: str, roster: Roster) -> str:
    """The same within a sentence."""
    return literal(ip_name(ip, roster))


def platform_name(platform: str | None, roster: Roster, text: Text) -> str:
    """A platform in the reader's words where the product knows it, else as the sheet writes it;
    several where the code stands for more than one."""
    if not platform:
        return text("ip.matrix.several")
    known = known_platform(platform)
    return text.pick(known.name) if known else roster.platforms.get(platform, platform)


def spoken_platform(platform: str | None, roster: Roster, text: Text) -> str:
    """The same within a sentence."""
    if not platform:
        return text("ip.matrix.several_within")
    return literal(platform_name(platform, roster, text))


def kind_name(ip: str, roster: Roster, text: Text) -> str:
    """The kind of an IP."""
    return text(f"ip.kind.{roster.kinds.get(ip, 'none')}")


def reason(refusal: Refusal, text: Text) -> str:
    """Why there is no answer."""
    have, least = (
        fmt.count(number, text.lang) if number is not None else ""
        for number in (refusal.have, refusal.least)
    )
    return text(f"ip.refusal.{refusal.code}", have=have, least=least)


def remedy(refusal: Refusal, text: Text) -> str:
    """The one thing to do that would end a refusal."""
    code, facts = remedy_of(refusal, REMEDIES, SHEETS, text)
    return text(f"ip.remedy.{code}", **facts)


def listed_names(written: Sequence[str], text: Text) -> str:
    """The first names of a list, as they are written."""
    shown = [literal(names.shown(name)) for name in written[:MOST_NAMED]]
    return text("common.and").join(shown)


def headers(frame: pl.DataFrame, text: Text) -> dict[str, str]:
    """Column -> its name in the tables of the page."""
    return {name: text(f"ip.column.{name}") for name in frame.columns}
