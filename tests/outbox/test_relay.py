"""The relay: nothing lost, nothing twice, hopeless letters set aside."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import select

from matching.db import Database
from matching.outbox import actions, queries
from matching.outbox.models import Message
from matching.outbox.relay import BATCH, Relay, send_due
from matching.outbox.rules import CLAIM, MOST_ATTEMPTS
from matching.outbox.transports import SMTP, Files, Memory, Unreachable, transport, written
from tests.make import NOON
from tests.outbox.conftest import Postmaster, make_message, make_relay


def only(database: Database) -> Message:
    with database.read() as session:
        return session.scalars(select(Message)).one()


def fill(database: Database, number: int) -> None:
    with database.writing() as session:
        for n in range(1, number + 1):
            make_message(session, n)


def later(relay: Relay, time: timedelta) -> Relay:
    return make_relay(relay.database, relay.transport, now=lambda: NOON + time)


def test_a_letter_is_sent_once(own_database: Database, smtp: SMTP, postmaster: Postmaster) -> None:
    fill(own_database, 1)
    relay = make_relay(own_database, smtp)

    assert [send_due(relay), send_due(relay)] == [1, 0]
    assert [to for to, _ in postmaster.taken] == ["person1@example.org"]
    assert only(own_database).sent_at == NOON


def test_what_fails_for_now_is_tried_again_later(
    own_database: Database, smtp: SMTP, postmaster: Postmaster
) -> None:
    fill(own_database, 1)
    postmaster.answers.append("451 greylisted, come back")
    relay = make_relay(own_database, smtp)

    assert [send_due(relay), send_due(relay)] == [0, 0]
    delayed = only(own_database)
    assert (delayed.due_at, delayed.error) == (
        NOON + timedelta(seconds=10),
        "451 greylisted, come back",
    )
    assert send_due(later(relay, timedelta(seconds=10))) == 1
    assert only(own_database).error == ""


def test_what_the_server_will_never_take_is_set_aside_at_once(
    own_database: Database, smtp: SMTP, postmaster: Postmaster
) -> None:
    fill(own_database, 1)
    postmaster.answers.append("550 no such person")

    send_due(make_relay(own_database, smtp))

    assert only(own_database).failed_at == NOON
    with own_database.read() as session:
        assert [m.error for m in session.scalars(queries.set_aside())] == ["550 no such person"]


def test_after_eight_attempts_a_letter_is_set_aside(
    own_database: Database, smtp: SMTP, postmaster: Postmaster
) -> None:
    fill(own_database, 1)
    postmaster.answers.extend(["451 later"] * MOST_ATTEMPTS)
    relay = make_relay(own_database, smtp)

    for day in range(MOST_ATTEMPTS):
        assert only(own_database).failed_at is None
        send_due(later(relay, timedelta(days=day)))

    assert only(own_database).failed_at is not None
    assert send_due(later(relay, timedelta(days=99))) == 0


def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(
    own_database: Database,
) -> None:
    with own_database.writing() as session:
        make_message(session, 1, address="no address\r\nBcc: everybody@example.org")
        make_message(session, 2)
    memory = Memory()

    assert send_due(make_relay(own_database, memory)) == 1
    assert [email["To"] for email in memory.sent] == ["person2@example.org"]


def test_while_the_server_is_away_no_attempt_is_counted(own_database: Database) -> None:
    fill(own_database, 2)

    with pytest.raises(Unreachable):
        send_due(make_relay(own_database, SMTP("smtp://127.0.0.1:9")))

    with own_database.read() as session:
        waiting = session.scalars(queries.due(NOON)).all()
        assert [(m.attempts, m.claimed_until) for m in waiting] == [(0, None), (0, None)]


def test_what_was_claimed_by_a_relay_that_died_is_sent_when_the_claim_ends(
    own_database: Database,
) -> None:
    fill(own_database, 1)
    with own_database.writing() as session:
        actions.claim(session, at=NOON, most=BATCH)
    relay = make_relay(own_database)

    assert send_due(relay) == 0
    assert send_due(later(relay, CLAIM)) == 1


def test_two_relays_at_once_send_each_letter_once(
    own_database: Database, mail_server: str, postmaster: Postmaster
) -> None:
    fill(own_database, 3 * BATCH)
    start = Barrier(2)

    def work() -> None:
        relay = make_relay(own_database, SMTP(mail_server))
        start.wait()
        while send_due(relay):
            pass

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    counted = Counter(to for to, _ in postmaster.taken)
    assert len(counted) == 3 * BATCH
    assert set(counted.values()) == {1}


def test_a_relay_that_is_stopped_finishes_the_letter_and_gives_back_the_rest(
    own_database: Database,
) -> None:
    fill(own_database, 3)
    stopping = Event()

    class StoppedWhileSending(Memory):
        def send(self, email: EmailMessage) -> None:
            super().send(email)
            stopping.set()

    relay = make_relay(own_database, StoppedWhileSending(), stopping=stopping)

    assert send_due(relay) == 1
    with own_database.read() as session:
        assert len(session.scalars(queries.due(NOON)).all()) == 2


def test_one_persons_letter_goes_before_a_letter_to_many(own_database: Database) -> None:
    with own_database.writing() as session:
        make_message(session, 1, bulk=True, due_at=NOON - timedelta(hours=1))
        make_message(session, 2)
    memory = Memory()

    send_due(make_relay(own_database, memory))

    assert [email["To"] for email in memory.sent] == ["person2@example.org", "person1@example.org"]


def test_a_letter_set_aside_can_be_sent_again_under_its_own_id(
    own_database: Database, smtp: SMTP, postmaster: Postmaster
) -> None:
    fill(own_database, 1)
    postmaster.answers.append("554 no")
    relay = make_relay(own_database, smtp)
    send_due(relay)

    with own_database.writing() as session:
        actions.resend(session, session.scalars(queries.set_aside()).one(), at=NOON)

    assert send_due(relay) == 1
    assert b"Message-ID: <00000000000000000000000000000001@yui>" in postmaster.taken[0][1]


def test_without_a_mail_server_each_letter_is_one_file(
    own_database: Database, tmp_path: Path
) -> None:
    fill(own_database, 2)
    folder = tmp_path / "mail"
    files = transport(None, folder, "yui.example")
    relay = make_relay(own_database, files)

    send_due(relay)
    with own_database.writing() as session:
        for message in session.scalars(select(Message)):
            message.sent_at = None  # as if the relay had died before it could note it
    send_due(relay)

    assert isinstance(files, Files)
    assert len(written(folder)) == 2
    assert {email["To"] for email in written(folder)} == {
        "person1@example.org",
        "person2@example.org",
    }


def test_a_folder_that_cannot_be_written_loses_nothing(
    own_database: Database, tmp_path: Path
) -> None:
    fill(own_database, 1)
    (tmp_path / "mail").touch()

    with pytest.raises(Unreachable):
        send_due(make_relay(own_database, Files(tmp_path / "mail")))

    assert only(own_database).sent_at is None
