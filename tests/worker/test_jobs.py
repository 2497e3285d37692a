"""Every job of the clock may run twice: the second time there is nothing left to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.clockwork.rules import Job
from matching.clockwork.slots import trigger
from matching.matches.rules import State
from matching.registry import JOBS
from tests.make import NOON, make_match, make_need, make_offer

DAYS = (0, 1, 5, 40, 400)


def ids(job: Job) -> str:
    return job.name


@pytest.mark.parametrize("job", JOBS, ids=ids)
def test_a_job_run_twice_does_nothing_the_second_time(
    session: Session, job: Job, hanako: Person, taro: Person, jiro: Person
) -> None:
    make_offer(session, taro, "grass_cutting")
    make_match(session, hanako, taro, state=State.CONFIRMED, confirmed_at=NOON)
    make_match(session, hanako, jiro)
    make_need(session, hanako, starts_at=NOON + timedelta(days=90))
    session.expire_all()

    for days in DAYS:
        now = NOON + timedelta(days=days)
        job.work(session, now=now)
        session.expire_all()
        assert job.work(session, now=now) == 0


@pytest.mark.parametrize("job", JOBS, ids=ids)
def test_a_job_has_times_the_scheduler_can_read(job: Job) -> None:
    assert trigger(job.cron)


def test_every_job_has_its_own_name() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
