"""What people are grouped by: a choice in the link, with the saved segments at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from analytics.positioning.declared import Target
from analytics.positioning.voices import INSIDE, OUTSIDE
from ui import widgets
from ui.sections.positioning import asked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.page import Page

BY_SEGMENT = "segment."
Code = TypeVar("Code", bound=str)


@dataclass(frozen=True)
class Groups(Generic[Code]):
    """What is grouped by, and the target that the grouping of that name goes by."""

    by: Code
    target: Target | None
    sides: Mapping[str, str]
    """How the two sides of a target are called; empty for other groupings."""

    @property
    def id(self) -> str:
        """Tells the figures of different groupings apart."""
        return f"{self.by} {self.target.id if self.target else ''}"


def choose(page: Page, name: str, codes: Sequence[Code], label: str) -> Groups[Code]:
    """One of `codes`, of which the first is the default, or a saved segment against the rest;
    segments only where people can be grouped by target."""
    segments = asked.segments() if "target" in codes else {}
    labels = {code: page.t(f"{name}.{code}") for code in codes} | {
        f"{BY_SEGMENT}{version}": page.t("by_segment", name=segment)
        for version, segment in segments.items()
    }
    if segments:
        chosen = widgets.choose_from(page, name, labels, codes[0], label)
    else:
        chosen = widgets.choose(page, name, codes, codes[0], label, visibility="collapsed")
    others = page.t(f"side.{OUTSIDE}")
    version = chosen.removeprefix(BY_SEGMENT)
    by = next((code for code in codes if code == chosen), None)
    if by is None:
        sides = {INSIDE: segments[version], OUTSIDE: others}
        by = next(code for code in codes if code == "target")
        return Groups(by, Target(segments[version], segment=version), sides)
    if by != "target":
        return Groups(by, None, {})
    return Groups(by, asked.target(page), {INSIDE: page.t(f"side.{INSIDE}"), OUTSIDE: others})
