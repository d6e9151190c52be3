"""What the first visitor of each page would wait for, done while nobody waits: once the first page
of a process stands, the parts of all others are loaded."""

from __future__ import annotations

import importlib
import pkgutil
import threading

from ui import sections
from ui.charts.kit.figure import load_kinds

REST_S = 0.5
"""Seconds in which the page that has just been sent is drawn undisturbed."""
_begun = threading.Event()


def begin() -> None:
    """Load the rest off the visitor's thread; once in a process."""
    if not _begun.is_set():
        _begun.set()
        timer = threading.Timer(REST_S, load)
        timer.daemon = True
        timer.start()


def load() -> None:
    """Import every section, and with it what its charts and questions need."""
    load_kinds()
    for module in pkgutil.walk_packages(sections.__path__, f"{sections.__name__}."):
        importlib.import_module(module.name)
