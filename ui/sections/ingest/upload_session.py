"""One visitor's uploaded files and decisions; each file is inspected once, however often a page
runs."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import NineSupersError
from analytics.ingest import recipes
from ui import bound, cache, state

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
    inspected: dict[str, list[Proposal] | NineSupersError] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    """The chosen code of each widget, by its name without the language."""
    shown_names: set[str] = field(default_factory=set)
    corrections: dict[str, Corrections] = field(default_factory=dict)
    """The corrections of a part, by `part_name`."""
    recalled: dict[str, tuple[Recipe, Replayed] | None] = field(default_factory=dict)
    """The recipe of an earlier file and the part it gives, by `reading_name`; None without one."""
    joined: dict[str, Joined | NineSupersError] = field(default_factory=dict)
    checked: dict[str, Draft | NineSupersError] = field(default_factory=dict)
    """What a check found, by digest of what was decided."""
    job: Job[Draft] | None = None
    job_key: str = ""
    stopped_key: str = ""
    """Key of the cancelled check, which starts again only on request."""

    def bind(
        self, name: str, lang: str, proposed: str, options: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """`bound.choice` for a choice that starts as what was proposed; without `options`
        `bound.value` for a text."""

        self.shown_names.add(name)

        def store(chosen: str) -> None:
            self.choices[name] = chosen

        key, chosen = f"{state.TRAY}.{name}", self.choices.get(name, proposed)
        if options is None:
            return bound.value(key, lang, chosen, store)
        return bound.choice(key, lang, chosen, options, store)

    def choose(self, name: str, lang: str, chosen: str) -> None:
        """Set a widget to a choice made elsewhere, such as by a button."""
        self.choices[name] = chosen
        state.put(f"{state.TRAY}.{name}", lang, chosen)

    def names(self, part: Proposal, what: str) -> list[str]:
        """The names of the widgets of one kind that a part has shown."""
        return [
            name
            for name in self.shown_names
            if name.startswith(part_name(part)) and name.endswith(what)
        ]

    def recall(self, part: Proposal) -> Replayed | None:
        """The part as an earlier file of its shape was read, and how it differs; looked up once."""
        name = reading_name(part)
        if name not in self.recalled:
            recipe = recipes.find(recipes.saved_recipes(cache.store()), part)
            try:
                replayed = recipe and (recipe, recipes.replay(recipe, part))
            except NineSupersError:
                replayed = None
            self.recalled[name] = replayed or None
        recalled = self.recalled[name]
        return None if recalled is None else recalled[1]

    def recipe(self, part: Proposal) -> Recipe | None:
        """The recipe `recall` found."""
        recalled = self.recalled.get(reading_name(part))
        return None if recalled is None else recalled[0]

    def correct(self, part: Proposal, corrections: Corrections) -> None:
        """Correct cells of a part, ahead of the next check."""
        self.corrections[part_name(part)] = corrections

    def keep_draft(self, key: str, draft: Draft) -> None:
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
        used_recipes = [recipe for part in draft.parts if (recipe := self.recipe(part)) is not None]
        earlier = [*current, *(channel for recipe in used_recipes for channel in recipe.channels)]
        here = {channel["channel"] for channel in draft.channels}
        return {
            channel["channel"]: {name: channel.get(name) for name in recipes.PLACES}
            for channel in earlier
            if channel["channel"] in here and not channel.get("is_guess")
        }


def part_name(part: Proposal) -> str:
    """Key of one table of a file within the session."""
    return f"{part.path.name}|{part.sheet}"


def reading_name(part: Proposal) -> str:
    """Key of one way to read it: another encoding or header row gives other columns."""
    return f"{part_name(part)}|{part.header_row}|{part.sniffed['encoding']}"
