"""Letters about matches: to whom, and never with somebody's contact before it is confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.mailbox.models import Notice
from matching.matches import actions, jobs, needs, queries
from matching.matches.calendar_file import calendar_file
from matching.matches.models import Match
from matching.needs.models import Need
from matching.needs.rules import Closing
from matching.outbox.models import Message
from tests.make import NOON, SATURDAY_9, make_match, make_need, make_offer

DAY = timedelta(days=1)
ASKER = ("055-200-0001", "+81552000001", "hanako@example.org", "1-2-3", "公会堂前", "中込")
HELPER = ("055-200-0002", "+81552000002", "taro@example.org", "雨宮")
RIVAL = ("055-200-0003", "+81552000003", "jiro@example.org", "望月")


@pytest.fixture
def need(session: Session, hanako: Person, taro: Person, jiro: Person) -> Need:
    hanako.phone, taro.phone, jiro.phone = "+81552000001", "+81552000002", "+81552000003"
    return make_need(session, hanako, meeting_place="公会堂前")


def loaded(session: Session, match: Match) -> Match:
    session.flush()
    session.expire_all()
    return session.scalars(queries.matches().where(Match.id == match.id)).unique().one()


def written(session: Session) -> list[tuple[str, str, str]]:
    """(address, template, everything in it) of every letter."""
    session.flush()
    return [
        (
            m.address,
            m.template,
            "\n".join([m.subject, m.text, m.html, *(a["text"] for a in m.attachments)]),
        )
        for m in session.scalars(select(Message).order_by(Message.id))
    ]


def test_no_letter_names_the_other_side_before_it_is_confirmed(
    session: Session, need: Need, taro: Person, jiro: Person, sachiko: Person, hanako: Person
) -> None:
    helper = make_offer(session, taro)
    rival = make_match(session, hanako, jiro, need=need)
    match = loaded(session, actions.propose(session, need, helper, by=sachiko, at=NOON))
    actions.offer(
        session, match, answer_by=NOON + DAY, by=sachiko, at=NOON, link=lambda _: "/answer/x"
    )
    actions.accept(session, match, by=taro, at=NOON)
    actions.cancel(session, match, by=taro, at=NOON, note="熱が出ました")
    actions.apply(session, match.need, match.offer, by=taro, at=NOON, message="治りました")
    assert loaded(session, rival).state == "cancelled"

    letters = written(session)

    assert len(letters) >= 6
    for address, template, text in letters:
        others = [*(ASKER if address != "hanako@example.org" else ()),
                  *(HELPER if address != "taro@example.org" else ()),
                  *(RIVAL if address != "jiro@example.org" else ())]  # fmt: skip
        assert not [canary for canary in others if canary in text], (address, template)
        assert not [canary for canary in ("1-2-3", "公会堂前") if canary in text], template


def test_after_it_is_confirmed_only_the_two_sides_learn_of_each_other(
    session: Session, need: Need, taro: Person, jiro: Person, sachiko: Person, hanako: Person
) -> None:
    need.helpers_wanted = 3
    other = make_match(session, hanako, jiro, need=need)
    match = loaded(session, make_match(session, hanako, taro, need=need))
    actions.accept(session, match, by=taro, at=NOON)
    actions.confirm(session, match, by=sachiko, at=NOON)
    jobs.remind_day_before(session, now=SATURDAY_9 - timedelta(hours=12))
    jobs.ask_outcomes(session, now=SATURDAY_9 + DAY)
    other = loaded(session, other)
    actions.accept(session, other, by=jiro, at=NOON)
    needs.close_need(session, other.need, Closing.WITHDRAWN, by=hanako, at=NOON)

    for address, template, text in written(session):
        forbidden = {
            "hanako@example.org": RIVAL,
            "taro@example.org": RIVAL,
            "jiro@example.org": (*ASKER, *HELPER),
        }[address]
        assert not [canary for canary in forbidden if canary in text], (address, template)


def test_the_letter_of_confirmation_says_where_and_whom_to_call(
    session: Session, need: Need, taro: Person, sachiko: Person, hanako: Person
) -> None:
    match = loaded(session, make_match(session, hanako, taro, need=need))
    actions.accept(session, match, by=taro, at=NOON)
    actions.confirm(session, match, by=sachiko, at=NOON)

    letters = {(address, template): text for address, template, text in written(session)}

    to_helper = letters["taro@example.org", "matches/confirmed_helper"]
    assert all(fact in to_helper for fact in ("055-200-0001", "1-2-3", "公会堂前", "中込 花子"))
    to_asker = letters["hanako@example.org", "matches/confirmed_asker"]
    assert all(fact in to_asker for fact in ("055-200-0002", "taro@example.org", "雨宮 太郎"))


def test_somebody_without_e_mail_finds_the_letter_under_their_letters(
    session: Session, need: Need, taro: Person, hanako: Person
) -> None:
    hanako.email = None
    match = loaded(session, make_match(session, hanako, taro, need=need))

    actions.accept(session, match, by=taro, at=NOON)

    assert [n.template for n in session.scalars(select(Notice))] == ["matches/accepted"]
    assert written(session) == []


def test_letters_are_written_in_their_readers_language(
    session: Session, need: Need, taro: Person, hanako: Person
) -> None:
    match = loaded(session, make_match(session, hanako, taro, need=need))
    actions.decline(session, match, by=taro, at=NOON)

    assert "お返事をありがとうございます" in written(session)[0][2]


def test_a_calendar_entry_keeps_its_name_and_counts_its_changes(
    session: Session, need: Need, taro: Person, hanako: Person
) -> None:
    need.title = "庭の草取り; 手伝い,\\ お願いします" + "長い題名" * 10
    match = loaded(session, make_match(session, hanako, taro, need=need))
    first = calendar_file(match, at=NOON)
    match.need.bring = "軍手"
    second = calendar_file(loaded(session, match), at=NOON, cancelled=True)

    def value(file: str, name: str) -> str:
        unfolded = file.replace("\r\n ", "")
        return next(x for x in unfolded.split("\r\n") if x.startswith(name)).partition(":")[2]

    assert value(first, "UID") == value(second, "UID")
    assert int(value(first, "SEQUENCE")) < int(value(second, "SEQUENCE"))
    assert (value(second, "METHOD"), value(second, "STATUS")) == ("CANCEL", "CANCELLED")
    assert value(first, "SUMMARY").startswith(r"庭の草取り\; 手伝い\,\\ お願いします")
    assert all(len(line.encode()) <= 75 for line in first.split("\r\n"))
    assert first.endswith("END:VCALENDAR\r\n")
    assert "1-2-3" not in first
