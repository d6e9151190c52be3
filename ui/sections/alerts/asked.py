"""What the page of alerts and notes asks: the report as the notes reset it, and the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.alerts import report as reports
from analytics.filters import Filters
from analytics.notes import store as notes
from ui import cache

if TYPE_CHECKING:
    from datetime import date

    from analytics.alerts.report import Report
    from analytics.notes.store import Library
    from analytics.storage.versions import Store
    from ui.page import Page

ALL = Filters()
"""What is watched is the whole brand."""


def _report(_store: Store, version: str, resets: tuple[tuple[str, date], ...]) -> Report:
    return reports.report(cache.view(version, ALL), dict(resets))


def library() -> Library:
    """The notes; read anew each time, since others write too."""
    return notes.library(cache.store())


def report(page: Page) -> Report:
    """Every measure watched, as far as the notes have not begun its normal anew."""
    resets = tuple(sorted(library().resets(page.as_of).items()))
    return cache.answer(_report, page.version, resets)
