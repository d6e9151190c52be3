"""Answers for everybody: worked out once, a few at a time, bounded in number and memory."""

import threading
import time
from itertools import pairwise

import polars as pl
import pytest

from ui.shelf import Shelf, size_of

CALLERS = 12


def all_at_once(*calls: object) -> list[object]:
    """What each call returned or raised, every one in a thread of its own."""
    outcomes: list[object] = [None] * len(calls)

    def run(place: int, call: object) -> None:
        try:
            outcomes[place] = call()  # type: ignore[operator]
        except ValueError as error:
            outcomes[place] = error

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def test_many_callers_share_one_computation() -> None:
    shelf, computations = Shelf(10, 1 << 20), list[int]()

    def make() -> object:
        computations.append(1)
        time.sleep(0.05)
        return object()

    answers = all_at_once(*[lambda: shelf.get("key", make)] * CALLERS)
    assert len(computations) == 1
    assert len(set(map(id, answers))) == 1


def test_only_a_few_are_worked_out_at_a_time() -> None:
    shelf, running, most = Shelf(100, 1 << 20, at_once=2), list[int](), list[int]()

    def make() -> int:
        running.append(1)
        most.append(len(running))
        time.sleep(0.02)
        running.pop()
        return len(most)

    all_at_once(*[lambda key=key: shelf.get(key, make) for key in range(CALLERS)])
    assert max(most) == 2
    assert len(most) == CALLERS


def test_an_answer_that_asks_for_another_needs_no_second_turn() -> None:
    shelf = Shelf(100, 1 << 20, at_once=1)

    def outer(key: str) -> int:
        return shelf.get(key, lambda: shelf.get("inner", lambda: 1) + 1)  # type: ignore[no-any-return]

    assert all_at_once(*[lambda key=key: outer(key) for key in "abc"]) == [2, 2, 2]


def test_whoever_began_first_is_not_overtaken_at_the_next_answer() -> None:
    shelf, order = Shelf(100, 1 << 20, at_once=1), list[str]()
    has_begun = threading.Event()

    def ask(page: str, number: int) -> None:
        def make() -> None:
            order.append(page)
            has_begun.set()
            time.sleep(0.05)

        shelf.get((page, number), make)

    def first() -> None:
        for number in range(3):
            ask("first", number)
            time.sleep(0.01)

    def later(page: str) -> None:
        has_begun.wait()
        for number in range(3):
            ask(page, number)

    all_at_once(first, lambda: later("second"), lambda: later("third"))
    # The first page waits behind the one answer that was under way, never behind two.
    places = [place for place, page in enumerate(order) if page == "first"]
    assert all(after - before <= 2 for before, after in pairwise(places))


def test_a_failure_reaches_its_caller_and_the_next_tries_anew() -> None:
    shelf, tries = Shelf(10, 1 << 20), list[int]()

    def make() -> str:
        tries.append(1)
        time.sleep(0.02)
        if len(tries) == 1:
            raise ValueError
        return "there"

    outcomes = all_at_once(*[lambda: shelf.get("key", make)] * 3)
    assert sum(isinstance(outcome, ValueError) for outcome in outcomes) == 1
    assert outcomes.count("there") == 2
    assert len(tries) == 2


@pytest.mark.parametrize(("most", "most_bytes"), [(3, 1 << 30), (1_000, 3 * 8_200)])
def test_what_was_not_asked_for_longest_goes_first(most: int, most_bytes: int) -> None:
    shelf = Shelf(most, most_bytes)
    for key in range(3):
        shelf.get(key, lambda: pl.DataFrame({"n": range(1_000)}))
    shelf.get(0, lambda: pytest.fail("it is still there"))
    shelf.get(3, lambda: pl.DataFrame({"n": range(1_000)}))
    assert len(shelf) == 3
    shelf.get(0, lambda: pytest.fail("it is still there"))
    worked_out = list[int]()
    shelf.get(1, lambda: worked_out.append(1))
    assert worked_out


def test_the_size_of_an_answer_counts_the_frames_it_is_made_of() -> None:
    frame = pl.DataFrame({"n": range(10_000)})
    assert size_of(frame) == frame.estimated_size()
    assert size_of({"a": (frame, [frame])}) >= 2 * frame.estimated_size()
    assert size_of(None) < 100
