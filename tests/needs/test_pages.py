"""The pages of those who ask, without JavaScript."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person, SignIn
from matching.needs import actions
from matching.needs.models import Need, Photo
from matching.needs.photos import Picture
from matching.needs.queries import needs
from matching.needs.rules import Closing, State, Urgency
from matching.organizations.models import Organization
from matching.organizations.rules import Kind
from matching.skills.rules import groups
from tests.awkward import send
from tests.browser import Browser, _prefilled
from tests.make import NOON, SATURDAY_9, appoint, make_need, make_organization, posted

DAY = timedelta(days=1)
WHAT = {"title": "庭の草取り", "body": "20坪ほどの庭です。"}
WHEN = {"slots-0-on": "2026-11-28", "slots-0-begins": "9:00", "slots-0-ends": "11時半"}


def picture(width: int = 60, height: int = 40) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(made, "JPEG")
    return made.getvalue()


def the_need(session: Session) -> Need:
    return session.scalars(select(Need).order_by(Need.id.desc()).limit(1)).one()


def begun(browser: Browser, session: Session, person: Person) -> Need:
    """A draft whose kind has been chosen."""
    browser.sign_in(person)
    browser.get("/needs/new")
    browser.submit({"kind": "garden_snow"})
    return the_need(session)


def finished(browser: Browser, session: Session, person: Person) -> Need:
    """A draft that could be handed in."""
    need = begun(browser, session, person)
    for fields in (WHAT, {}, WHEN, {}):
        browser.follow()
        browser.submit(fields)
    return need


@pytest.fixture
def association(session: Session, yoko: Person) -> Organization:
    return make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)


def speak_for(browser: Browser, session: Session, person: Person, group: Organization) -> None:
    browser.sign_in(person)
    row = session.scalars(select(SignIn).where(SignIn.person_id == person.id)).one()
    row.acting_for_id = group.id
    session.flush()


# ------------------------------------------------------------------ step by step


def test_every_kind_is_shown_with_examples(browser: Browser, hanako: Person) -> None:
    browser.sign_in(hanako)
    browser.get("/needs/new")

    for group in groups():
        assert f"{group.name()}例：{group.examples()}" in browser.text


def test_a_resident_asks_step_by_step(browser: Browser, session: Session, hanako: Person) -> None:
    browser.sign_in(hanako)
    browser.get("/needs/new")
    browser.submit({"kind": "garden_snow"})
    assert the_need(session).state is State.DRAFT

    browser.follow()
    assert "庭の草取り" in browser.text  # what others ask for
    browser.submit(WHAT)
    browser.follow()
    assert "善光寺町" in browser.tree.find(".//input[@name='town']").get("value", "")
    browser.submit({"exact_place": "１-２-３ 緑のアパート"})
    browser.follow()
    browser.submit(WHEN)
    browser.follow()
    browser.submit({"helpers_wanted": "二", "urgency": "urgent", "bring": "軍手"})
    browser.follow()
    assert "11月28日(土) 9:00–11:30" in browser.text
    assert "急いでいます" in browser.text
    browser.submit()
    browser.follow()

    assert "11月25日(水) 12:" in browser.text
    need = the_need(session)
    assert (need.state, need.helpers_wanted, need.urgency) == (State.SUBMITTED, 2, Urgency.URGENT)
    assert (need.first_start_at, need.district_id) == (SATURDAY_9, hanako.district_id)
    assert need.initiative_id is not None
    assert posted(session) == [("hanako@example.org", "needs/submitted")]


def test_a_resident_who_is_free_chooses_parts_of_the_week(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = begun(browser, session, hanako)
    browser.get(f"/needs/{need.id}/steps/when")

    browser.submit(
        {
            "timing": "flexible", "from_on": "令和8年12月1日", "to_on": "12月20日",
            "parts": ["workday-morning"], "week": ["160"], "minutes_wanted": "９０",
            "slots-0-on": "2月30日",  # not asked for, so nobody minds
        }
    )  # fmt: skip

    need = the_need(session)
    assert need.flexible
    assert need.week == {day * 24 + hour for day in range(5) for hour in (9, 10, 11)} | {160}
    assert need.minutes_wanted == 90
    browser.get(f"/needs/{need.id}/steps/when")
    again = browser.submit()
    assert again.status_code == 303
    assert the_need(session).week == need.week


@pytest.mark.parametrize(
    ("step", "fields", "words"),
    [
        ("kind", {"kind": "no_such_kind"}, "選択肢の中から"),
        ("what", {"title": ""}, "短く入力してください"),
        ("what", {"title": "長" * 90}, "あと10文字へらして"),
        ("where", {"district_id": ""}, "地区を選んで"),
        ("where", {"district_id": str(2**63)}, "選択肢の中から"),
        ("when", {}, "手伝ってほしい日と時間"),
        ("when", {"slots-0-on": "2026-11-28"}, "三つを入力"),
        ("when", WHEN | {"slots-0-on": "2月30日"}, "日付を確かめて"),
        ("when", WHEN | {"slots-0-on": "2026-11-23"}, "これから先の日時"),
        ("when", WHEN | {"slots-0-ends": "8:00"}, "始まりより後"),
        ("when", WHEN | {"slots-0-ends": "25:00"}, "時刻を確かめて"),
        ("when", {"timing": "flexible"}, "都合のよい曜日と時間を一つ以上"),
        (
            "when",
            {"timing": "flexible", "from_on": "2026-12-01", "to_on": "2999-12-31"},
            "一年より先",
        ),
        ("who", {"helpers_wanted": "501"}, "1から500まで"),
        ("who", {"helpers_wanted": "たくさん"}, "数字で入力"),
        ("who", {"contact_phone": "110番"}, "電話番号を確かめて"),
    ],
)
def test_a_step_says_what_is_wrong_and_keeps_what_was_typed(
    browser: Browser, session: Session, hanako: Person, step: str, fields: dict[str, str],
    words: str,
) -> None:  # fmt: skip
    need = begun(browser, session, hanako)
    before = need.version
    browser.get(f"/needs/{need.id}/steps/{step}")

    browser.submit((WHAT if step == "what" else {}) | fields, status=422)

    assert words in browser.text
    assert the_need(session).version == before
    for name, value in fields.items():
        shown = browser.tree.find(f".//input[@name='{name}'][@type='text']")
        assert shown is None or shown.get("value") == value


def required(browser: Browser, name: str) -> bool:
    field = browser.tree.find(f".//input[@name='{name}']")
    assert field is not None
    return field.get("required") is not None


def test_who_has_no_telephone_in_their_profile_is_asked_for_one(
    browser: Browser, session: Session, hanako: Person
) -> None:
    hanako.phone = None
    need = begun(browser, session, hanako)
    browser.get(f"/needs/{need.id}/steps/who")
    assert required(browser, "contact_phone")

    browser.submit(status=422)

    assert "手伝う人と連絡がとれる電話番号を入力してください。" in browser.text
    browser.submit({"contact_phone": "055-200-0001"})
    assert the_need(session).contact_phone == "+81552000001"


def test_who_has_one_may_leave_the_contact_telephone_empty(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = finished(browser, session, hanako)
    browser.get(f"/needs/{need.id}/steps/who")
    assert not required(browser, "contact_phone")

    browser.submit({"contact_phone": ""})

    browser.follow()
    browser.submit()
    assert the_need(session).state is State.SUBMITTED


def test_a_need_without_any_telephone_is_not_handed_in(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = finished(browser, session, hanako)
    need.contact_phone = hanako.phone = None
    browser.get(f"/needs/{need.id}/check")
    assert f"/needs/{need.id}/steps/who?from=check" in browser.links()

    browser.submit(status=422)

    assert the_need(session).state is State.DRAFT


@pytest.mark.parametrize(("phone", "status"), [("+81552000004", 303), (None, 422)])
def test_the_association_s_telephone_is_enough(
    browser: Browser, session: Session, yoko: Person, association: Organization,
    phone: str | None, status: int,
) -> None:  # fmt: skip
    association.phone, yoko.phone = phone, None
    speak_for(browser, session, yoko, association)
    browser.get("/needs/sheet")
    assert required(browser, "contact_phone") is (phone is None)

    browser.submit(WHAT | WHEN | {"kind": "garden_snow"}, status=status)


def test_one_more_time_is_asked_for_without_losing_anything(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = begun(browser, session, hanako)
    browser.get(f"/needs/{need.id}/steps/when")

    browser.submit(
        {"slots-0-on": "2月30日", "slots-0-begins": "9:00", "add-slots": "1"}, status=200
    )

    assert browser.tree.find(".//input[@name='slots-1-on']") is not None
    assert browser.tree.find(".//input[@name='slots-0-on']").get("value") == "2月30日"
    assert browser.tree.find(".//input[@name='slots-0-begins']").get("value") == "09:00"
    assert "エラー" not in browser.tree.findtext(".//title")


def test_there_are_at_most_31_rows_whatever_is_sent(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = begun(browser, session, hanako)
    path = f"/needs/{need.id}/steps/when"
    rows = {f"slots-{n}-on": "2026-12-01" for n in range(40)}

    browser.get(path)
    browser.submit(rows | {"add-slots": "1"}, status=200)
    assert len(browser.tree.findall(".//fieldset[@class='group']")) == 31

    for odd in ("slots-²-on", f"slots-{'9' * 5000}-on", "slots--on", "slots-x"):
        token = browser.csrf_token()
        status = send(browser, path, {odd: "1", "csrf_token": token, "timing": "fixed"})
        assert status == 422


def test_one_answer_is_changed_on_the_way_from_the_check_page(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = finished(browser, session, hanako)
    browser.get(f"/needs/{need.id}/check")
    change = f"/needs/{need.id}/steps/what?from=check"
    assert change in browser.links()

    browser.get(change)
    browser.submit({"title": "庭の草取りと枝切り"})
    browser.follow()

    assert "内容を確かめて" in browser.text
    assert "庭の草取りと枝切り" in browser.text
    assert {wish.skill for wish in _loaded(session, need).wished} == {"grass_cutting", "pruning"}


def _loaded(session: Session, need: Need) -> Need:
    return session.scalars(needs().where(Need.id == need.id)).unique().one()


def test_a_draft_is_taken_up_where_it_was_left(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = begun(browser, session, hanako)
    browser.follow()
    browser.submit(WHAT)

    browser.get("/needs/mine")
    assert f"/needs/{need.id}/own" in browser.links()
    browser.get(f"/needs/{need.id}/own")
    assert f"/needs/{need.id}/steps/when" in browser.links()


def test_an_unfinished_draft_is_not_handed_in(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = begun(browser, session, hanako)
    browser.get(f"/needs/{need.id}/check")
    assert "出す前に" in browser.text

    browser.submit(status=422)

    assert the_need(session).state is State.DRAFT


def test_the_asker_is_warned_about_the_insurance(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = finished(browser, session, hanako)
    browser.get(f"/needs/{need.id}/steps/who")
    browser.submit({"powered_tools": "y"})
    browser.follow()

    assert "行事用の保険の対象になりません" in browser.text


# ------------------------------------------------------------------ two at once


@pytest.mark.parametrize("page", ["steps/what", "sheet"])
def test_the_second_of_two_editors_is_told_and_loses_nothing(
    browser: Browser, session: Session, hanako: Person, page: str
) -> None:
    need = finished(browser, session, hanako)
    browser.get(f"/needs/{need.id}/{page}")
    need = _loaded(session, need)
    need.title, need.changed_at = "先に変えた題名", NOON + DAY
    session.flush()

    browser.submit({"title": "後から変えた題名", "body": "後から書いた内容"}, status=409)

    assert "先にこの依頼を変更しました" in browser.text
    assert the_need(session).title == "先に変えた題名"
    browser.submit()  # once more, knowingly
    assert (the_need(session).title, the_need(session).body) == (
        "後から変えた題名",
        "後から書いた内容",
    )


# ------------------------------------------------------------------ on one sheet


SHEET = {
    "kind": "clean_up", "title": "河川清掃", "body": "荒川の土手を清掃します。", "helpers_wanted": "１２",
    "slots-0-on": "2026-12-06", "slots-0-begins": "8:00", "slots-0-ends": "10:00",
    "slots-1-on": "2026-12-13", "slots-1-begins": "8:00", "slots-1-ends": "10:00",
    "meeting_place": "善光寺町公会堂", "bring": "軍手", "things-0-kind": "vehicle",
    "things-0-name": "軽トラック", "things-0-quantity": "2", "skills_wanted": ["litter_picking"],
    "children_welcome": "y", "answer_on": "2026-12-04",
}  # fmt: skip


def test_an_association_asks_on_one_sheet(
    browser: Browser, session: Session, yoko: Person, association: Organization
) -> None:
    speak_for(browser, session, yoko, association)
    assert browser.raw("/needs/new").headers["Location"] == "/needs/sheet"
    browser.get("/needs/sheet")
    assert "里垣地区自治会として" in browser.text

    browser.submit(SHEET)
    browser.follow()
    assert "軽トラック ×2" in browser.text
    browser.submit()

    need = _loaded(session, the_need(session))
    assert (need.state, need.organization_id) == (State.SUBMITTED, association.id)
    assert (len(need.slots), need.helpers_wanted) == (2, 12)
    assert need.answer_by is not None
    assert [thing.quantity for thing in need.things] == [2]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "短く入力してください"),
        ({"answer_on": "2026-12-24"}, "活動が始まる前"),
        ({"things-0-kind": ""}, "必要な物の種類"),
        ({"things-0-quantity": "0"}, "1から1000"),
        ({"slots-1-on": "2026-12-06"}, "重なっています"),
        ({"fee_yen": str(2**63)}, "数字で入力"),
        ({"fee_yen": str(2**31)}, "0から1000000"),
        ({"least_age": "-1"}, "数字で入力"),
        ({"district_id": ""}, "地区を選んで"),
        ({"skills_required": ["flying"]}, "選択肢の中から"),
        ({"initiative_id": "99999"}, "選択肢の中から"),
    ],
)
def test_the_sheet_says_what_is_wrong(
    browser: Browser, session: Session, hanako: Person, fields: dict[str, Any], words: str
) -> None:
    browser.sign_in(hanako)
    browser.get("/needs/sheet")

    browser.submit(SHEET | fields, status=422)

    assert words in browser.text
    assert not list(session.scalars(select(Need)))


def test_what_can_be_done_from_home_needs_no_district(
    browser: Browser, session: Session, hanako: Person
) -> None:
    browser.sign_in(hanako)
    browser.get("/needs/sheet")

    browser.submit(SHEET | {"district_id": "", "remote": "y"})

    assert (the_need(session).remote, the_need(session).district_id) == (True, None)


def test_last_years_need_is_one_button_away(
    browser: Browser, session: Session, yoko: Person, association: Organization
) -> None:
    old = make_need(
        session, yoko, organization_id=association.id, title="去年の河川清掃",
        state=State.CLOSED, closing=Closing.DONE, starts_at=SATURDAY_9 - 364 * DAY,
    )  # fmt: skip
    speak_for(browser, session, yoko, association)
    browser.get("/needs/sheet")

    browser.submit(form=f"/needs/{old.id}/copy")
    browser.follow()

    made = the_need(session)
    assert made.copied_from_id == old.id
    assert made.first_start_at == SATURDAY_9
    assert "11月28日(土) 9:00" in browser.text


# ------------------------------------------------------------------ what I asked for


def test_a_returned_need_shows_the_coordinators_words_and_is_sent_again(
    browser: Browser, session: Session, hanako: Person, sachiko: Person
) -> None:
    need = finished(browser, session, hanako)
    browser.get(f"/needs/{need.id}/check")
    browser.submit()
    actions.give_back(session, _loaded(session, need), by=sachiko, at=NOON, note="何坪ですか")

    browser.get(f"/needs/{need.id}/own")
    assert "何坪ですか" in browser.text
    browser.get(f"/needs/{need.id}/check")
    assert "何坪ですか" in browser.text
    browser.submit()

    assert the_need(session).state is State.SUBMITTED
    browser.get(f"/needs/{need.id}/own")
    assert browser.text.count("依頼を出した") == 2


@pytest.mark.parametrize("state", State)
def test_the_own_page_fits_every_state(
    browser: Browser, session: Session, hanako: Person, state: State
) -> None:
    closing = Closing.UNFILLED if state is State.CLOSED else None
    need = make_need(session, hanako, state=state, closing=closing, asked_open_at=NOON)
    browser.sign_in(hanako)

    browser.get(f"/needs/{need.id}/own")

    assert need.title in browser.text
    assert ("まだ必要です" in browser.text) == (state is State.OPEN)


def test_the_asker_says_that_help_is_still_wanted(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = make_need(session, hanako, asked_open_at=NOON)
    browser.sign_in(hanako)
    browser.get(f"/needs/{need.id}/own")

    browser.submit(form="still-open")
    browser.follow()

    assert the_need(session).still_open_at is not None
    assert "今も手伝いが必要でしょうか" not in browser.text


def test_a_draft_is_thrown_away(browser: Browser, session: Session, hanako: Person) -> None:
    need = begun(browser, session, hanako)
    browser.get(f"/needs/{need.id}/own")

    browser.submit(form="discard")
    browser.follow()

    assert "下書きを消しました" in browser.text
    assert not list(session.scalars(select(Need)))


@pytest.mark.parametrize(("verb", "status"), [("discard", 409), ("still-open", 409), ("copy", 409)])
def test_what_has_no_meaning_now_is_refused_kindly(
    browser: Browser, session: Session, hanako: Person, verb: str, status: int
) -> None:
    need = make_need(session, hanako, state=State.SUBMITTED)
    browser.sign_in(hanako)

    browser.post(f"/needs/{need.id}/{verb}", status=status)

    assert the_need(session).state is State.SUBMITTED


@pytest.mark.parametrize("count", [3, 30])
def test_my_needs_take_few_statements(
    browser: Browser, session: Session, hanako: Person, count: int
) -> None:
    for _ in range(count):
        make_need(session, hanako)
    browser.sign_in(hanako)

    browser.get("/needs/mine")

    assert browser.statements <= 10


@pytest.mark.parametrize(
    "page", ["own", "check", "sent", "sheet", "photos", "steps/kind", "steps/when"]
)
def test_no_page_takes_many_statements(
    browser: Browser, session: Session, hanako: Person, page: str
) -> None:
    state = State.SUBMITTED if page == "sent" else State.DRAFT
    need = make_need(session, hanako, state=state)
    browser.sign_in(hanako)

    browser.get(f"/needs/{need.id}/{page}")

    assert browser.statements <= 15


@pytest.mark.parametrize("page", ["?page=0", "?page=99", "?page=x", f"?page={2**63}", "?page=²"])
def test_any_page_number_is_forgiven(browser: Browser, hanako: Person, page: str) -> None:
    browser.sign_in(hanako)

    browser.get(f"/needs/mine{page}")

    assert "まだ依頼はありません" in browser.text


# ------------------------------------------------------------------ who sees what

OWN = ("own", "check", "sent", "sheet", "photos", "steps/what")


@pytest.mark.parametrize("page", OWN)
@pytest.mark.parametrize(
    "case", [("hanako", 200), ("yoko", 200), ("taro", 403), ("kenji", 403), (None, 303)]
)
def test_a_draft_is_its_askers_and_their_officers(
    browser: Browser, session: Session, request: pytest.FixtureRequest,
    association: Organization, page: str, case: tuple[str | None, int],
) -> None:  # fmt: skip
    (who, status), hanako = case, request.getfixturevalue("hanako")
    appoint(session, association, hanako)
    state = State.SUBMITTED if page == "sent" else State.DRAFT
    need = make_need(session, hanako, state=state, organization_id=association.id)
    if who:
        browser.sign_in(request.getfixturevalue(who))

    assert browser.raw(f"/needs/{need.id}/{page}").status_code == status


@pytest.mark.parametrize("page", OWN)
def test_who_entered_a_draft_and_is_an_officer_no_longer_does_not_open_it(
    browser: Browser, session: Session, hanako: Person, association: Organization, page: str
) -> None:
    state = State.SUBMITTED if page == "sent" else State.DRAFT
    need = make_need(session, hanako, state=state, organization_id=association.id)
    browser.sign_in(hanako)

    browser.get(f"/needs/{need.id}/{page}", status=403)


@pytest.mark.parametrize("need_id", [0, 999_999, 2**31, 2**63])
def test_a_need_that_is_not_there_is_not_found(
    browser: Browser, hanako: Person, need_id: int
) -> None:
    browser.sign_in(hanako)

    for page in OWN:
        browser.get(f"/needs/{need_id}/{page}", status=404)
    browser.get(f"/needs/photos/{need_id}", status=404)


@pytest.mark.parametrize(
    "case",
    [
        (State.OPEN, None, 200),
        (State.FILLED, "taro", 200),
        (State.DRAFT, None, 404),
        (State.DRAFT, "taro", 404),
        (State.SUBMITTED, "hanako", 200),
        (State.SUBMITTED, "sachiko", 200),
        (State.CLOSED, "taro", 404),
    ],
)
def test_a_photo_is_seen_by_those_who_see_the_need(
    browser: Browser, session: Session, request: pytest.FixtureRequest, hanako: Person,
    case: tuple[State, str | None, int],
) -> None:  # fmt: skip
    state, who, status = case
    need = make_need(session, hanako, state=state)
    photo = Photo(need_id=need.id, jpeg=b"jpeg", width=1, height=1, added_at=NOON)
    session.add(photo)
    session.flush()
    if who:
        browser.sign_in(request.getfixturevalue(who))

    page = browser.raw(f"/needs/photos/{photo.id}")

    assert page.status_code == status
    assert status != 200 or (page.data, page.mimetype) == (b"jpeg", "image/jpeg")


# ------------------------------------------------------------------ photos


def upload(browser: Browser, path: str, content: bytes, status: int, **fields: str) -> None:
    """Send the page's form with a file, as a browser does."""
    browser.get(path)
    form = next(f for f in browser.main().iter("form") if f.get("enctype"))
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, values in (_prefilled(form) | {n: [v] for n, v in fields.items()}).items()
        for value in values
    ]
    parts.append(
        '--edge\r\nContent-Disposition: form-data; name="photo"; filename="../../庭.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = "".join(parts).encode() + content + b"\r\n--edge--\r\n"
    page = browser.raw(path, "POST", data=body, content_type="multipart/form-data; boundary=edge")
    assert page.status_code == status
    if status != 303:
        browser._checked(status)


def test_a_photo_comes_with_the_words(browser: Browser, session: Session, hanako: Person) -> None:
    need = begun(browser, session, hanako)

    upload(browser, f"/needs/{need.id}/steps/what", picture(), 303, **WHAT)

    (photo,) = session.scalars(select(Photo))
    assert (photo.need_id, photo.width, photo.height) == (need.id, 60, 40)
    browser.get(f"/needs/{need.id}/check")
    assert browser.tree.find(f".//img[@src='/needs/photos/{photo.id}']") is not None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "JPEGかPNG"),
        (b"\xff\xd8\xff" + b"0" * (50 * 1024 * 1024), "10MBより小さい"),
    ],
)
@pytest.mark.parametrize("page", ["steps/what", "photos"])
def test_a_file_of_the_wrong_kind_or_size_is_refused_beside_its_field(
    browser: Browser, session: Session, hanako: Person, page: str, content: bytes, words: str
) -> None:
    need = begun(browser, session, hanako)

    upload(browser, f"/needs/{need.id}/{page}", content, 422, **WHAT)

    assert words in "".join(browser.tree.find(".//p[@id='photo-error']").itertext())
    if page == "steps/what":
        assert browser.tree.find(".//input[@name='title']").get("value") == WHAT["title"]


def test_a_photo_is_kept_when_the_words_are_wrong(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = begun(browser, session, hanako)
    path = f"/needs/{need.id}/steps/what"

    upload(browser, path, picture(), 422, **WHAT | {"title": ""})

    (photo,) = session.scalars(select(Photo))
    assert "写真は受け取りました" in browser.text
    assert browser.tree.find(f".//img[@src='/needs/photos/{photo.id}']") is not None
    browser.submit(WHAT)  # without choosing it again
    assert len(list(session.scalars(select(Photo)))) == 1
    browser.get(path)
    assert "写真は受け取りました" not in browser.text
    assert browser.tree.find(f".//img[@src='/needs/photos/{photo.id}']") is not None


def test_a_photo_is_kept_where_another_page_was_faster(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = begun(browser, session, hanako)

    upload(
        browser, f"/needs/{need.id}/steps/what", picture(), 409,
        **WHAT | {"version": str(need.version - 1)},
    )  # fmt: skip

    assert "写真は受け取りました" in browser.text
    assert len(list(session.scalars(select(Photo)))) == 1


def test_one_photo_too_many_is_said_beside_its_field(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = begun(browser, session, hanako)
    for _ in range(3):
        session.add(Photo(need_id=need.id, jpeg=b"jpeg", width=1, height=1, added_at=NOON))

    upload(browser, f"/needs/{need.id}/steps/what", picture(), 422, **WHAT | {"title": ""})

    assert "写真は3枚まで" in "".join(browser.tree.find(".//p[@id='photo-error']").itertext())
    assert len(list(session.scalars(select(Photo)))) == 3


def test_photos_are_added_and_taken_away(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = make_need(session, hanako)
    path = f"/needs/{need.id}/photos"
    browser.sign_in(hanako)
    for _ in range(3):
        upload(browser, path, picture(), 303)

    browser.get(path)
    assert browser.tree.find(".//input[@name='photo']") is None  # three are enough
    browser.submit(form="remove")
    browser.get(path)

    assert len(list(session.scalars(select(Photo)))) == 2
    browser.submit({}, status=422, form=2)
    assert "写真を選んでください" in browser.text


def test_nobody_takes_away_anothers_photo(
    browser: Browser, session: Session, hanako: Person, taro: Person
) -> None:
    photo = actions.add_photo(session, make_need(session, hanako), Picture(b"j", 1, 1), at=NOON)
    browser.sign_in(taro)

    browser.post(f"/needs/photos/{photo.id}/remove", status=403)
