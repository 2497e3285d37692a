"""The weekly digest: what suits a person, never empty, never twice, never against their wish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.digests.jobs import post_weekly
from matching.digests.rules import MOST_NEEDS, period_start
from matching.mailbox.actions import unsubscribe, wish, wishes_for
from matching.mailbox.models import Notice
from matching.mailbox.rules import Mode
from matching.matches.rules import State
from matching.needs.models import WishedSkill
from matching.needs.rules import State as NeedState
from matching.outbox.models import Message
from tests.make import NOON, make_match, make_need, make_offer, make_person, posted

WEEKLY = "digests/weekly"


@pytest.fixture
def suited(session: Session, hanako: Person, taro: Person) -> Person:
    """Taro can cut grass, and Hanako wants grass cut."""
    make_offer(session, taro, "grass_cutting")
    need = make_need(session, hanako, title="庭の草取り")
    need.wished.append(WishedSkill(skill="grass_cutting"))
    session.flush()
    return taro


def letter(session: Session) -> Message:
    return session.scalars(select(Message)).one()


def test_who_can_help_is_told_what_suits(session: Session, suited: Person) -> None:
    assert post_weekly(session, now=NOON) == 1

    assert posted(session) == [(suited.email, WEEKLY)]
    told = letter(session)
    assert "庭の草取り" in told.text
    assert "11月28日(土) 9:00–11:00" in told.text
    assert told.bulk
    assert told.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_digest_says_nothing_of_who_asks(session: Session, suited: Person) -> None:
    del suited
    post_weekly(session, now=NOON)

    told = letter(session)
    for secret in ("中込", "花子", "hanako@example.org", "1-2-3"):
        assert secret not in told.text + told.html


def test_nobody_gets_two_in_a_week(session: Session, suited: Person) -> None:
    del suited
    days = [NOON + timedelta(days=days) for days in (0, 0, 1)]

    assert [post_weekly(session, now=day) for day in days] == [1, 0, 0]


def test_next_week_there_is_another(session: Session, hanako: Person, suited: Person) -> None:
    del suited
    post_weekly(session, now=NOON)
    start = NOON + timedelta(days=11)
    make_need(session, hanako, starts_at=start)

    assert post_weekly(session, now=NOON + timedelta(days=7)) == 1
    first, second = session.scalars(select(Message).order_by(Message.id))
    assert first.headers == second.headers  # the link in an old letter still works


def test_there_is_no_empty_digest(session: Session, taro: Person) -> None:
    make_offer(session, taro, "grass_cutting")

    assert post_weekly(session, now=NOON) == 0
    assert session.scalars(select(Notice)).all() == []


@pytest.mark.parametrize("state", [NeedState.DRAFT, NeedState.FILLED, NeedState.CLOSED])
def test_a_digest_is_never_about_what_is_not_open(
    session: Session, hanako: Person, taro: Person, state: NeedState
) -> None:
    make_offer(session, taro, "grass_cutting")
    make_need(session, hanako, state=state)

    assert post_weekly(session, now=NOON) == 0


def test_what_waits_for_an_answer_is_said_first(
    session: Session, hanako: Person, taro: Person
) -> None:
    match = make_match(session, hanako, taro)

    assert post_weekly(session, now=NOON) == 1
    text = letter(session).text
    assert match.need.title in text
    assert f"/matches/{match.id}" in text


def test_an_answer_that_comes_too_late_is_not_asked_for(
    session: Session, hanako: Person, taro: Person
) -> None:
    make_match(session, hanako, taro, answer_by=NOON)
    make_match(session, hanako, taro, state=State.DECLINED)

    assert post_weekly(session, now=NOON) == 0


def test_who_wishes_none_gets_none(session: Session, suited: Person) -> None:
    wish(session, suited, Mode.AT_ONCE, digest=False, at=NOON)

    assert post_weekly(session, now=NOON) == 0


def test_after_one_click_none_comes(session: Session, suited: Person) -> None:
    unsubscribe(session, wishes_for(session, suited.id, at=NOON), at=NOON)

    assert post_weekly(session, now=NOON) == 0


def test_who_reads_in_the_app_finds_it_there(session: Session, suited: Person) -> None:
    wish(session, suited, Mode.IN_APP, digest=True, at=NOON)

    assert post_weekly(session, now=NOON) == 1
    assert posted(session) == []
    assert len(session.scalars(select(Notice)).all()) == 1


@pytest.mark.parametrize("facts", [{"active": False}, {"opted_in_at": None}])
def test_who_does_not_want_to_be_asked_gets_none(
    session: Session, hanako: Person, taro: Person, facts: dict[str, object]
) -> None:
    make_offer(session, taro, "grass_cutting", **facts)
    make_need(session, hanako)

    assert post_weekly(session, now=NOON) == 0


def test_a_few_are_told_not_all(session: Session, hanako: Person, suited: Person) -> None:
    del suited
    for _ in range(2 * MOST_NEEDS):
        make_need(session, hanako)

    post_weekly(session, now=NOON)

    assert letter(session).text.count("/needs/") == MOST_NEEDS


def test_a_reader_of_english_is_written_to_in_english(session: Session, suited: Person) -> None:
    suited.language = "en"  # type: ignore[assignment]
    session.flush()

    assert post_weekly(session, now=NOON) == 1
    assert letter(session).language == "en"


def test_the_statements_for_choosing_do_not_grow_with_the_readers(
    session: Session, hanako: Person
) -> None:
    counts = []
    for number in (2, 12):
        for n in range(number):
            helper = make_person(
                session, "手伝", str(n), Role.VOLUNTEER, email=f"h{number}.{n}@example.org"
            )
            make_offer(session, helper, "snow_shovelling")
        make_need(session, hanako)
        counts.append(_statements(session))
    # each letter takes its own few rows: wishes, notice, message
    assert counts[1] - counts[0] <= 10 * 7


def _statements(session: Session) -> int:
    found = 0

    def count(*_: object) -> None:
        nonlocal found
        found += 1

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", count)
    post_weekly(session, now=NOON)
    event.remove(engine, "before_cursor_execute", count)
    return found


def test_the_week_begins_on_monday_in_the_city() -> None:
    monday = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # 23 November, 0:00 in Kofu

    assert period_start(NOON) == monday
    assert period_start(monday) == monday
    assert period_start(monday - timedelta(seconds=1)) == monday - timedelta(days=7)
