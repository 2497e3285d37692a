"""Kinds and states of organisations and affiliations."""

from __future__ import annotations

from enum import StrEnum

from matching.i18n import N_


class Kind(StrEnum):
    ASSOCIATION = "association"
    COMPANY = "company"
    GROUP = "group"
    UNIVERSITY = "university"


KIND_WORDS = {
    Kind.ASSOCIATION: N_("自治会"),
    Kind.COMPANY: N_("企業"),
    Kind.GROUP: N_("市民活動団体・NPO"),
    Kind.UNIVERSITY: N_("大学"),
}


class Approval(StrEnum):
    """Whether the centre knows this organisation (or the university this student)."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class Proof(StrEnum):
    """How an affiliation was confirmed."""

    DOMAIN = "domain"
    OFFICE = "office"


APPROVAL_WORDS = {
    Approval.PENDING: N_("確認待ち"),
    Approval.APPROVED: N_("確認済み"),
    Approval.REFUSED: N_("見送り"),
}
APPROVAL_KINDS = {
    Approval.PENDING: "warning",
    Approval.APPROVED: "success",
    Approval.REFUSED: "quiet",
}
"""How pages colour the tag, beside the word."""
# Name, reading, e-mail domain, whether it is confirmed; the rest the operator has to check.
UNIVERSITIES = (
    ("山梨大学", "やまなしだいがく", "yamanashi.ac.jp", False),
    ("山梨県立大学", "やまなしけんりつだいがく", "yamanashi-ken.ac.jp", False),
    ("山梨学院大学", "やまなしがくいんだいがく", "ygu.ac.jp", False),
    ("山梨英和大学", "やまなしえいわだいがく", "yamanashi-eiwa.ac.jp", True),
)
