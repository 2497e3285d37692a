"""Ways out of the outbox: SMTP, files for development, memory for tests."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT = 20.0
"""Seconds to wait for a mail server's answer."""
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Refused(Exception):
    """This letter will never be taken as it is (5xx)."""


class Later(Exception):
    """This letter was not taken now (4xx, a lost connection): try again."""


class Unreachable(Exception):
    """The mail server cannot be reached: no letter is to blame."""


class Transport(Protocol):
    def send(self, email: EmailMessage) -> None:
        """Hand over one e-mail.

        Raises:
            Refused, Later, Unreachable: it was not taken.
        """

    def close(self) -> None:
        """Nothing more to send for now."""


def transport(smtp_url: str | None, folder: Path, hostname: str) -> Transport:
    """SMTP where it is set up, else files in `folder`."""
    return SMTP(smtp_url, hostname) if smtp_url else Files(folder)


# ------------------------------------------------------------------ SMTP


class SMTP:
    """One connection at a time, kept open until `close`."""

    def __init__(self, url: str, hostname: str = "localhost", timeout: float = TIMEOUT) -> None:
        self.parts = urlsplit(url)
        self.hostname = hostname
        self.timeout = timeout
        self.link: smtplib.SMTP | None = None

    def send(self, email: EmailMessage) -> None:
        link = self.link = self.link or self._connected()
        try:
            link.send_message(email)
        except smtplib.SMTPRecipientsRefused as why:
            raise _told(*next(iter(why.recipients.values()))) from why
        except smtplib.SMTPSenderRefused as why:
            raise Later(_words(why.smtp_code, why.smtp_error)) from why  # our own address is wrong
        except smtplib.SMTPDataError as why:
            raise _told(why.smtp_code, why.smtp_error) from why
        except (smtplib.SMTPNotSupportedError, UnicodeError) as why:
            raise Refused(f"the server cannot take this address: {why}") from why
        except (smtplib.SMTPException, OSError) as why:
            self.close()
            raise Later(f"the connection was lost: {why}") from why

    def close(self) -> None:
        link, self.link = self.link, None
        if link is not None:
            try:
                link.quit()
            except (smtplib.SMTPException, OSError):
                link.close()

    def _connected(self) -> smtplib.SMTP:
        try:
            return self._signed_in(self._dial())
        except (smtplib.SMTPException, OSError) as why:
            raise Unreachable(f"{self.parts.hostname}: {why}") from why

    def _dial(self) -> smtplib.SMTP:
        scheme, host = self.parts.scheme, self.parts.hostname or ""
        port = self.parts.port or PORTS[scheme]
        if scheme == "smtps":
            return smtplib.SMTP_SSL(
                host, port, self.hostname, timeout=self.timeout, context=_trusting()
            )
        return smtplib.SMTP(host, port, self.hostname, timeout=self.timeout)

    def _signed_in(self, link: smtplib.SMTP) -> smtplib.SMTP:
        try:
            if self.parts.scheme == "smtp+starttls":
                link.starttls(context=_trusting())
            if self.parts.username:
                link.login(unquote(self.parts.username), unquote(self.parts.password or ""))
        except BaseException:
            link.close()
            raise
        return link


def _trusting() -> ssl.SSLContext:
    return ssl.create_default_context()


def _told(code: int, text: bytes | str) -> Exception:
    """5xx is for ever, anything else is for now."""
    return (Refused if 500 <= code < 600 else Later)(_words(code, text))


def _words(code: int, text: bytes | str) -> str:
    told = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {told}"


# ------------------------------------------------------------------ files and memory


class Files:
    """One .eml file per message; a second attempt overwrites the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, email: EmailMessage) -> None:
        sent_at = parsedate_to_datetime(email["Date"])
        key = re.sub(r"\W", "", email["Message-ID"].partition("@")[0])
        path = self.folder / f"{sent_at:%Y%m%dT%H%M%S}-{key}.eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(bytes(email))
            unfinished.replace(path)
        except OSError as why:
            raise Unreachable(f"{self.folder}: {why.strerror}") from why

    def close(self) -> None:
        """Files need no closing."""


def written(folder: Path, most: int = 50) -> list[EmailMessage]:
    """The e-mails in the folder, newest first."""
    parser = BytesParser(policy=default)
    return [
        parser.parsebytes(path.read_bytes())
        for path in sorted(folder.glob("*.eml"), reverse=True)[:most]
    ]


@dataclass
class Memory:
    """Keeps what it is given; for tests."""

    sent: list[EmailMessage] = field(default_factory=list)

    def send(self, email: EmailMessage) -> None:
        self.sent.append(email)

    def close(self) -> None:
        """Memory needs no closing."""
