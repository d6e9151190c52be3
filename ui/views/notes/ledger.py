"""Notes and decisions as frames and sentences; neither Streamlit nor Plotly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.text import verbatim
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.notes.calibration import Calibration
    from analytics.notes.note import Decision, Note
    from ui.text import Text

COLUMNS = (
    *("starts_on", "ends_on", "text", "scope", "about", "tags", "author", "written_on", "resets"),
    *("question", "expected_low", "expected_high", "review_on", "outcome", "is_inside"),
    *("measure", "value", "low", "high", "n", "dataset", "definition", "link"),
)


def days(note: Note, text: Text) -> str:
    """The day of a note, or its first and last."""
    first = fmt.day(note.starts_on, text.lang)
    if note.ends_on is None:
        return first
    return text("events.days", first=first, last=fmt.day(note.ends_on, text.lang))


def scope(note: Note, names: Mapping[str, str], text: Text) -> str:
    """What a note is about; `names` are those of products, channels and pages by their codes."""
    if note.scope == "all":
        return text("notes.scope.all")
    label = verbatim(names.get(note.about, note.about))
    return text("notes.about", scope=text(f"notes.scope.{note.scope}"), name=label)


def line(note: Note, names: Mapping[str, str], text: Text) -> str:
    """Days, scope, tags, author and what it begins anew, in one line."""
    parts = [days(note, text), scope(note, names, text)]
    parts += [text("notes.tag", name=verbatim(tag)) for tag in note.tags]
    parts += [verbatim(note.author)] if note.author else []
    parts += [text("notes.reset_line", name=resets(note.resets, text))] if note.resets else []
    return text("notes.dot").join(parts)


def resets(code: str, text: Text) -> str:
    """Which rates begin anew with a note."""
    key = f"alerts.measure.{code}"
    return text(key) if text.has(key) else text("notes.resets_all")


def figure(value: float, decision: Decision, text: Text) -> str:
    """A number of a decision: a share where it is about a rate that is watched."""
    if text.has(f"alerts.measure.{decision.evidence.measure}"):
        return fmt.percent(value, text.lang, 1)
    return fmt.number(value, text.lang, 2).rstrip("0").rstrip(".")


def decided(note: Note, text: Text) -> str:
    """What a decision asks, expects and rests on, and what came."""
    decision = note.decision
    if decision is None:
        return ""
    low, high = (figure(end, decision, text) for end in (decision.low, decision.high))
    parts = []
    if decision.question != note.text:
        parts.append(verbatim(decision.question))
    review = fmt.day(decision.review_on, text.lang)
    parts.append(text("notes.expects", low=low, high=high, day=review))
    evidence = decision.evidence
    key = f"alerts.measure.{evidence.measure}"
    if evidence.value is not None and text.has(key):
        value = fmt.percent(evidence.value, text.lang, 1)
        n = fmt.count(evidence.n, text.lang)
        parts.append(text("notes.evidence", name=text(key), value=value, n=n))
    if decision.outcome is not None:
        code = "inside" if decision.is_inside else "outside"
        outcome = figure(decision.outcome, decision, text)
        parts.append(text(f"notes.outcome_{code}", value=outcome))
    return joined(parts, text)


def table(notes: Sequence[Note]) -> pl.DataFrame:
    """One row per note, latest first, with all that its decision holds: the sheet of notes. Figures
    and codes as they are stored."""
    rows = []
    for note in notes:
        decision = note.decision
        evidence = decision and decision.evidence
        rows.append(
            {
                "starts_on": note.starts_on,
                "ends_on": note.ends_on,
                "text": note.text,
                "scope": note.scope,
                "about": note.about,
                "tags": ", ".join(note.tags),
                "author": note.author,
                "written_on": note.written_on,
                "resets": note.resets,
                "question": decision and decision.question,
                "expected_low": decision and decision.low,
                "expected_high": decision and decision.high,
                "review_on": decision and decision.review_on,
                "outcome": decision and decision.outcome,
                "is_inside": decision and decision.is_inside,
                "measure": evidence and evidence.measure,
                "value": evidence and evidence.value,
                "low": evidence and evidence.low,
                "high": evidence and evidence.high,
                "n": evidence and evidence.n,
                "dataset": evidence and evidence.dataset,
                "definition": evidence and evidence.definition,
                "link": evidence and evidence.link,
            }
        )
    kinds = dict.fromkeys(COLUMNS, pl.String()) | {
        **dict.fromkeys(("starts_on", "ends_on", "written_on", "review_on"), pl.Date()),
        **dict.fromkeys(("expected_low", "expected_high", "outcome"), pl.Float64()),
        **dict.fromkeys(("value", "low", "high"), pl.Float64()),
        "is_inside": pl.Boolean(),
        "n": pl.Int64(),
    }
    return pl.DataFrame(rows, schema=kinds)


def headers(text: Text) -> dict[str, str]:
    """What the columns of `table` are called."""
    return {column: text(f"notes.sheet_column.{column}") for column in COLUMNS}


def calibrated(calibration: Calibration, text: Text) -> str:
    """How many results fell inside what was expected; under ten, how many there are."""
    n, inside, share = len(calibration.reviewed), calibration.inside, calibration.share
    if calibration.refusal is not None or share.low is None:
        return text("notes.few_reviewed", n=n, least=10)
    facts = {
        "low": fmt.percent(share.low, text.lang, 0),
        "high": fmt.percent(share.high, text.lang, 0),
    }
    return text("notes.calibrated", inside=inside, n=n, **facts)


def results(calibration: Calibration, text: Text) -> pl.DataFrame:
    """One row per reviewed decision, oldest first: what it says, and where its result lies between
    what was expected at least (0) and at most (1)."""
    rows = []
    for note in calibration.reviewed:
        decision = note.decision
        if decision is None or decision.outcome is None:
            continue
        width = decision.high - decision.low
        reach = decision.outcome - decision.low
        place = reach / width if width else 0.5 + (reach > 0) - (reach < 0)
        low, high = (figure(end, decision, text) for end in (decision.low, decision.high))
        sentence = text(
            "notes.result", value=figure(decision.outcome, decision, text), low=low, high=high
        )
        rows.append(
            {
                "label": note.text,
                "place": min(max(place, -1.0), 2.0),
                "is_inside": bool(decision.is_inside),
                "sentence": sentence,
            }
        )
    kinds = {
        "label": pl.String,
        "place": pl.Float64,
        "is_inside": pl.Boolean,
        "sentence": pl.String,
    }
    return pl.DataFrame(rows, schema=kinds)
