"""The last seat: fifty who say yes at the same moment, to a site of four processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from matching.db import Database
from matching.matches.models import Match, Step
from matching.matches.rules import State, Verb
from matching.needs.models import Need
from matching.needs.rules import State as NeedState
from matching.outbox.models import Message
from tests.browser import check, parsed, words
from tests.engines import SQLiteFolder
from tests.reliability.conftest import WORKERS, Site, migrated_database, served
from tests.reliability.race import MANY, Helper, Round, helpers, race, states

ROUNDS = 20
FULL = (
    "申し訳ありません。ほかの方が先に引き受けてくださいました（満員です）。"
    "またお願いするかもしれません。"
)
THANKS = "ありがとうございます。引き受けたことを、依頼した方にお知らせしました。"


@pytest.mark.slow
def test_of_fifty_who_press_yes_at_once_one_comes_and_the_rest_are_kindly_told(site: Site) -> None:
    crowd = helpers(site)

    for number in range(ROUNDS):
        one = race(site, crowd, number)

        assert Counter(answer.status for answer in one.answers) == {303: 1, 409: MANY - 1}
        assert_told_kindly(one, crowd)
        assert_one_comes(site.database, one)
    assert len(site.processes("POST", "/matches/*")) == WORKERS


def assert_told_kindly(one: Round, crowd: list[Helper]) -> None:
    """Who won reads thanks, who did not reads that the place is taken; both on whole pages."""
    refusals = [answer for answer in one.answers if answer.status == 409]
    assert all(FULL in refusal.text for refusal in refusals)
    page = parsed(refusals[0].text)
    check(page)
    assert FULL in words(page)
    won, winner = next(
        (answer, helper)
        for answer, helper in zip(one.answers, crowd, strict=True)
        if answer.status == 303
    )
    assert THANKS in winner.browser.get(won.location).text


def assert_one_comes(database: Database, one: Round) -> None:
    """The need is filled by one, the other questions have lapsed, and the asker has one letter."""
    with database.read() as session:
        need = session.get_one(Need, one.need_id)
        assert (need.places_taken, need.state) == (1, NeedState.FILLED)
        assert states(session, need.id) == {State.ACCEPTED: 1, State.CANCELLED: MANY - 1}
        steps = select(Step.verb, func.count()).join(Match, Match.id == Step.match_id)
        taken = steps.where(Match.need_id == need.id).group_by(Step.verb)
        assert dict(session.execute(taken).all()) == {Verb.ACCEPT: 1, Verb.CANCEL: MANY - 1}
        letters = select(Message.template).where(Message.address == one.asker)
        assert session.scalars(letters).all() == ["matches/accepted"]


# ------------------------------------------------------------------ the controls


def raced(site: Site, rounds: int) -> Iterator[tuple[int, Counter[int]]]:
    """How many came for the one place, and how the fifty were answered; round after round."""
    crowd = helpers(site)
    for number in range(rounds):
        one = race(site, crowd, number)
        with site.database.read() as session:
            came = states(session, one.need_id).get(State.ACCEPTED, 0)
        yield came, Counter(answer.status for answer in one.answers)


@pytest.fixture
def impatient(migrated: Database) -> Database:
    """PostgreSQL parts two who wait for each other at once, where it usually takes a second.

    Without the lock that is what most of them do. Whoever may not set it waits longer.
    """
    if not migrated.is_sqlite:
        with migrated.engine.begin() as connection:
            connection.exec_driver_sql(
                "DO $$ BEGIN "
                "EXECUTE format('ALTER DATABASE %%I SET deadlock_timeout = 20', current_database()); "
                "EXCEPTION WHEN insufficient_privilege THEN NULL; "
                "END $$"
            )
        migrated.dispose()
    return migrated


@pytest.mark.slow
def test_without_its_guards_the_same_race_gives_one_place_to_several(
    impatient: Database, tmp_path: Path
) -> None:
    with served(impatient, tmp_path, "tests.reliability.unguarded:without_guards()") as site:
        assert any(came > 1 for came, _ in raced(site, ROUNDS))


@pytest.mark.slow
def test_without_the_lock_the_counters_of_the_rows_still_let_only_one_come(
    impatient: Database, tmp_path: Path
) -> None:
    with served(impatient, tmp_path, "tests.reliability.unguarded:without_lock()") as site:
        assert max(came for came, _ in raced(site, 3)) == 1


@pytest.mark.slow
def test_if_writers_on_sqlite_began_late_the_same_race_would_break_pages(tmp_path: Path) -> None:
    database = migrated_database(SQLiteFolder(tmp_path).create())
    with served(database, tmp_path, "tests.reliability.unguarded:beginning_late()") as site:
        assert any(statuses[503] for _, statuses in raced(site, ROUNDS))
    database.dispose()
