"""Vocabulary of wishes about mail."""

from __future__ import annotations

from enum import StrEnum

from matching.i18n import N_


class Mode(StrEnum):
    AT_ONCE = "at_once"
    IN_APP = "in_app"


MODE_WORDS = {Mode.AT_ONCE: N_("メールでもすぐに知らせる"), Mode.IN_APP: N_("このサイトの中だけ")}
