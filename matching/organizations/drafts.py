"""What an organisation says about itself, and what may be submitted."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from matching.accounts.drafts import read_email
from matching.organizations.rules import Kind


@dataclass(frozen=True)
class Sheet:
    """What an organisation says about itself."""

    kind: Kind
    name: str
    kana: str = ""
    purpose: str = ""
    district_id: int | None = None
    town: str = ""
    street: str = ""
    phone: str | None = None
    website: str = ""


def read_website(text: str) -> str:
    """A web address; without http:// it is taken for an https one.

    Raises:
        ValueError: it is none; another scheme would be a link that does something else.
    """
    address = text if "://" in text else f"https://{text}"
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or "." not in host.strip("."):
        raise ValueError(text)
    if any(sign.isspace() or sign in "<>\"'`" for sign in address):
        raise ValueError(text)
    return address


def read_domain(text: str) -> str:
    """The part of e-mail addresses after the @.

    Raises:
        ValueError: no e-mail address could end so.
    """
    plain = unicodedata.normalize("NFKC", text).rpartition("@")[2]
    return read_email(f"somebody@{plain}").rpartition("@")[2]


def domains_above(email: str | None) -> tuple[str, ...]:
    """st.example.ac.jp, example.ac.jp, ac.jp, jp: any of them may prove where somebody studies."""
    parts = (email or "").rpartition("@")[2].split(".")
    return tuple(".".join(parts[start:]) for start in range(len(parts)) if parts[start])
