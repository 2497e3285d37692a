"""Vocabulary of wishes about mail, and how a letter's text is laid out on a page."""

from __future__ import annotations

import re
from enum import StrEnum

from matching.i18n import N_


class Mode(StrEnum):
    AT_ONCE = "at_once"
    IN_APP = "in_app"


MODE_WORDS = {Mode.AT_ONCE: N_("メールでもすぐに知らせる"), Mode.IN_APP: N_("このサイトの中だけ")}
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""What a link that ends the digest is made of."""


def paragraphs(text: str, path: str) -> list[list[str]]:
    """The letter's paragraphs as lines; the line that is its link is left out, a button stands for it."""
    blocks = (block.split("\n") for block in re.split(r"\n{2,}", text.strip()))
    kept = ([line for line in block if not path or line.strip() != path] for block in blocks)
    return [block for block in kept if block]
