"""Which passwords are refused because somebody would guess them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import jaconv

from matching.i18n import N_
from matching.problems import Problem

COMMON = Path(__file__).parent / "common_passwords.txt"
LEAST = 15
MOST = 200
FEWEST_SIGNS = 6
ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
        "あいうえおかきくけこさしすせそたちつてとなにぬねの")  # fmt: skip
LOOKALIKES = str.maketrans({"@": "a", "4": "a", "0": "o", "1": "i", "!": "i", "3": "e",
                            "$": "s", "5": "s", "7": "t", "8": "b"})  # fmt: skip
REPEATED = re.compile(r"(.{1,12}?)\1+", re.DOTALL)


def prepared(password: str) -> str:
    """The password as it is checked and hashed: one writing for what looks the same."""
    return unicodedata.normalize("NFKC", password)


def problems(password: str, about: Iterable[str]) -> list[Problem]:
    """What is wrong with it; `about` are the person's names and e-mail address."""
    plain = prepared(password)
    if len(plain) < LEAST:
        return [
            Problem(
                "password",
                N_("%(least)s文字以上にしてください（例：好きな言葉を4つ並べる）。"),
                {"least": LEAST},
            )
        ]
    if len(plain) > MOST:
        return [Problem("password", N_("%(most)s文字までにしてください。"), {"most": MOST})]
    if is_common(plain):
        text = N_("推測されやすいパスワードです。ほかの言葉を組み合わせてください。")
        return [Problem("password", text)]
    if any(part in plain.lower() for part in own_words(about)):
        text = N_("名前やメールアドレスを含まないパスワードにしてください。")
        return [Problem("password", text)]
    return []


def is_common(password: str) -> bool:
    """Whether it is on the list, a variation of something on it, or a plain pattern."""
    plain = password.lower()
    if len(set(plain)) < FEWEST_SIGNS or REPEATED.fullmatch(plain) or _is_run(plain):
        return True
    return any(variant in common() for variant in _variants(plain))


def _variants(plain: str) -> Iterator[str]:
    for spelled in (plain, plain.translate(LOOKALIKES)):
        letters = "".join(sign for sign in spelled if sign.isalnum())
        yield from (spelled, letters, letters.strip("0123456789"))
    yield plain.rstrip("0123456789!?.-_#*").translate(LOOKALIKES)


def _is_run(plain: str) -> bool:
    """Along a row of the keyboard or the alphabet, there or back."""
    rows = chain(ROWS, (row[::-1] for row in ROWS))
    return any(plain in row * (MOST // len(row) + 2) for row in rows)


def own_words(about: Iterable[str]) -> set[str]:
    """The parts of names and addresses that a password must not contain, also in Roman letters."""
    words: set[str] = set()
    for text in about:
        plain = prepared(text).lower()
        words.update(re.split(r"[\s@._+・-]+", plain.partition("@")[0]))
        words.add(plain.partition("@")[0])
    words |= {str(jaconv.kana2alphabet(jaconv.kata2hira(word))) for word in words}
    return {word for word in words if len(word) >= (4 if word.isascii() else 2)}


@cache
def common() -> frozenset[str]:
    """Passwords everybody tries first."""
    lines = COMMON.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("# "))
