"""Letters about signing in."""

from __future__ import annotations

from dataclasses import dataclass

from matching.accounts.models import Person
from matching.accounts.rules import Language
from matching.outbox.rules import Letter, Reader


@dataclass(frozen=True)
class Stranger:
    """Somebody of whom we only know the e-mail address."""

    email: str
    language: Language
    id: int = 0
    display_name: str = ""


def sign_in(to: Reader, code: str, link: str) -> Letter:
    """The same for people we know and people we do not."""
    return Letter(to, "accounts/sign_in", {"code": code}, f"/sign-in/link/{link}")


def password_changed(to: Person) -> Letter:
    """So that somebody whose account was taken over notices."""
    return Letter(to, "accounts/password_changed", {}, "/sign-in")
