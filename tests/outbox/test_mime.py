"""What an e-mail looks like on the wire."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.outbox.actions import send
from matching.outbox.mime import email_of, sender_of
from matching.outbox.render import Rendered
from matching.outbox.rules import SITE, Letter
from tests.make import NOON
from tests.outbox.conftest import SENDER, make_message

SHOWN = Rendered("まとめ便", f"{SITE}/needs/1\n", f"<p>{SITE}/needs/1</p>")


def test_an_email_says_that_a_machine_wrote_it_and_is_the_same_at_every_attempt(
    session: Session,
) -> None:
    message = make_message(session)

    first, second = (email_of(message, sender=SENDER, site="https://yui.example") for _ in range(2))

    assert first["Message-ID"] == second["Message-ID"] == message.message_id
    assert first["Date"] == "Tue, 24 Nov 2026 03:00:00 +0000"
    assert first["From"] == "結 Yui <yui@city.example>"
    assert first["Auto-Submitted"] == "auto-generated"


def test_text_and_html_lead_to_our_real_address(session: Session) -> None:
    email = email_of(make_message(session), sender=SENDER, site="https://yui.example")

    text, html = (part.get_content() for part in email.iter_parts())
    assert email.get_content_type() == "multipart/alternative"
    assert "https://yui.example/matches/3" in text
    assert 'href="https://yui.example/matches/3"' in html
    assert b"yui.invalid" not in bytes(email)


def test_a_calendar_entry_is_sent_along(session: Session) -> None:
    entry = {"name": "yui.ics", "type": "text/calendar; method=REQUEST", "text": f"URL:{SITE}/1"}
    email = email_of(
        make_message(session, attachments=[entry]), sender=SENDER, site="https://yui.example"
    )

    (attachment,) = email.iter_attachments()
    assert attachment.get_content_type() == "text/calendar"
    assert attachment["Content-Type"].params["method"] == "REQUEST"
    assert attachment.get_filename() == "yui.ics"
    assert attachment.get_content().strip() == "URL:https://yui.example/1"


def test_a_letter_to_many_can_be_ended_with_one_click(session: Session, taro: Person) -> None:
    letter = Letter(taro, "digests/weekly", {}, bulk=True, unsubscribe="/unsubscribe/abc")
    message = send(session, letter, at=NOON, rendered=SHOWN)
    assert message is not None

    email = email_of(message, sender=SENDER, site="https://yui.example")

    assert email["List-Unsubscribe"] == "<https://yui.example/unsubscribe/abc>"
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("text", ["", "yui", "結 <yui>", "結 <結@city.example>"])
def test_a_sender_that_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        sender_of(text)
