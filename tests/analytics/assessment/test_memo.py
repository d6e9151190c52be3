"""Answers shared by threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from analytics.view import Memo

THREADS = 8


def test_an_answer_is_worked_out_once_however_many_ask_at_once() -> None:
    memo, makers, start = Memo(), [], threading.Barrier(THREADS)

    def make() -> object:
        makers.append(threading.get_ident())
        return object()

    def ask(_: int) -> object:
        start.wait()
        return memo.answer("rows", make)

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(ask, range(THREADS)))
    assert len(makers) == 1
    assert len({id(answer) for answer in answers}) == 1


def test_an_answer_may_rest_on_another_and_on_what_was_given() -> None:
    memo = Memo({"given": 2})
    whole = memo.answer(
        "whole", lambda: 10 * memo.answer("part", lambda: memo.answer("given", int))
    )
    assert whole == 20


def test_what_failed_is_worked_out_again() -> None:
    memo = Memo()

    def fail() -> int:
        raise ValueError("no rows")

    with pytest.raises(ValueError, match="no rows"):
        memo.answer("rows", fail)
    assert memo.answer("rows", lambda: 3) == 3
