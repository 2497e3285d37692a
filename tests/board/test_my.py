"""My page: what waits first, then what comes, what was asked, what was done."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from matching.accounts.models import SignIn
from matching.board.queries import mine
from matching.matches.rules import State as MatchState
from matching.needs.rules import State
from matching.organizations.rules import Kind
from matching.outcomes.models import Report
from matching.outcomes.rules import Side
from tests.board.make import outcome
from tests.browser import words as said
from tests.make import NOON, TODAY, make_match, make_need, make_offer, make_organization

AGO = NOON - timedelta(days=3)


def part(browser, name: str) -> str:
    found = browser.main().find(f".//section[@aria-labelledby='{name}']")
    return "".join(found.itertext())


def over(session, asker, **facts):
    return make_need(session, asker, state=State.FILLED, starts_at=AGO, places_taken=1, **facts)


def reported(session, match, side, by):
    session.add(
        Report(
            match_id=match.id, side=side, by_id=by.id, held_on=TODAY, minutes=60, people=1,
            reported_at=NOON,
        )
    )  # fmt: skip
    session.flush()


def test_somebody_new_is_told_what_to_do(browser, taro):
    browser.sign_in(taro)
    browser.get("/my")

    assert "予定している活動はありません" in part(browser, "coming")
    assert "/board" in browser.links()
    assert "/needs/new" in browser.links()
    assert "/offers/mine" in browser.links()


def test_who_only_asks_finds_that_first_and_no_empty_room_of_helpers(browser, session, hanako):
    make_need(session, hanako, title="草取り")
    browser.sign_in(hanako)
    browser.get("/my")

    parts = [one.get("aria-labelledby") for one in browser.main().iterfind(".//section")]
    assert parts == ["todo", "asked"]
    assert "草取り" in part(browser, "asked")
    assert {"/needs/new", "/offers/mine"} <= set(browser.links())


def test_strangers_are_asked_to_sign_in(browser):
    assert browser.raw("/my").headers["Location"] == "/sign-in?next=/my"


def test_an_offer_waits_on_top_and_is_accepted_in_one_tap(browser, session, hanako, taro):
    match = make_match(session, hanako, taro, need=make_need(session, hanako, title="草取り"))
    browser.sign_in(taro)
    browser.get("/my")

    assert "草取り" in part(browser, "todo")
    assert "11月26日(木) 12:00まで" in part(browser, "todo")
    browser.submit(form=f"/matches/{match.id}/answer")
    assert match.state is MatchState.ACCEPTED
    browser.get("/my")
    assert "草取り" in part(browser, "coming")
    assert "確定待ち" in part(browser, "coming")


def test_an_offer_past_its_time_and_a_proposal_do_not_wait(browser, session, hanako, taro):
    make_match(session, hanako, taro, answer_by=NOON - timedelta(minutes=1))
    make_match(session, hanako, taro, state=MatchState.PROPOSED)
    browser.sign_in(taro)
    browser.get("/my")

    assert "いまはありません" in part(browser, "todo")


def test_what_is_confirmed_comes_with_its_place_to_meet(browser, session, hanako, taro):
    need = make_need(session, hanako, meeting_place="門の前")
    make_match(session, hanako, taro, need=need, state=MatchState.CONFIRMED)
    browser.sign_in(taro)
    browser.get("/my")

    for words in ("11月28日(土) 9:00–11:00", "門の前", "参加が決まっています"):
        assert words in part(browser, "coming")
    assert "1-2-3" not in browser.text


def test_both_sides_are_reminded_to_say_what_came_of_it(browser, session, hanako, taro):
    match = make_match(
        session, hanako, taro, need=over(session, hanako), state=MatchState.CONFIRMED
    )
    browser.sign_in(taro)
    browser.get("/my")
    assert "活動の報告をお願いします" in part(browser, "todo")
    browser.sign_in(hanako)
    browser.get("/my")
    assert "手伝いはどうでしたか" in part(browser, "todo")

    reported(session, match, Side.HELPER, taro)
    reported(session, match, Side.ASKER, hanako)
    for person in (taro, hanako):
        browser.sign_in(person)
        browser.get("/my")
        assert "いまはありません" in part(browser, "todo")


def test_nobody_is_reminded_of_what_is_approved(browser, session, hanako, taro):
    match = make_match(session, hanako, taro, need=over(session, hanako), state=MatchState.DONE)
    outcome(session, match, taro)
    for person in (taro, hanako):
        browser.sign_in(person)
        browser.get("/my")
        assert "いまはありません" in part(browser, "todo")


def test_a_returned_need_shows_the_coordinators_words(browser, session, hanako):
    make_need(
        session, hanako, title="書き直す", state=State.DRAFT, returned_note="人数は何人ですか。"
    )
    make_need(session, hanako, title="", state=State.DRAFT)
    browser.sign_in(hanako)
    browser.get("/my")

    assert "人数は何人ですか。" in part(browser, "todo")
    assert "（題名なし）" in part(browser, "todo")


def test_what_was_closed_is_not_waited_for_any_more(browser, session, hanako):
    today = NOON + timedelta(hours=3)
    make_need(session, hanako, title="きょうの草取り", starts_at=today)
    closed = make_need(session, hanako, title="やめた草取り", starts_at=today)
    closed.state, closed.closed_at = State.CLOSED, NOON
    browser.sign_in(hanako)

    browser.get("/my")

    cards = {said(card.find(".//h3")): said(card) for card in browser.main().iter("article")}
    assert "今日" in cards["きょうの草取り"]
    assert "今日" not in cards["やめた草取り"]


def test_a_draft_is_taken_up_where_it_stopped(browser, session, hanako):
    start = NOON + timedelta(days=4)
    half = make_need(session, hanako, title="半分", state=State.DRAFT, starts_at=start)
    half.slots = []
    ready = make_need(session, hanako, title="出すだけ", state=State.DRAFT, starts_at=start)
    browser.sign_in(hanako)

    browser.get("/my")

    assert f"/needs/{half.id}/steps/when" in browser.links()
    assert f"/needs/{ready.id}/check" in browser.links()


def test_what_was_asked_is_listed_with_how_many_come(browser, session, hanako, taro):
    make_need(session, hanako, title="走っている", helpers_wanted=4, places_taken=1)
    make_need(session, hanako, title="先月", state=State.CLOSED, closed_at=AGO)
    make_need(
        session, hanako, title="ずっと前", state=State.CLOSED, closed_at=NOON - timedelta(days=400)
    )
    make_need(session, taro, title="他人の")
    browser.sign_in(hanako)
    browser.get("/my")

    asked = part(browser, "asked")
    assert "走っている" in asked
    assert "1 / 4人" in asked
    assert "先月" in asked
    assert "ずっと前" not in asked
    assert "他人の" not in browser.text


def test_officers_confirm_those_who_came_forward(browser, session, yoko, taro, hanako):
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    need = make_need(session, hanako, title="清掃", organization_id=group.id)
    make_match(session, hanako, taro, need=need, state=MatchState.ACCEPTED)
    own = make_need(session, hanako, title="庭の草取り")
    make_match(session, hanako, taro, need=own, state=MatchState.ACCEPTED)
    browser.sign_in(yoko)
    browser.get("/my")

    assert "手伝う方が見つかりました" in part(browser, "todo")  # the centre asked
    assert "応募" not in part(browser, "todo")
    assert "里垣地区自治会" in part(browser, "asked")
    browser.sign_in(hanako)
    browser.get("/my")
    assert "庭の草取り" not in part(browser, "todo")  # a resident's helpers are for the centre


def test_who_applied_is_called_an_applicant(browser, session, yoko, taro):
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    need = make_need(session, yoko, organization_id=group.id)
    make_match(session, yoko, taro, need=need, state=MatchState.ACCEPTED, applied=True)
    browser.sign_in(yoko)
    browser.get("/my")

    assert "応募がありました" in part(browser, "todo")
    assert "応募した人を確かめる" in part(browser, "todo")


def test_hours_are_summed_by_fiscal_year_with_corrections(browser, session, hanako, taro):
    match = make_match(session, hanako, taro, state=MatchState.DONE, need=over(session, hanako))
    first = outcome(session, match, taro, minutes=125)
    outcome(session, match, taro, minutes=-5, people=0, corrects_id=first.id, reason="打ち間違い")
    last = make_match(session, hanako, taro, state=MatchState.DONE, need=over(session, hanako))
    outcome(session, last, taro, minutes=45, fiscal_year=2025, held_on=TODAY - timedelta(days=300))
    company = make_organization(session, "架空工業", Kind.COMPANY, taro)
    outcome(session, last, taro, minutes=999, organization_id=company.id)
    browser.sign_in(taro)
    browser.get("/my")

    done = part(browser, "done")
    for words in ("2時間45分", "令和8年度", "2時間", "令和7年度", "45分"):
        assert words in done
    assert "16時間" not in done


def test_every_officer_sees_what_the_organisation_is_asked_and_says_how_many_come(
    browser, session, hanako, taro, yoko
):
    company = make_organization(session, "架空工業", Kind.COMPANY, taro, yoko)
    offer = make_offer(session, taro, organization_id=company.id, head_count=4)
    need = make_need(session, hanako, title="倉庫の引っ越し")
    match = make_match(session, hanako, taro, need=need, offer=offer)
    for officer in (taro, yoko):
        browser.sign_in(officer)
        browser.get("/my")
        assert "倉庫の引っ越し" in part(browser, "todo")
        assert f"/matches/{match.id}" in browser.links()
        assert not browser.main().findall(f".//form[@action='/matches/{match.id}/answer']")
        assert sum(session.execute(mine.waiting(officer, NOON)).one()) == 1


def test_who_no_longer_speaks_for_an_organisation_finds_nothing_of_it(
    browser, session, hanako, taro, yoko
):
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    need = make_need(session, taro, title="清掃", organization_id=group.id)
    make_match(session, taro, hanako, need=need, state=MatchState.ACCEPTED)
    company = make_organization(session, "架空工業", Kind.COMPANY, yoko)
    offer = make_offer(session, taro, organization_id=company.id, head_count=4)
    moving = make_need(session, hanako, title="倉庫の引っ越し")
    make_match(session, hanako, taro, need=moving, offer=offer)
    for person, finds in ((taro, False), (yoko, True)):
        browser.sign_in(person)
        browser.get("/my")
        assert ("清掃" in browser.text) == ("倉庫の引っ越し" in browser.text) == finds
        assert (sum(session.execute(mine.waiting(person, NOON)).one()) == 2) == finds


def test_the_board_says_how_those_stand_to_a_need_for_whom_one_speaks_now(
    browser, session, hanako, taro, yoko
):
    company = make_organization(session, "架空工業", Kind.COMPANY, yoko)
    offer = make_offer(session, taro, organization_id=company.id, head_count=4)
    make_match(session, hanako, taro, offer=offer)
    said = []
    for person, speaks_for in ((taro, None), (yoko, None), (yoko, company.id)):
        browser.sign_in(person)
        session.execute(
            update(SignIn).where(SignIn.person_id == person.id).values(acting_for_id=speaks_for)
        )
        browser.get("/board")
        said.append("お願いが届いています" in browser.text)

    assert said == [False, False, True]


def test_the_count_on_the_front_page_is_what_my_page_lists(browser, session, hanako, taro):
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, taro)
    make_match(session, hanako, taro)
    make_match(session, hanako, taro, need=over(session, hanako), state=MatchState.CONFIRMED)
    make_match(session, taro, hanako, need=over(session, taro), state=MatchState.CONFIRMED)
    festival = make_need(session, taro, organization_id=group.id)
    make_match(session, taro, hanako, need=festival, state=MatchState.ACCEPTED)
    make_need(session, taro, state=State.DRAFT, returned_note="人数は？")
    make_need(session, taro, state=State.DRAFT, submitted_at=None)
    browser.sign_in(taro)
    browser.get("/my")

    listed = browser.main().findall(".//section[@aria-labelledby='todo']//article")
    assert tuple(session.execute(mine.waiting(taro, NOON)).one()) == (1, 1, 2, 2)
    assert len(listed) == 6


def test_many_of_everything_take_no_more_statements_than_three(browser, session, hanako, taro):
    make_offer(session, taro, "grass_cutting")
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, taro)
    browser.sign_in(taro)
    taken = []
    for more in (3, 27):
        for _ in range(more):
            make_match(session, hanako, taro)
            make_match(session, hanako, taro, state=MatchState.CONFIRMED)
            match = make_match(
                session, hanako, taro, need=over(session, hanako), state=MatchState.CONFIRMED
            )
            outcome(session, match, taro, fiscal_year=2020 + more % 5)
            make_need(session, taro)
            mine_too = make_need(session, hanako, organization_id=group.id)
            make_match(session, hanako, hanako, need=mine_too, state=MatchState.ACCEPTED)
        browser.get("/my")
        taken.append(browser.statements)

    assert taken[0] == taken[1] <= 15
