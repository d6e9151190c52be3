"""A note on a day or a range, and the decision that it may record."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from analytics.notes.errors import NoteError

Scope = Literal["all", "product", "channel", "page"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
LONGEST_TEXT, LONGEST_NAME, LONGEST_LINK, MOST_TAGS = 500, 80, 2_000, 8


@dataclass(frozen=True)
class Evidence:
    """What a decision rested on: a figure with its interval and number, the dataset and the
    definition by their ids, and the address that shows it. Empty texts and None: not said."""

    measure: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    dataset: str = ""
    definition: str = ""
    link: str = ""


@dataclass(frozen=True)
class Decision:
    """What was asked and what is expected: between `low` and `high`, looked at on `review_on`.
    `outcome` is what came (None: not yet)."""

    question: str
    low: float
    high: float
    review_on: date
    evidence: Evidence = Evidence()
    outcome: float | None = None

    @property
    def is_inside(self) -> bool | None:
        """Whether what came lies within what was expected, its ends included; None before."""
        return None if self.outcome is None else self.low <= self.outcome <= self.high


@dataclass(frozen=True)
class Note:
    """What happened from `starts_on` to `ends_on` (None: a single day). `about` is the code of the
    product, channel or page that the scope names, empty for all. `resets` is the measure whose
    normal begins anew with it (`all`: each, empty: none). `id` empty: not saved yet."""

    text: str
    starts_on: date
    ends_on: date | None = None
    scope: Scope = "all"
    about: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    written_on: date = date.min
    resets: str = ""
    decision: Decision | None = None
    id: str = ""

    def concerns(self, page: str, products: tuple[str, ...], channels: tuple[str, ...]) -> bool:
        """Whether a chart of that page, about those products and channels alone, is concerned."""
        within = {"page": (page,), "product": products, "channel": channels}
        return self.scope == "all" or self.about in within[self.scope]


def checked(note: Note) -> Note:
    """The note as it is stored: texts on one line and of bounded length. NoteError for one without
    a text, of a range the wrong way round, or a decision without a range."""
    text = _line(note.text, LONGEST_TEXT)
    if not text:
        raise NoteError.empty()
    if note.ends_on is not None and note.ends_on < note.starts_on:
        raise NoteError.backwards(note.starts_on.isoformat(), note.ends_on.isoformat())
    about = "" if note.scope == "all" else _line(note.about, LONGEST_TEXT)
    if note.scope != "all" and not about:
        raise NoteError.aimless()
    tags = dict.fromkeys(_line(tag, LONGEST_NAME) for tag in note.tags)
    return replace(
        note,
        text=text,
        ends_on=None if note.ends_on == note.starts_on else note.ends_on,
        about=about,
        tags=tuple(tag for tag in tags if tag)[:MOST_TAGS],
        author=_line(note.author, LONGEST_NAME),
        decision=None if note.decision is None else _decided(note.decision, text),
    )


def _decided(decision: Decision, text: str) -> Decision:
    ends = (decision.low, decision.high)
    if not all(map(math.isfinite, ends)) or decision.low > decision.high:
        raise NoteError.no_range()
    if decision.outcome is not None and not math.isfinite(decision.outcome):
        raise NoteError.no_range()
    return replace(decision, question=_line(decision.question, LONGEST_TEXT) or text)


def _line(written: str, most: int) -> str:
    """A text without line breaks and control letters, of at most so many letters."""
    return " ".join("".join(c if c.isprintable() else " " for c in written).split())[:most]


def as_content(note: Note) -> dict[str, Any]:
    """What the file of a note holds."""
    content: dict[str, Any] = {
        "text": note.text,
        "starts_on": note.starts_on.isoformat(),
        "ends_on": note.ends_on and note.ends_on.isoformat(),
        "scope": note.scope,
        "about": note.about,
        "tags": list(note.tags),
        "author": note.author,
        "written_on": note.written_on.isoformat(),
        "resets": note.resets,
    }
    if note.decision is not None:
        decided = vars(note.decision) | {"evidence": vars(note.decision.evidence)}
        content["decision"] = decided | {"review_on": note.decision.review_on.isoformat()}
    return content


def from_content(content: dict[str, Any], name: str) -> Note:
    """The note of a file of that name (its id). ValueError, KeyError or TypeError where it holds
    another kind of thing; NoteError as `checked`."""
    if content["scope"] not in SCOPES:
        raise ValueError(content["scope"])
    ends_on, decided = content.get("ends_on"), content.get("decision")
    tags = content.get("tags", [])
    texts = [content["text"], *(content.get(key, "") for key in ("about", "author", "resets"))]
    if not all(isinstance(text, str) for text in (*texts, *tags)):
        raise TypeError(name)
    note = Note(
        text=content["text"],
        starts_on=date.fromisoformat(content["starts_on"]),
        ends_on=None if ends_on is None else date.fromisoformat(ends_on),
        scope=content["scope"],
        about=content.get("about", ""),
        tags=tuple(tags),
        author=content.get("author", ""),
        written_on=date.fromisoformat(content["written_on"]),
        resets=content.get("resets", ""),
        decision=None if decided is None else _decision(decided),
        id=name,
    )
    return checked(note)


def _decision(content: dict[str, Any]) -> Decision:
    raw, outcome = content.get("evidence", {}), content.get("outcome")
    n = raw.get("n")
    evidence = Evidence(
        measure=str(raw.get("measure", "")),
        value=_number(raw.get("value")),
        low=_number(raw.get("low")),
        high=_number(raw.get("high")),
        n=None if n is None else int(n),
        dataset=str(raw.get("dataset", "")),
        definition=str(raw.get("definition", "")),
        link=str(raw.get("link", ""))[:LONGEST_LINK],
    )
    return Decision(
        question=str(content["question"]),
        low=float(content["low"]),
        high=float(content["high"]),
        review_on=date.fromisoformat(content["review_on"]),
        evidence=evidence,
        outcome=_number(outcome),
    )


def _number(raw: Any) -> float | None:
    return None if raw is None else float(raw)
