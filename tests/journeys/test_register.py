"""From the centre's old register to the figures of the plan, by pages only.

A file of 500 rows as offices keep them is imported; ten needs come in three ways; people are
found, asked, answer, come, report; the plan moves by exactly what was recorded.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.calendar import TOKYO
from matching.offers.models import Offer
from matching.organizations.models import Organization
from tests.browser import Browser
from tests.exchange.register import Written, lines, write
from tests.journeys.story import FIGURES, Asked, Figures, Story
from tests.make import district

ROWS = 500
POSTAL_CODE, LAST = 6, "窓口"

# ------------------------------------------------------------------ the file


def register() -> Written:
    """The office's file; besides its other habits a column is missing and some rows end early."""
    made = write(ROWS)
    table = list(lines(made.content))
    for row in table[1:]:
        del row[POSTAL_CODE : POSTAL_CODE + 1]
    for row in table[5::60]:
        while row and row[-1] in ("", LAST):
            row.pop()
    made.content = encoded(table)
    return made


def spoiled(content: bytes) -> tuple[bytes, dict[str, tuple[str, str]]]:
    """The file before four of its cells were put right; and what must be said of which line."""
    table = list(lines(content))
    table[11][1] = ""
    table[44][4] = '=HYPERLINK("http://evil.example")'
    table[150][0] = table[102][0]
    table[310][1] = "山" * 61 + " 太郎"
    return encoded(table), {
        "12": ("氏名", "氏名がありません"),
        "45": ("電話", "数式は読み込めません"),
        "151": ("登録番号", "103行目の人の番号です"),
        "311": ("氏名", "氏名が長すぎます"),
    }


def encoded(table: Iterable[list[str]]) -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held).writerows(table)
    return held.getvalue().encode("cp932")


def choose(desk: Browser, content: bytes) -> None:
    """The coordinator chooses a file and sees what would come of it."""
    desk.get("/exchange/register")
    desk.submit({"file": (io.BytesIO(content), "登録台帳.csv")})
    desk.follow()


def offers(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Offer)) or 0


def test_a_register_is_checked_by_row_and_column_mended_and_imported_whole(
    browser: Browser, session: Session, sachiko: Person
) -> None:
    file = register()
    wrong, expected = spoiled(file.content)
    browser.sign_in(sachiko)

    choose(browser, wrong)
    assert "直していただく行があります（4件）" in browser.text
    (remarks,) = [link for link in browser.links() if link.endswith("/remarks.csv")]
    file_of_remarks = browser.raw(remarks).data.decode("utf-8-sig").splitlines()
    told = [row for row in csv.reader(file_of_remarks) if row[2] == "直してください"]
    assert {line: column for line, column, *_rest in told} == {
        line: column for line, (column, _words) in expected.items()
    }
    assert all(expected[line][1] in said for line, _column, _weight, said in told)
    assert offers(session) == 0

    choose(browser, file.content)
    assert f"新しく登録{file.people}人" in browser.text
    assert f"ファイルの中の重なり：{file.repeated}行" in browser.text
    browser.submit(form="/import")
    browser.follow()
    assert f"新しい人{file.people}人" in browser.text
    kept = session.scalars(select(Offer).where(Offer.register_number.is_not(None))).all()
    people = {p.id: p for p in session.scalars(select(Person))}
    assert {o.register_number: people[o.person_id].birth_year for o in kept} == file.birth_years
    assert {o.register_number: people[o.person_id].phone for o in kept} == {
        number: f"+81{phone[1:]}" for number, phone in file.phones.items()
    }
    assert sum(o.opted_in_at is not None for o in kept) == file.agreed

    choose(browser, file.content)
    assert "変更なし。ファイルの内容は、すべて登録済みです" in browser.text
    assert not [f for f in browser.main().iter("form") if "/import" in (f.get("action") or "")]
    assert offers(session) == file.people


# ------------------------------------------------------------------ the year


def day(month: int, number: int, hour: int) -> datetime:
    return datetime(2026, month, number, hour, tzinfo=TOKYO)


def slot(on: str, begins: str, ends: str) -> dict[str, str]:
    return {"slots-0-on": on, "slots-0-begins": begins, "slots-0-ends": ends}


FUJIKO, KIKUE, SUMIRE = "fujiko@example.org", "kikue@example.org", "sumire@example.org"
OFFICER, NEIGHBOUR = "officer@example.org", "neighbour@example.org"
CALLER = {
    "family_name": "中道野", "given_name": "きぬ", "family_kana": "なかみちの",
    "given_kana": "キヌ", "phone": "０５５－２２０－００００", "birth_year": "昭和12年",
    "town": "善光寺町", "street": "4-5",
}  # fmt: skip


@pytest.fixture
def story(app: Flask, session: Session, sachiko: Person) -> Story:
    """The register has been imported; residents, an officer and a neighbour have signed up."""
    made = Story(app, session, sachiko)
    choose(made.desk, register().content)
    made.desk.submit(form="/import")
    made.signs_up(FUJIKO, "花園 ふじ子", "はなぞの ふじこ", "resident")
    made.signs_up(KIKUE, "小曲 菊江", "おまがり きくえ", "resident")
    made.signs_up(SUMIRE, "大里野 すみれ", "おおさとの すみれ", "resident")
    made.signs_up(NEIGHBOUR, "帯那 竹男", "おびな たけお", "volunteer")
    officer = made.signs_up(OFFICER, "千代田野 松子", "ちよだの まつこ", "resident")
    officer.get("/organizations/new")
    place = {"district_id": str(district(session).id), "phone": "055-222-0101"}
    officer.submit({"kind": "association", "name": "里垣地区自治会", "title": "会長", **place})
    group = session.scalars(
        select(Organization.id).where(Organization.name == "里垣地区自治会")
    ).one()
    made.desk.get("/organizations?approval=pending")
    made.desk.submit({"approval": "approved"}, form=f"/{group}/decide")
    officer.get("/organizations/mine")
    officer.submit(form="/act", status=303)
    return made


def ask_for_ten_things(story: Story) -> dict[str, Asked]:
    """Five in steps, three on the association's sheet, one by telephone, one on paper."""
    fujiko, kikue, sumire = (story.enters(email) for email in (FUJIKO, KIKUE, SUMIRE))
    officer = story.enters(OFFICER)
    mornings: dict[str, Any] = {
        "timing": "flexible", "from_on": "令和8年12月1日", "to_on": "12月20日",
        "parts": ["workday-morning"], "minutes_wanted": "６０",
    }  # fmt: skip
    fixed = {"day": "11月26日", "starts": "9時", "ends": "12時"}
    paper = {"channel": "paper", "day": "12/4", "starts": "7時半", "ends": "8時"}
    return {
        "garden": story.asks_in_steps(
            fujiko, "garden_snow", "庭の草取り", slot("11月28日", "9:00", "11:00"),
            helpers_wanted="二",
        ),
        "chest": story.asks_in_steps(
            kikue, "home", "たんすの移動", slot("2026-11-29", "午前10時", "11:00")
        ),
        "phone": story.asks_in_steps(sumire, "digital", "スマホの使い方", mornings),
        "talk": story.asks_in_steps(
            fujiko, "talking", "母の話し相手", slot("12月2日", "14:00", "15:00")
        ),
        "shop": story.asks_in_steps(
            kikue, "errands", "買い物の代行", slot("11月30日", "10:00", "11:00")
        ),
        "river": story.asks_on_a_sheet(
            officer, "clean_up", "河川清掃", slot("2026-12-05", "8:00", "10:00"),
            helpers_wanted="６", meeting_place="善光寺町公会堂",
        ),
        "drill": story.asks_on_a_sheet(
            officer, "disaster", "防災訓練の炊き出し", slot("2026-12-06", "9:00", "12:00"),
            helpers_wanted="3",
        ),
        "route": story.asks_on_a_sheet(
            officer, "children", "登校の見守り", slot("2026-11-30", "7:00", "8:00"),
            helpers_wanted="2",
        ),
        "clinic": story.asks_by_telephone("transport", "通院の付き添い", CALLER, fixed),
        "bins": story.asks_by_telephone(
            "errands", "ごみ出し", CALLER | {"given_name": "はる", "given_kana": "はる"}, paper
        ),
    }  # fmt: skip


def check_at_the_desk(story: Story, needs: dict[str, Asked]) -> None:
    """One goes back with words and comes again; then all are published."""
    route, officer = needs["route"], story.enters(OFFICER)
    story.desk.get(f"/desk/needs/{route.id}")
    story.desk.submit({"note": "集合場所を教えてください。"}, form="/return")
    officer.get(f"/needs/{route.id}/own")
    assert "集合場所を教えてください。" in officer.text
    officer.get(f"/needs/{route.id}/sheet")
    officer.submit({"meeting_place": "善光寺前の交差点"})
    officer.follow()
    officer.submit()
    for need in needs.values():
        story.publishes(need)


def find_people(story: Story, needs: dict[str, Asked]) -> None:
    """Some are asked need by need, the rest of a week at once; one neighbour comes by himself."""
    for name, number in (("clinic", 1), ("garden", 3), ("chest", 2)):
        story.offers_to(needs[name], number)
    story.offers_for_a_week("2026-11-30")
    neighbour = story.enters(NEIGHBOUR)
    for name, looked_for in (("garden", "くさとり"), ("bins", "ゴミ出し")):
        path = f"/needs/{needs[name].id}"
        neighbour.get(f"/board?q={looked_for}")
        assert path in neighbour.links()
        neighbour.get(f"{path}/apply")
        neighbour.submit({"message": "近くに住んでいます。"})


def hear_answers(story: Story, needs: dict[str, Asked]) -> None:
    """Yes, no, silence; the first who come are taken, and everybody is told."""
    said = {
        "clinic": ["yes"], "garden": ["no", "yes"], "chest": ["no", "yes"],
        "phone": ["yes"], "talk": ["yes"], "shop": ["yes"], "route": ["yes", "yes"],
        "river": ["yes", "no", "yes"], "drill": ["no"], "bins": [],
    }  # fmt: skip
    for name, answers in said.items():
        waiting = story.waiting(needs[name])
        assert len(waiting) >= len(answers), (name, len(waiting))
        for match, answer in zip(waiting, answers, strict=False):
            story.answers(match, answer)
    for need in needs.values():
        story.confirms(need)


def call_off(story: Story, need: Asked) -> None:
    """The asker needs it no longer: the need counts no more, nor does its match."""
    asker = story.enters(FUJIKO)
    asker.get(f"/needs/{need.id}/own")
    asker.get(f"/needs/{need.id}/close")
    asker.submit({"closing": "withdrawn"})
    need.counts = False
    need.confirmed.clear()


def record(story: Story, needs: dict[str, Asked]) -> None:
    """Reports of both sides; one helper did not come; one activity is not approved yet."""
    askers = {"garden": FUJIKO, "chest": KIKUE, "phone": SUMIRE, "river": OFFICER}
    minutes = {"garden": 115, "chest": 40, "phone": 75, "river": 130, "clinic": 180, "bins": 20}
    for name, length in minutes.items():
        need = needs[name]
        asker = story.enters(askers[name]) if name in askers else None
        by = story.enters(OFFICER) if name == "river" else story.desk
        for number, match_id in enumerate(sorted(need.confirmed)):
            story.tells(match_id, length + number, asker=asker)
            friends = 2 if name == "river" and not number else 1  # one brought somebody along
            story.approves(by, need, match_id, friends * (length + number), people=friends)
    for match_id in needs["route"].confirmed:
        story.tells(match_id, 60)
    (missed,) = needs["shop"].confirmed
    story.desk.get(f"/matches/{missed}/miss")
    story.desk.submit({"note": "連絡がつきませんでした。"})
    needs["shop"].confirmed.clear()


@pytest.mark.slow
def test_the_plan_moves_by_exactly_what_was_recorded(story: Story, kenji: Person) -> None:
    before = story.figures()

    def moved() -> Figures:
        after = story.figures()
        after.subtract(before)
        return Counter({cell: amount for cell, amount in after.items() if amount})

    needs = ask_for_ten_things(story)
    assert moved() == {}, "what nobody has checked counts nowhere"
    check_at_the_desk(story, needs)
    assert moved() == story.recorded() == {
        ("IV-1-(3)", "needs"): 6, ("II-1-(2)", "needs"): 2,
        ("IV-1-(2)", "needs"): 1, ("IV-1-(1)", "needs"): 1,
    }  # fmt: skip
    find_people(story, needs)
    hear_answers(story, needs)
    assert min(story.answered[way] for way in ("letter", "telephone")) >= 3
    assert moved() == story.recorded()
    with time_machine.travel(day(11, 27, 10), tick=True):
        story.clock_strikes()  # what nobody answered lapses
        assert story.waiting(needs["garden"]) == []
        call_off(story, needs["talk"])
        assert moved() == story.recorded()
    with time_machine.travel(day(12, 8, 9), tick=True):
        story.clock_strikes()
        needs["drill"].unmet = True
        record(story, needs)
        figures = story.recorded()
        assert figures["IV-1-(3)", "helpers"] < figures["IV-1-(3)", "done"], "one helped twice"
        assert figures["IV-1-(2)", "people"] > figures["IV-1-(2)", "done"], "one brought a friend"
        assert moved() == story.recorded()
        correct(story, needs["clinic"], 165)
        assert moved() == story.recorded()
        every_figure_opens_to_its_records(story, kenji)


def correct(story: Story, need: Asked, minutes: int) -> None:
    """An entry is never edited: another one says what should have counted."""
    (match_id,) = need.done
    name, people, _was = need.done[match_id]
    story.desk.get(f"/matches/{match_id}/outcome/correct")
    amount = {"hours": str(minutes // 60), "minutes": str(minutes % 60)}
    story.desk.submit(amount | {"reason": "早く終わったと聞いた"})
    need.done[match_id] = (name, people, minutes)


def every_figure_opens_to_its_records(story: Story, official: Person) -> None:
    """Behind each figure stand the needs, matches, activities and helpers it counts; no others."""
    city = story.enters(official.email or "")
    for code in sorted({need.code for need in story.needs}):
        own = [need for need in story.needs if need.code == code]
        held = {match: facts for need in own for match, facts in need.done.items()}
        activities = {f"/matches/{match}/outcome" for match in held}
        expected = {
            "needs": {f"/desk/needs/{need.id}" for need in own if need.counts},
            "unmet": {f"/desk/needs/{need.id}" for need in own if need.unmet},
            "matches": {f"/matches/{match}" for need in own for match in need.confirmed},
            "helpers": {name for name, _people, _minutes in held.values()},
            "done": activities, "people": activities, "minutes": activities,
        }  # fmt: skip
        for figure in FIGURES:
            total, rows = story.opened(city, code, figure)
            shown = {row[0] if figure == "helpers" else row[-1] for row in rows}
            assert (total, shown) == (len(rows), expected[figure]), (code, figure)
        _total, rows = story.opened(city, code, "minutes")
        assert sum(int(row[4].removesuffix("人")) for row in rows) == sum(
            people for _name, people, _minutes in held.values()
        )
        assert sum(map(read_minutes, (row[5] for row in rows))) == sum(
            minutes for _name, _people, minutes in held.values()
        )


def read_minutes(words: str) -> int:
    """2時間30分 as 150."""
    found = re.fullmatch(r"(?:(\d+)時間)?(?:(\d+)分)?", words)
    assert found
    return 60 * int(found[1] or 0) + int(found[2] or 0)
