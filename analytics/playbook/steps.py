"""What each step of the playbook says, and the one thing to do next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analytics.beta.base import LEAST_A_SIDE, LIKENESS_FLOOR
from analytics.ip.base import LEAST_BROUGHT, LEAST_IPS
from analytics.launch.base import LEAST_EARLIER
from analytics.margins.base import LEAST_CHARGED
from analytics.playbook.base import (
    MOST_DOUBT,
    SOUND_BROUGHT,
    Step,
    status_of,
)
from analytics.positioning.base import LEAST_PEOPLE, LEAST_SIDES, SOUND_PEOPLE
from analytics.pricing.base import (
    LEAST_A_PRICE,
    LEAST_ANSWERS,
    LEAST_PRICES,
    SOUND_ANSWERS,
)
from analytics.scoring.thresholds import LEAST_COSTED
from analytics.stats.intervals import CONFIDENCE
from analytics.stats.quantiles import z
from analytics.stores.base import LEAST_A_SIDE as LEAST_GUESTS
from analytics.stores.base import SOUND_GUESTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.playbook.evidence import Evidence
    from analytics.scoring.scoring import SuperScore

SPARE = 2
"""Answers added to either side of a share before its spread is taken (Agresti and Coull 1998)."""


def steps(evidence: Evidence, supers: Sequence[SuperScore]) -> tuple[Step, ...]:
    """The seven steps in the order of the source, then where the money goes. `supers`: as the
    dataset is assessed."""
    return (
        _positioning(evidence),
        _container(supers),
        _beta(evidence),
        _pricing(evidence),
        _launch(evidence),
        _stores(evidence),
        _ip(evidence),
        _money(evidence),
    )


def _positioning(counts: Evidence) -> Step:
    people, least, sheets = counts.need_people, LEAST_PEOPLE, ("needs",)
    status = status_of(people, LEAST_PEOPLE, SOUND_PEOPLE)
    action = "ask_needs"
    if status == "indicative":
        action, least = "more_needs", SOUND_PEOPLE
    elif status == "sound" and not counts.claims:
        action, sheets = "write_claims", ("claims",)
    elif status == "sound" and counts.rated_brands < LEAST_SIDES:
        action, sheets = "rate_brands", ("rival_ratings",)
    elif status == "sound":
        return Step("positioning", status, people, "read", people)
    return Step("positioning", status, people, action, people, least, sheets)


def _container(supers: Sequence[SuperScore]) -> Step:
    """Sound where every super that has a weight is."""
    weighted = [score for score in supers if score.weight > 0]
    scored = [score for score in weighted if score.score is not None]
    if not scored:
        return Step("container", "not_begun", 0, "add_data", 0, len(weighted))
    if len(scored) < len(weighted):
        here = len(scored)
        return Step("container", "indicative", here, "assess_rest", here, len(weighted))
    sound = sum(score.badge == "sound" for score in scored)
    if sound < len(scored):
        return Step("container", "indicative", len(scored), "firm_up", sound, len(scored))
    return Step("container", "sound", len(scored), "read", sound, len(scored))


def _beta(counts: Evidence) -> Step:
    """Sound where the share of those brought who would miss it is known to 10 points; friends of
    the brand's own testers, and not its testers, are what a verdict rests on."""
    answers = counts.seeds + counts.brought
    if not counts.testers:
        return Step("beta", "not_begun", answers, "list_testers", sheets=("beta_testers",))
    if max(counts.seeds, counts.brought) < LEAST_A_SIDE:
        have = max(counts.seeds, counts.brought)
        sheets = ("feedback.disappointed",)
        return Step("beta", "not_begun", answers, "gather_answers", have, LEAST_A_SIDE, sheets)
    needed = answers_needed(counts.brought, counts.brought_very, counts.brought_squares)
    if counts.brought < needed:
        return Step("beta", "indicative", answers, "more_answers", counts.brought, needed)
    return Step("beta", "sound", answers, "read", counts.brought, needed)


def answers_needed(brought: int, very: int, squares: int) -> int:
    """Answers of people who were brought, until the share among them is known to 10 points either
    way: z^2 p (1 - p) / h^2 times the design effect 1 + (sum m^2 / sum m - 1) x 0.1 of m answers an
    inviter (Kish 1965, Survey Sampling, for unequal groups)."""
    share = (very + SPARE) / (brought + 2 * SPARE)
    effect = 1 + (squares / brought - 1) * LIKENESS_FLOOR if brought else 1.0
    plain = (z(CONFIDENCE) / MOST_DOUBT) ** 2 * share * (1 - share)
    return max(math.ceil(plain * effect), LEAST_A_SIDE)


def _pricing(counts: Evidence) -> Step:
    """By the four price questions, or by offers at given prices, whichever carries more."""
    people = counts.price_people
    has_offers = counts.offered >= LEAST_PRICES
    offered = counts.offer_answers if has_offers else 0
    by_offers = status_of(offered, LEAST_A_PRICE, SOUND_ANSWERS)
    status = status_of(people, LEAST_ANSWERS, SOUND_ANSWERS)
    sheets = ("price_answers",)
    if "sound" in (status, by_offers):
        n, action = (people, "read") if status == "sound" else (offered, "read_offers")
        return Step("pricing", "sound", n, action, n)
    if "indicative" in (status, by_offers):
        is_asked = status == "indicative"
        n, action = (people, "more_prices") if is_asked else (offered, "more_offers")
        return Step("pricing", "indicative", n, action, n, SOUND_ANSWERS, sheets)
    return Step("pricing", "not_begun", people, "ask_prices", people, LEAST_ANSWERS, sheets)


def _launch(counts: Evidence) -> Step:
    sheets = ("launch_tasks", "events")
    if not counts.launch_tasks:
        return Step("launch", "not_begun", counts.launches, "list_tasks", sheets=sheets)
    status = status_of(counts.launches, 1, LEAST_EARLIER + 1)
    if status == "not_begun":
        return Step("launch", status, 0, "launch_one", 0, 1, ("products.launched_on",))
    return Step("launch", status, counts.launches, "read_launch", counts.launches, 1, sheets)


def _stores(counts: Evidence) -> Step:
    guests, sheets = counts.guests, ("event_attendance",)
    status = status_of(guests, LEAST_GUESTS, SOUND_GUESTS)
    if status == "sound":
        return Step("stores", status, guests, "read", guests)
    if status == "indicative":
        return Step("stores", status, guests, "more_guests", guests, SOUND_GUESTS, sheets)
    return Step("stores", status, guests, "note_guests", guests, LEAST_GUESTS, sheets)


def _ip(counts: Evidence) -> Step:
    brought, sheets = counts.ip_customers, ("touchpoints",)
    if not counts.touchpoints:
        return Step("ip", "not_begun", brought, "list_touchpoints", sheets=sheets)
    referrers = ("orders.referrer_id",)
    if brought < LEAST_BROUGHT:
        action = "bring_customers"
        return Step("ip", "not_begun", brought, action, brought, LEAST_BROUGHT, referrers)
    if counts.ips < LEAST_IPS:
        return Step("ip", "not_begun", brought, "more_ips", counts.ips, LEAST_IPS, referrers)
    status = status_of(brought, LEAST_BROUGHT, SOUND_BROUGHT)
    if status == "indicative":
        return Step("ip", status, brought, "more_customers", brought, SOUND_BROUGHT, referrers)
    return Step("ip", status, brought, "read", brought, SOUND_BROUGHT, sheets)


def _money(counts: Evidence) -> Step:
    share, charged = counts.costed_share, counts.charged_share
    if share < LEAST_COSTED:
        sheets: tuple[str, ...] = ("products.unit_cost",)
        return Step("money", "not_begun", 0, "add_costs", share, LEAST_COSTED, sheets)
    if charged < LEAST_CHARGED:
        sheets = ("orders.commission",)
        return Step("money", "indicative", 0, "add_commissions", charged, LEAST_CHARGED, sheets)
    return Step("money", "sound", 0, "read", share, LEAST_COSTED)
