"""Work off the caller's thread, and how it ends."""

import threading

from analytics import jobs
from analytics.errors import NineSupersError


def test_work_that_is_stopped_ends_where_it_next_says_how_far_it_is() -> None:
    begun, go_on, reached = threading.Event(), threading.Event(), []

    def work(job: jobs.Job[str]) -> str:
        job.advance(0.5)
        begun.set()
        go_on.wait(10)
        job.advance(0.6)
        reached.append("end")
        return "whole"

    job = jobs.start(work)
    assert begun.wait(10)
    job.cancel()
    go_on.set()
    assert job.ended.wait(10)
    assert (job.result, job.error, job.share, reached) == (None, None, 0.5, [])


def test_what_work_raises_ends_up_in_the_job() -> None:
    def work(job: jobs.Job[str]) -> str:
        raise NineSupersError("unexpected")

    job = jobs.start(work)
    assert job.ended.wait(10)
    assert job.error is not None
    assert job.error.code == "unexpected"
