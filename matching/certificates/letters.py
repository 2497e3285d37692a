"""Letters about certificates."""

from __future__ import annotations

from matching.calendar import date_words
from matching.certificates.models import Certificate
from matching.outbox.rules import Letter


def revoked(certificate: Certificate) -> Letter:
    """To whose it was: the centre has taken it back, and why."""
    language = certificate.person.language
    facts = {
        "first": date_words(certificate.first_on, language),
        "last": date_words(certificate.last_on, language),
        "reason": certificate.revoked_reason,
    }
    return Letter(
        certificate.person, "certificates/revoked", facts, f"/certificates/{certificate.id}"
    )
