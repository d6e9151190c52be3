"""The workshops of a store: rooms, rounds and votes, read and written by several processes.

Every change is one transaction that checks and writes: a vote counts while its round is open.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.workshop.database import FILE, count, reading, run, writing
from analytics.workshop.errors import WorkshopError
from analytics.workshop.room import (
    LEAST_SCORE,
    LONGEST_TITLE,
    MOST_SCORE,
    Room,
    Round,
    is_voter,
    new_code,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from analytics.storage.versions import Store
    from analytics.workshop.room import Origin

PRESENT = timedelta(seconds=20)
"""A phone that has not asked for so long has left, or sleeps."""
LOBBY = "lobby"
VOTES_SCHEMA = {
    "round": pl.Int64,
    "voter": pl.String,
    "super": pl.String,
    "score": pl.Int64,
    "origin": pl.String,
    "voted_at": pl.String,
}


class Workshops:
    """The rooms of one store. Methods may be called from any thread or process."""

    def __init__(self, store: Store) -> None:
        self.path = store.root / FILE

    def open_room(
        self,
        title: str,
        *,
        version: str,
        definition: str,
        supers: Sequence[str],
        is_rehearsal: bool = False,
    ) -> Room:
        """A new room under a code of its own."""
        facts = {
            "title": " ".join(title.split())[:LONGEST_TITLE],
            "version": version,
            "definition": definition,
            "supers": json.dumps(list(supers)),
            "is_rehearsal": int(is_rehearsal),
            "screen": LOBBY,
            "now": _now(),
        }
        with writing(self.path) as connection:
            code = new_code()
            while not run(connection, "open_room", code=code, **facts).rowcount:
                code = new_code()
            return _room(connection, code)

    def rooms(self) -> list[Room]:
        """Every room, latest first; none where there never was any."""
        if not self.path.is_file():
            return []
        with reading(self.path) as connection:
            return [_room(connection, row["code"]) for row in run(connection, "rooms")]

    def room(self, code: str) -> Room:
        """The room of that code. WorkshopError where there is none."""
        if not self.path.is_file():
            raise WorkshopError.no_room(code)
        with reading(self.path) as connection:
            return _room(connection, code)

    def close_room(self, code: str) -> Room:
        """Close it with its round: nobody votes any more, and what was voted stays."""
        with writing(self.path) as connection:
            room = _room(connection, code)
            if room.newest:
                run(connection, "close_round", code=code, round=room.newest.number, now=_now())
            run(connection, "close_room", code=code, now=_now())
            return _room(connection, code)

    def remove_room(self, code: str) -> None:
        """Remove a room with its votes; nothing where it is gone already."""
        with writing(self.path) as connection:
            run(connection, "remove_room", code=code)

    def show(self, code: str, screen: str) -> Room:
        """What the projector is to show."""
        with writing(self.path) as connection:
            _open_room(connection, code)
            run(connection, "show_screen", code=code, screen=screen, now=_now())
            return _room(connection, code)

    def open_round(self, code: str) -> Room:
        """The next round, empty. WorkshopError while another is open."""
        with writing(self.path) as connection:
            room = _open_room(connection, code)
            if room.newest and room.newest.is_open:
                raise WorkshopError.round_open(room.newest.number)
            number = len(room.rounds) + 1
            run(connection, "open_round", code=code, round=number, now=_now())
            return _room(connection, code)

    def close_round(self, code: str) -> Room:
        """Close the newest round; votes that are on their way no longer count."""
        with writing(self.path) as connection:
            newest = _newest(_open_room(connection, code))
            run(connection, "close_round", code=code, round=newest.number, now=_now())
            return _room(connection, code)

    def reopen_round(self, code: str) -> Room:
        """Let people go on with the newest round: their own answers are still there."""
        with writing(self.path) as connection:
            newest = _newest(_open_room(connection, code))
            run(connection, "reopen_round", code=code, round=newest.number)
            return _room(connection, code)

    def vote(
        self,
        code: str,
        round_number: int,
        voter: str,
        scores: Mapping[str, int],
        *,
        origin: Origin = "phone",
    ) -> None:
        """Write one voter's answers, in the place of earlier ones: all of them, or none.

        WorkshopError for a room or a round that is closed, an earlier round, a super that is not
        voted on and a score that is no whole number from 0 to 10. Votes typed in by hand or
        brought as a sheet may follow until the room is closed.
        """
        if not is_voter(voter):
            raise WorkshopError.bad_voter()
        with writing(self.path) as connection:
            room = _open_room(connection, code)
            _check_round(room, round_number, origin)
            for key, score in scores.items():
                _check_answer(room, key, score)
                run(
                    connection,
                    "cast_vote",
                    code=code,
                    round=round_number,
                    voter=voter,
                    super=key,
                    score=score,
                    origin=origin,
                    now=_now(),
                )

    def take_back(self, code: str, round_number: int, voter: str) -> None:
        """Remove what one voter has answered in a round; for votes typed in by mistake."""
        with writing(self.path) as connection:
            _open_room(connection, code)
            run(connection, "take_back_voter", code=code, round=round_number, voter=voter)

    def ballot(self, code: str, round_number: int, voter: str) -> dict[str, int]:
        """One voter's answers in a round by super."""
        with reading(self.path) as connection:
            rows = run(connection, "ballot", code=code, round=round_number, voter=voter)
            return {row["super"]: row["score"] for row in rows}

    def votes(self, code: str) -> pl.DataFrame:
        """One row per round, voter and super of a room: score 0-10, how and when it came."""
        with reading(self.path) as connection:
            rows = [tuple(row) for row in run(connection, "votes", code=code)]
        return pl.DataFrame(rows, VOTES_SCHEMA, orient="row")

    def count_voters(self, code: str, round_number: int) -> int:
        """How many have voted in a round, and nothing of what."""
        with reading(self.path) as connection:
            return count(connection, "count_voters", code=code, round=round_number)

    def greet(self, code: str, voter: str) -> None:
        """Note that a phone is there. WorkshopError where the room is closed."""
        if not is_voter(voter):
            raise WorkshopError.bad_voter()
        with writing(self.path) as connection:
            _open_room(connection, code)
            run(connection, "see_phone", code=code, voter=voter, now=_now())

    def count_present(self, code: str) -> int:
        """How many phones have asked lately."""
        since = (datetime.now(UTC) - PRESENT).isoformat()
        with reading(self.path) as connection:
            return count(connection, "count_phones", code=code, since=since)


def _room(connection: sqlite3.Connection, code: str) -> Room:
    row = run(connection, "room", code=code).fetchone()
    if row is None:
        raise WorkshopError.no_room(code)
    rounds = tuple(
        Round(each["number"], _time(each["opened_at"]), _time_or_none(each["closed_at"]))
        for each in run(connection, "rounds", code=code)
    )
    return Room(
        row["code"],
        row["title"],
        row["version"],
        row["definition"],
        tuple(json.loads(row["supers"])),
        bool(row["is_rehearsal"]),
        _time(row["opened_at"]),
        _time_or_none(row["closed_at"]),
        row["screen"],
        _time(row["screen_at"]),
        rounds,
    )


def _open_room(connection: sqlite3.Connection, code: str) -> Room:
    room = _room(connection, code)
    if not room.is_open:
        raise WorkshopError.closed_room(code)
    return room


def _newest(room: Room) -> Round:
    if room.newest is None:
        raise WorkshopError.no_round(1)
    return room.newest


def _check_round(room: Room, number: int, origin: Origin) -> None:
    if room.newest is None or not 1 <= number <= room.newest.number:
        raise WorkshopError.no_round(number)
    if origin in ("hand", "sheet"):
        return
    if number < room.newest.number:
        raise WorkshopError.earlier_round(number, room.newest.number)
    if not room.newest.is_open:
        raise WorkshopError.round_closed(number)


def _check_answer(room: Room, key: str, score: Any) -> None:
    if key not in room.supers:
        raise WorkshopError.no_such_super(str(key))
    is_whole = isinstance(score, int) and not isinstance(score, bool)
    if not is_whole or not LEAST_SCORE <= score <= MOST_SCORE:
        raise WorkshopError.no_such_score(str(score))


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _time(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _time_or_none(written: str | None) -> datetime | None:
    return None if written is None else _time(written)
