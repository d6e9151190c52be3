"""What each sender was told last, so that an alert is sent once and its end too.

<store>/alerts/sent.json    by sender: the measures it was told of, and on which side they were
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.alerts.errors import SendError
from analytics.storage.atomic import write_whole
from analytics.storage.versions import full_disk_refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from analytics.alerts.report import Alert, Report
    from analytics.storage.versions import Store

Sides = dict[str, str]
UNREADABLE = (OSError, ValueError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class News:
    """What a sender does not know yet: alerts that began, measures (their keys) that are normal
    again, and what it knows once it was told of both."""

    alerts: tuple[Alert, ...]
    recovered: tuple[str, ...]
    after: Mapping[str, str]

    @property
    def is_any(self) -> bool:
        return bool(self.alerts or self.recovered)


def news(report: Report, before: Mapping[str, str]) -> News:
    """Against what the sender was told `before`, by measure the side it was on. A measure that
    cannot be watched any more has not recovered: nothing is said of it."""
    alerts = tuple(alert for alert in report.current if before.get(alert.measure) != alert.side)
    normal = {
        watched.measure.key
        for watched in report.measures
        if watched.chart is not None and watched.current is None
    }
    recovered = tuple(key for key in before if key in normal)
    after = {key: side for key, side in before.items() if key not in normal}
    return News(alerts, recovered, after | {alert.measure: alert.side for alert in alerts})


def before(store: Store, to: str) -> Sides:
    """What a sender was told; nothing before the first message. SendError where the file of it
    cannot be read."""
    return _read(_path(store)).get(to, {})


def note(store: Store, to: str, after: Mapping[str, str]) -> None:
    """Remember what a sender knows now; those of the others stay."""
    with full_disk_refused(), store.switching():
        path = _path(store)
        content = _read(path) | {to: dict(after)}
        write_whole(path, json.dumps(content, indent=1, sort_keys=True) + "\n")


def _path(store: Store) -> Path:
    return store.root / "alerts" / "sent.json"


def _read(path: Path) -> dict[str, Sides]:
    try:
        content = json.loads(path.read_text("utf-8"))
        return {
            str(to): {str(key): str(side) for key, side in sides.items()}
            for to, sides in content.items()
        }
    except FileNotFoundError:
        return {}
    except UNREADABLE as error:
        raise SendError.bad_state(path.name) from error
