"""What one visitor has dropped in and decided so far: looked at once, however often a page runs."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import NineSupersError
from analytics.ingest import recipes
from ui import cache, state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.corrections import Corrections
    from analytics.ingest.drafts import Draft
    from analytics.ingest.joins.joins import Joined
    from analytics.ingest.proposals import Proposal
    from analytics.ingest.recipes import Change, Recipe
    from analytics.jobs import Job

MOST_DRAFTS = 4
Replayed = tuple["Proposal", tuple["Change", ...]]


@dataclass
class UploadSession:
    """Files by content, and the decisions about each."""

    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="nine-supers-upload-")
    )
    looked: dict[str, list[Proposal] | NineSupersError] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    """What the person chose, by name of the widget, whatever its language."""
    shown: set[str] = field(default_factory=set)
    mends: dict[str, Corrections] = field(default_factory=dict)
    """The corrections of a part, by `part_name`."""
    recalled: dict[str, tuple[Recipe, Replayed] | None] = field(default_factory=dict)
    """What an earlier file taught, by `reading_name`."""
    joined: dict[str, Joined | NineSupersError] = field(default_factory=dict)
    checked: dict[str, Draft | NineSupersError] = field(default_factory=dict)
    """What a check found, by digest of what was decided."""
    job: Job[Draft] | None = None
    job_key: str = ""
    stopped: str = ""
    """The check that was cancelled and waits to be asked for."""

    def bind(self, name: str, lang: str, proposed: str) -> dict[str, Any]:
        """`state.bind` for a choice that starts as what was proposed."""

        self.shown.add(name)

        def store(chosen: str) -> None:
            self.said[name] = chosen

        return state.bind(f"{state.TRAY}.{name}", lang, self.said.get(name, proposed), store)

    def say(self, name: str, lang: str, chosen: str) -> None:
        """Make a choice for the person, who asked for it."""
        self.said[name] = chosen
        state.put(f"{state.TRAY}.{name}", lang, chosen)

    def names(self, part: Proposal, what: str) -> list[str]:
        """The names of the widgets of one kind that a part has shown."""
        return [
            name for name in self.shown if name.startswith(part_name(part)) and name.endswith(what)
        ]

    def recall(self, part: Proposal) -> Replayed | None:
        """The part as an earlier file of its shape was read, and how it differs; looked up once."""
        name = reading_name(part)
        if name not in self.recalled:
            recipe = recipes.find(recipes.saved(cache.store()), part)
            try:
                found = recipe and (recipe, recipes.replay(recipe, part))
            except NineSupersError:
                found = None
            self.recalled[name] = found or None
        known = self.recalled[name]
        return None if known is None else known[1]

    def recipe(self, part: Proposal) -> Recipe | None:
        """The recipe `recall` found."""
        known = self.recalled.get(reading_name(part))
        return None if known is None else known[0]

    def mend(self, part: Proposal, mends: Corrections) -> None:
        """Correct cells of a part, ahead of the next check."""
        self.mends[part_name(part)] = mends

    def keep(self, key: str, draft: Draft) -> None:
        """Remember a draft; the oldest of many goes."""
        self.checked[key] = draft
        for oldest in list(self.checked)[:-MOST_DRAFTS]:
            dropped = self.checked.pop(oldest)
            if not isinstance(dropped, NineSupersError):
                dropped.discard()

    def places(
        self, draft: Draft, current: Sequence[Mapping[str, Any]]
    ) -> dict[str, Mapping[str, Any]]:
        """Where channels of the draft were placed before: in the dataset in use, or by a recipe."""
        known = [recipe for part in draft.parts if (recipe := self.recipe(part)) is not None]
        earlier = [*current, *(one for recipe in known for one in recipe.channels)]
        here = {one["channel"] for one in draft.channels}
        return {
            one["channel"]: {name: one.get(name) for name in recipes.PLACES}
            for one in earlier
            if one["channel"] in here and not one.get("is_guess")
        }

    def label(self, draft: Draft) -> str:
        """What the dataset is called: its files."""
        return ", ".join(dict.fromkeys(part.name for part in draft.parts))


def part_name(part: Proposal) -> str:
    """Names a table of a file for as long as it lies in the tray."""
    return f"{part.path.name}|{part.sheet}"


def reading_name(part: Proposal) -> str:
    """Names one way to read it: another encoding or header row gives other columns."""
    return f"{part_name(part)}|{part.header_row}|{part.sniffed['encoding']}"
