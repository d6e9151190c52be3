"""The saved rules of beta tests: each is locked with its day, and none is ever changed.

<store>/beta_rules/<id>.json    one rule; its id is a hash of all that it holds, the day included

A rule counts where it was saved before the day of the first answer: one made afterwards is no
promise. Of several the one that was locked last of those counts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.beta.base import Refusal
from analytics.beta.design import Plan, checked
from analytics.beta.errors import BetaRuleError
from analytics.errors import NineSupersError
from analytics.storage.atomic import write_whole
from analytics.storage.versions import full_disk_refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.storage.versions import Store

FOLDER = "beta_rules"
ID_LENGTH = 12
LONGEST = 10_000
UNREADABLE = (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError)
"""What comes of a file that is no rule: no text, no JSON, other keys or kinds, endless numbers,
brackets too deep."""


@dataclass(frozen=True)
class Rule:
    """A plan for one product (`sku` empty: for any), with the day it was locked, and its `place`
    among all that were locked (0 in files that know none)."""

    plan: Plan
    sku: str
    saved_on: date
    place: int = 0

    @property
    def id(self) -> str:
        return hashlib.sha256(json.dumps(self.content(), sort_keys=True).encode()).hexdigest()[
            :ID_LENGTH
        ]

    def content(self) -> dict[str, Any]:
        """What the file of a rule holds, beside its id."""
        place = {"place": self.place} if self.place else {}
        day = self.saved_on.isoformat()
        return {**asdict(self.plan), "sku": self.sku, "saved_on": day, **place}


@dataclass(frozen=True)
class RuleLibrary:
    """The saved rules, newest first, and one error per file that holds none."""

    rules: tuple[Rule, ...]
    troubles: tuple[NineSupersError, ...]


def save(store: Store, plan: Plan, sku: str = "", *, saved_on: date | None = None) -> Rule:
    """Lock a plan with today's day. The rule in force saved again comes back with its earlier day:
    saving twice neither renews nor backdates it. A plan that another took the place of is locked
    anew. UsageError for no plan."""
    earlier = library(store).rules
    place = max((rule.place for rule in earlier), default=0) + 1
    fresh = Rule(checked(plan), sku, saved_on or date.today(), place)
    # A rule for any product gives way to each that is locked after it, for whichever product.
    rivals = [rule for rule in earlier if not sku or rule.sku in ("", sku)]
    newest = max(rivals, key=_order, default=None)
    if newest is not None and (newest.plan, newest.sku) == (fresh.plan, fresh.sku):
        return newest
    with full_disk_refused():
        write_whole(store.root / FOLDER / f"{fresh.id}.json", written(fresh))
    return fresh


def library(store: Store) -> RuleLibrary:
    """Every rule in the store's folder."""
    rules, troubles = list[Rule](), list[NineSupersError]()
    for path in sorted((store.root / FOLDER).glob("*.json")):
        try:
            rules.append(read(path))
        except NineSupersError as error:
            troubles.append(error)
    rules.sort(key=_order, reverse=True)
    return RuleLibrary(tuple(rules), tuple(troubles))


def written(rule: Rule) -> str:
    """The file of a rule."""
    return json.dumps({"id": rule.id, **rule.content()}, indent=1, ensure_ascii=False) + "\n"


def read(path: Path) -> Rule:
    """The rule in a file. BetaRuleError where it holds none, or was changed after it was locked;
    UsageError as `design.checked`."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            content = json.loads(file.read(LONGEST))
        plan = Plan(
            float(content["unacceptable"]),
            float(content["desired"]),
            int(content["seeds"]),
            int(content["invited"]),
            int(content["stop_at"]),
            int(content["go_at"]),
        )
        day = date.fromisoformat(content["saved_on"])
        place = int(content.get("place", 0))
        rule = Rule(checked(plan), str(content.get("sku") or ""), day, place)
    except UNREADABLE as error:
        raise BetaRuleError.unreadable(path.name) from error
    if content.get("id") != rule.id:
        raise BetaRuleError.changed(path.name)
    return rule


def counting(
    rules: Sequence[Rule], sku: str | None, first_on: date | None
) -> tuple[Rule | None, Refusal | None]:
    """The rule that counts for a product whose first answer came on that day, or why none does:
    none for it, all of them as late as the answers, or answers without a day. Where none counts,
    the newest one stands beside the refusal, so that it can be shown."""
    own = [rule for rule in rules if rule.sku in ("", sku or "")]
    newest = max(own, key=_order, default=None)
    if newest is None:
        return None, Refusal("no_rule")
    if first_on is None:
        return newest, Refusal("undated")
    early = [rule for rule in own if rule.saved_on < first_on]
    if not early:
        return newest, Refusal("late_rule")
    return max(early, key=_order), None


def _order(rule: Rule) -> tuple[date, int, bool, str]:
    """As rules were locked; of a day without places one for the product comes after one for
    any."""
    return rule.saved_on, rule.place, rule.sku != "", rule.id
