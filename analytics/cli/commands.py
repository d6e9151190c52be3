"""The commands of `python -m analytics`, in the order its help lists them; each in its module."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.cli.command import Command

MODULES = {
    "import": "import_",
    "assess": "assess",
    "playbook": "playbook.steps",
    "cohorts": "cohorts",
    "repurchase": "repurchase",
    "customers": "customers",
    "clv": "clv",
    "voice": "voice",
    "gate": "gate",
    "prices": "prices",
    "margins": "playbook.margins",
    "beta": "playbook.beta",
    "ip": "playbook.ip",
    "launch": "playbook.launch",
    "positioning": "playbook.positioning",
    "stores": "playbook.stores",
    "referrals": "referrals",
    "alerts": "playbook.alerts",
}
"""Name -> its module in this room, loaded only where the call is of that command: what all of them
need takes longer than a small file."""


@cache
def command(name: str) -> Command:
    """The command of that name."""
    loaded: Command = import_module(f"analytics.cli.{MODULES[name]}").COMMAND
    return loaded
