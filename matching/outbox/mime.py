"""An e-mail from the outbox as the standard wants it on the wire."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from matching.outbox.models import Message
from matching.outbox.rules import SITE


def sender_of(text: str) -> Address:
    """Who our e-mails are from: `結 Yui <yui@city.example>`.

    Raises:
        ValueError: it is not an address.
    """
    name, address = parseaddr(text)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain and address.isascii()):
        raise ValueError(f"{text!r} is not an e-mail address")
    return Address(name, local, domain)


def email_of(message: Message, *, sender: Address, site: str) -> EmailMessage:
    """The e-mail to send, the same at every attempt; our own address put where letters name it.

    Raises:
        Exception: what is in the row cannot be an e-mail (an address that is none).
    """
    email = EmailMessage(policy=SMTP)
    email["From"] = sender
    email["To"] = Address(addr_spec=message.address)
    email["Subject"] = message.subject
    email["Date"] = format_datetime(message.created_at)
    email["Message-ID"] = message.message_id
    email["Auto-Submitted"] = "auto-generated"
    email["Content-Language"] = "en" if message.language == "en" else "ja"
    for name, value in message.headers.items():
        email[name] = value.replace(SITE, site)
    email.set_content(message.text.replace(SITE, site))
    email.add_alternative(message.html.replace(SITE, site), subtype="html")
    for attachment in message.attachments:
        _attach(email, attachment, site)
    return email


def _attach(email: EmailMessage, attachment: dict[str, str], site: str) -> None:
    subtype, _, parameters = attachment["type"].removeprefix("text/").partition(";")
    email.add_attachment(
        attachment["text"].replace(SITE, site),
        subtype=subtype.strip() or "plain",
        filename=attachment["name"],
        params=dict(_parameters(parameters)),
    )


def _parameters(text: str) -> list[tuple[str, str]]:
    """`method=REQUEST` of a calendar entry; the charset is ours."""
    pairs = (part.strip().partition("=") for part in text.split(";") if "=" in part)
    return [(name, value) for name, _, value in pairs if name != "charset"]
