"""Rooms, rounds and votes: what is confirmed counts once, and nothing else counts."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.storage.versions import Store
from analytics.workshop.database import FILE
from analytics.workshop.errors import WorkshopError
from analytics.workshop.room import LETTERS, Room, meant_code, new_code
from analytics.workshop.store import Workshops
from tests.conftest import PROJECT

SUPERS = ("looks", "ip", "value")


@pytest.fixture
def workshops(tmp_path: Path) -> Workshops:
    return Workshops(Store(tmp_path))


def opened(workshops: Workshops, rounds: int = 1) -> Room:
    room = workshops.open_room("Team", version="v_1", definition="d_1", supers=SUPERS)
    for number in range(rounds):
        if number:
            workshops.close_round(room.code)
        room = workshops.open_round(room.code)
    return room


def cast(workshops: Workshops, room: Room, number: int = 1) -> set[tuple[str, str, int]]:
    votes = workshops.votes(room.code)
    return {row[1:4] for row in votes.iter_rows() if row[0] == number}


def test_a_room_comes_back_as_it_was_opened_and_lists_latest_first(workshops: Workshops) -> None:
    assert workshops.rooms() == []
    earlier, later = opened(workshops), opened(workshops)
    assert workshops.room(earlier.code) == earlier
    assert [room.code for room in workshops.rooms()] == [later.code, earlier.code]
    assert (earlier.supers, earlier.version, earlier.screen) == (SUPERS, "v_1", "lobby")
    workshops.remove_room(earlier.code)
    assert workshops.rooms() == [later]


def test_the_last_answer_of_a_voter_is_the_only_one(workshops: Workshops) -> None:
    room = opened(workshops)
    workshops.vote(room.code, 1, "a", {"looks": 3, "ip": 8})
    workshops.vote(room.code, 1, "a", {"looks": 4})
    assert cast(workshops, room) == {("a", "looks", 4), ("a", "ip", 8)}
    assert workshops.ballot(room.code, 1, "a") == {"looks": 4, "ip": 8}
    assert workshops.count_voters(room.code, 1) == 1


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ({"looks": 11}, "workshop_no_such_score"),
        ({"looks": -1}, "workshop_no_such_score"),
        ({"looks": 7.0}, "workshop_no_such_score"),
        ({"looks": True}, "workshop_no_such_score"),
        ({"moat": 7}, "workshop_no_such_super"),
    ],
)
def test_a_ballot_with_one_bad_answer_counts_not_at_all(
    workshops: Workshops, scores: dict[str, int], code: str
) -> None:
    room = opened(workshops)
    with pytest.raises(WorkshopError) as refused:
        workshops.vote(room.code, 1, "a", {"ip": 5} | scores)
    assert (refused.value.code, cast(workshops, room)) == (code, set())


@pytest.mark.parametrize("voter", ["", "   ", "x" * 41, "a\nb", "<b>", "'; drop table votes; --"])
def test_who_is_no_voter_does_not_vote(workshops: Workshops, voter: str) -> None:
    room = opened(workshops)
    with pytest.raises(WorkshopError, match="bad_voter"):
        workshops.vote(room.code, 1, voter, {"ip": 5})


def test_a_closed_round_is_closed_and_open_again_with_its_answers(workshops: Workshops) -> None:
    room = opened(workshops)
    workshops.vote(room.code, 1, "a", {"ip": 5})
    workshops.close_round(room.code)
    with pytest.raises(WorkshopError, match="round_closed"):
        workshops.vote(room.code, 1, "a", {"ip": 6})
    workshops.vote(room.code, 1, "Lin", {"ip": 2}, origin="hand")
    workshops.reopen_round(room.code)
    workshops.vote(room.code, 1, "a", {"looks": 6})
    assert cast(workshops, room) == {("a", "ip", 5), ("a", "looks", 6), ("Lin", "ip", 2)}


def test_an_earlier_round_and_one_to_come_take_no_vote(workshops: Workshops) -> None:
    room = opened(workshops, rounds=2)
    with pytest.raises(WorkshopError, match="earlier_round"):
        workshops.vote(room.code, 1, "a", {"ip": 5})
    with pytest.raises(WorkshopError, match="no_round"):
        workshops.vote(room.code, 3, "a", {"ip": 5})
    with pytest.raises(WorkshopError, match="round_open"):
        workshops.open_round(room.code)


def test_a_closed_room_takes_nothing_and_keeps_what_it_has(workshops: Workshops) -> None:
    room = opened(workshops)
    workshops.vote(room.code, 1, "a", {"ip": 5})
    closed = workshops.close_room(room.code)
    assert not closed.is_open
    assert closed.newest is not None
    assert not closed.newest.is_open
    for step in (
        lambda: workshops.vote(room.code, 1, "a", {"ip": 6}, origin="hand"),
        lambda: workshops.open_round(room.code),
        lambda: workshops.reopen_round(room.code),
        lambda: workshops.show(room.code, "reveal"),
        lambda: workshops.greet(room.code, "a"),
    ):
        with pytest.raises(WorkshopError, match="closed_room"):
            step()
    assert workshops.close_room(room.code) == closed
    assert cast(workshops, room) == {("a", "ip", 5)}


def test_phones_that_asked_lately_are_present(workshops: Workshops) -> None:
    room = opened(workshops)
    for voter in ("a", "b", "a"):
        workshops.greet(room.code, voter)
    assert workshops.count_present(room.code) == 2


def test_a_file_that_is_no_database_is_a_sentence(workshops: Workshops) -> None:
    workshops.path.write_text("no database at all, but long enough to be read as one" * 40)
    with pytest.raises(WorkshopError, match="unreadable"):
        workshops.rooms()


def test_a_file_of_a_newer_release_is_left_alone(workshops: Workshops) -> None:
    opened(workshops)
    connection = sqlite3.connect(workshops.path)
    connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(WorkshopError, match="unreadable"):
        workshops.rooms()


def test_codes_hold_no_letter_that_reads_as_another() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert set("".join(codes)) <= set(LETTERS) - set("0O1I")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abc def", "ABCDEF"),
        (" AB-CD-EF ", "ABCDEF"),
        ("ABCDE", ""),
        ("ABCDE0", ""),
        ("../ABC", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert meant_code(typed) == code


ANSWERS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(SUPERS), st.integers(0, 10)), max_size=25
)


@given(ANSWERS, st.integers(0, 25))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_in_any_order_of_arrival_each_voter_counts_once_and_nothing_after_the_close(
    workshops: Workshops, answers: list[tuple[str, str, int]], closed_after: int
) -> None:
    """Several threads at once, each the phone of one voter; then a round that is closed."""
    room = opened(workshops)
    counted, late = answers[:closed_after], answers[closed_after:]
    phones = {voter: [rest for who, *rest in counted if who == voter] for voter in "abcd"}

    def use(voter: str) -> None:
        for key, score in phones[voter]:
            workshops.vote(room.code, 1, voter, {key: score})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(use, phones))
    workshops.close_round(room.code)
    for voter, key, score in late:
        with pytest.raises(WorkshopError):
            workshops.vote(room.code, 1, voter, {key: score})
    last = {(voter, key): score for voter, key, score in counted}
    assert cast(workshops, room) == {(*who, score) for who, score in last.items()}


KILLED = """
import os, sys
from pathlib import Path
from analytics.storage.versions import Store
from analytics.workshop.store import Workshops
workshops = Workshops(Store(Path(sys.argv[1])))
for number in range(200):
    workshops.vote(sys.argv[2], 1, f"p{number}", {"looks": number % 11, "ip": 5})
    print(number, flush=True)
    if number == 20:
        os.kill(os.getpid(), 9)
"""


def test_what_was_confirmed_before_a_kill_is_there(workshops: Workshops) -> None:
    room = opened(workshops)
    command = [sys.executable, "-c", KILLED, str(workshops.path.parent), room.code]
    killed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    confirmed = [int(line) for line in killed.stdout.split()]
    assert confirmed == list(range(21))
    votes = workshops.votes(room.code)
    assert votes.height == 2 * len(confirmed)
    assert set(votes["voter"]) == {f"p{number}" for number in confirmed}
    assert (workshops.path.parent / FILE).is_file()
