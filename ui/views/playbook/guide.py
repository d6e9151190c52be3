"""The steps of the playbook as the rows of one line: name, what the data say, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui import format as fmt
from ui import values
from ui.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.playbook.base import Status, Step
    from ui.text import Text

HERE = "container"
"""The step that the page itself is about: it needs no link."""


@dataclass(frozen=True)
class Row:
    """One step: its name with its number, its status, the next action in a sentence, and the page
    that stands for it ("" where none does yet)."""

    name: str
    status: Status
    sentence: str
    page: str


def rows(steps: Sequence[Step], text: Text) -> list[Row]:
    """One row per step, in their order."""
    return [
        Row(_name(step, text), step.status, _sentence(step, text), target(step.key))
        for step in steps
    ]


def _name(step: Step, text: Text) -> str:
    name = text(f"guide.name.{step.key}")
    return name if step.number is None else f"{step.number} {name}"


def target(key: str) -> str:
    """The page that stands for a step; "" where none does yet, or for the one being read."""
    return key if key in PAGES and key != HERE else ""


def _sentence(step: Step, text: Text) -> str:
    have, least = step.have or 0.0, step.least or 0.0
    is_share = step.key == "money"
    facts = {
        "have": _amount(have, text, is_share=is_share),
        "least": _amount(least, text, is_share=is_share),
        "more": fmt.count(max(round(least - have), 0), text.lang),
        "sheet": text("common.and").join(values.need_name(sheet, text) for sheet in step.sheets),
    }
    return text(f"guide.{step.key}.{step.action}", **facts)


def _amount(number: float, text: Text, *, is_share: bool) -> str:
    if is_share:
        return fmt.percent(number, text.lang, 0)
    return fmt.count(round(number), text.lang)
