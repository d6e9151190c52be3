"""From a report to every sender: what each does not know yet, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.alerts import messages, senders, sent
from analytics.errors import NineSupersError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.alerts.report import Report
    from analytics.alerts.senders import Secrets
    from analytics.storage.versions import Store
    from analytics.words import Words


@dataclass(frozen=True)
class Delivery:
    """What became of a message to one sender; `error` says why it failed."""

    to: str
    status: Literal["sent", "nothing_new", "failed"]
    error: NineSupersError | None = None


def deliver(
    store: Store,
    report: Report,
    names: Iterable[str],
    secrets: Secrets,
    *,
    label: str,
    as_of: str,
    words: Words,
) -> tuple[Delivery, ...]:
    """Tell each sender once. One that fails is told again at the next call, and keeps no other from
    its message."""
    deliveries = list[Delivery]()
    for to in dict.fromkeys(names):
        try:
            news = sent.news(report, sent.before(store, to))
            if not news.is_any:
                deliveries.append(Delivery(to, "nothing_new"))
                continue
            senders.send(to, messages.message(report, news, label, as_of, words), secrets)
            sent.note(store, to, news.after)
            deliveries.append(Delivery(to, "sent"))
        except NineSupersError as error:
            deliveries.append(Delivery(to, "failed", error))
    return tuple(deliveries)
