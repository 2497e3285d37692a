"""Whatever is typed into any field of any form, or into any address: a clear word or a clean value.

Each form is found on its page as the person who may fill it in. Every awkward value goes into every
field: in one request all fields are awkward, each in its own way; those that the page blames are
then filled in soundly, until what is left is kept.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from matching.text import one_line
from tests.awkward import AWKWARD
from tests.house.forms import Fields, Form, Visits, walked
from tests.make import TODAY

MISSING = "not sent at all"
VALUES: dict[str, list[str]] = {
    **{words: [value] for words, value in AWKWARD.items()},
    MISSING: [],
    "sent twice": ["二", "三"],
}
FORGED = (
    "nothing", "NUL", "half an emoji", "beyond long integers", "longer than any number",
    "negative", "other digits", "markup", MISSING, "sent twice",
)  # fmt: skip
"""What tells apart the ways in which a value can be none of ours."""
CHOSEN_FROM = {"radio", "select", "checkbox", "hidden", "file"}
ELSEWHERE = {"components.show", "accounts.sign_out", "preferences.update"}
"""Forms of developers and of the frame of every page; the last two are tested below."""
NEVER_SOUND = {
    "accounts.password", "accounts.code", "certificates.verify", "exchange.index", "needs.photos",
}  # fmt: skip
"""Sound only with a secret or a file."""
FORGETS = {"code"}
"""What is shown again only in so far as it may be right."""
UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
IDS = re.compile(r'\sid="([^"]*)"')
TYPED = {"text", "textarea", "number", "search", "url", "tel"}
SUMMARY = re.compile(r'<div class="error-summary".*?</ul>', re.DOTALL)
POINTS_AT = re.compile(r'href="#([^"]*)"')


@dataclass
class Attack:
    """One form under attack."""

    visits: Visits
    form: Form
    otherwise: Fields

    @property
    def sound(self) -> Fields:
        return self.form.sound() | self.otherwise

    def is_sound(self) -> bool:
        """What people would send is taken."""
        return self._send(self.sound).status_code in {200, 303}

    def everything(self, *, again: bool) -> None:
        """Every field with every awkward value; what nobody sees with those that matter there.

        `again`: the same fields have been tried at another address.
        """
        fields = list(self.otherwise) or [one.name for one in self.form.fields]
        chosen_only = all(self.form.inputs[f].kind in CHOSEN_FROM for f in fields)
        names = FORGED if chosen_only or again else tuple(VALUES)
        for turn in range(len(names)):
            self.wave({f: names[(turn + at) % len(names)] for at, f in enumerate(fields)})
        if self.otherwise:
            return
        for hidden in {"version", "shown", "next"} & self.form.inputs.keys():
            for words in FORGED:
                self.wave({hidden: words})

    def wave(self, chosen: Mapping[str, str]) -> None:
        """These fields at once; then without those that are blamed, until the rest is kept."""
        if not chosen:
            return
        page = self._send(self.sound | {f: VALUES[w] for f, w in chosen.items()}, chosen)
        blamed = self._blamed(page, chosen) if page.status_code == 422 else set()
        if blamed:
            self.wave({f: w for f, w in chosen.items() if f not in blamed})
        elif page.status_code in {409, 422} and len(chosen) > 1:
            halves = list(chosen.items())  # it is not clear which of them it was
            self.wave(dict(halves[: len(halves) // 2]))
            self.wave(dict(halves[len(halves) // 2 :]))

    def _send(self, fields: Fields, chosen: Mapping[str, str] | None = None) -> TestResponse:
        told = (self.form.endpoint, self.form.action, dict(chosen or {}))
        page = self.visits.open(self.form.who, self.form.action, fields)
        assert page.status_code < 500, told
        if page.status_code == 303:
            for table, parameters in self.visits.written:
                assert not UNCLEAN.search(repr_of(parameters)), (told, table, parameters)
        return page

    def _blamed(self, page: TestResponse, left: Mapping[str, str]) -> set[str]:
        """The fields that the summary of errors leads to; everything typed must still be there."""
        told = (self.form.endpoint, self.form.action, dict(left))
        text = page.text.partition("<main")[2].partition("</main>")[0]
        summary = SUMMARY.search(text)
        assert summary, told
        targets, ids = POINTS_AT.findall(summary[0]), set(IDS.findall(text))
        assert summary[0].count("<li>") >= 1, told
        assert set(targets) <= ids, (told, set(targets) - ids)
        assert "エラー" in page.text.partition("</title>")[0], told
        blamed = {f for f in left for t in targets if _is_at(f, t)}
        for one in self.form.fields:
            if one.name in blamed - FORGETS and one.kind in TYPED:
                typed = one_line(VALUES[left[one.name]][0]) if VALUES[left[one.name]] else ""
                assert not typed or shown(text, one.name), (told, one.name)
        return blamed


def _is_at(name: str, target: str) -> bool:
    """Whether a link leads to this field: to its first choice, or to the list it stands in."""
    return target in {name, f"{name}-0"} or name.startswith(f"{target}-")


def shown(text: str, name: str) -> str:
    """What stands in a field of the page."""
    area = re.search(rf'<textarea[^>]*\sname="{name}"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    if area:
        return html.unescape(area[1]).strip()
    line = re.search(rf'<input[^>]*\sname="{name}"[^>]*>', text)
    value = re.search(r'\svalue="([^"]*)"', line[0]) if line else None
    return html.unescape(value[1]) if value else ""


def repr_of(parameters: Any) -> str:
    """All texts that a statement was given, pictures aside; of JSON what it means."""
    if isinstance(parameters, Mapping):
        return repr_of(list(parameters.values()))
    if isinstance(parameters, list | tuple):
        return "".join(map(repr_of, parameters))
    text = parameters if isinstance(parameters, str) else ""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.slow
def test_every_field_of_every_form_takes_anything(app: Flask, visits: Visits) -> None:
    done: set[str] = set()
    known: set[frozenset[str]] = set()
    waiting: set[str] = set()
    for form in walked(visits):
        if form.method != "POST" or form.key in done:
            continue
        attack, fields = Attack(visits, form, {}), frozenset(form.inputs)
        if form.endpoint not in NEVER_SOUND and not attack.is_sound():
            waiting.add(form.endpoint)  # at the wrong moment; another scene has the right one
            continue
        attack.everything(again=fields in known)
        for otherwise in form.otherwise() if fields not in known else ():
            other = Attack(visits, form, otherwise)
            assert other.is_sound(), otherwise
            other.everything(again=False)
        done.add(form.key)
        known.add(fields)
    attacked = {key.split()[1] for key in done}
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert waiting | posts <= attacked | ELSEWHERE


# ------------------------------------------------------------------ many ways to write one thing


def _dates(day: str) -> list[str]:
    year, month, on = map(int, day.split("-"))
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    plain = f"{year}/{month}/{on}"
    return [
        plain,
        plain.translate(wide),
        f"令和{year - 2018}年{month}月{on}日",
        f"R{year - 2018}.{month}.{on}",
    ]


def _times(clock: str) -> list[str]:
    hour, minute = map(int, clock.split(":"))
    wide = str.maketrans("0123456789:", "０１２３４５６７８９：")
    return [
        f"{hour}時{minute}分", clock.translate(wide),
        f"{'午後' if hour > 11 else '午前'}{hour % 12 or hour}時{minute}分", f"{hour}:{minute:02}",
    ]  # fmt: skip


def _numbers(number: str) -> list[str]:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    kanji = str.maketrans("0123456789", "〇一二三四五六七八九")
    return [number.translate(wide), number.translate(kanji), f" {number}　", f"{number}"]


def _phones(phone: str) -> list[str]:
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    return [
        phone.translate(wide),
        phone.replace("-", ""),
        phone.replace("-", "ー"),
        f"+81{phone[1:]}",
    ]


WRITINGS = {"date": _dates, "time": _times, "number": _numbers, "tel": _phones}
OF_THE_MOMENT = {"message", "notice", "audit_entry", "attempt", "wishes", "sign_in", "sign_in_code"}
"""Tables in which two equal requests differ."""


def kept(visits: Visits) -> list[tuple[str, list[str]]]:
    """What was written, but for numbers of new rows and the moment itself."""
    return [
        (table, [value for value in _values(parameters) if str(TODAY) not in value])
        for table, parameters in visits.written
        if table not in OF_THE_MOMENT
    ]


def _values(parameters: Any) -> Iterator[str]:
    if isinstance(parameters, Mapping):
        parameters = [v for name, v in parameters.items() if not name.endswith("_id")]
    if isinstance(parameters, list | tuple):
        for one in parameters:
            yield from _values(one)
    else:
        yield str(parameters)


@pytest.mark.slow
def test_numbers_dates_times_and_telephones_may_be_written_in_any_way(visits: Visits) -> None:
    done: set[str] = set()
    for form in walked(visits):
        values = {one.name: form.sound()[one.name] for one in form.fields if one.kind in WRITINGS}
        typed = {name: value[0] for name, value in values.items() if any(value)}
        if form.method != "POST" or form.key in done or not typed:
            continue
        if visits.open(form.who, form.action, form.sound()).status_code != 303:
            continue
        done.add(form.key)
        expected = kept(visits)
        assert expected, form.action
        for way in range(4):
            written = {n: [WRITINGS[form.inputs[n].kind](v)[way]] for n, v in typed.items()}
            page = visits.open(form.who, form.action, form.sound() | written)
            assert (page.status_code, kept(visits)) == (303, expected), (form.action, written)
    assert len(done) >= 15
