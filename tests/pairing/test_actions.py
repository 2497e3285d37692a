"""Candidates, why not, and the whole board, from rows to words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.i18n import speaking
from matching.matches.models import Ask, Block
from matching.matches.rules import State
from matching.needs.models import Need, Slot, WishedSkill, WishedThing
from matching.offers.models import Area, DayOff, HeldSkill, Licence, Offer, Resource
from matching.offers.rules import Level, Travel
from matching.pairing import actions, queries, reasons
from matching.skills.rules import ResourceKind
from matching.text import search_words
from tests.make import (
    NOON,
    SATURDAY_9,
    district,
    make_match,
    make_need,
    make_offer,
    make_organization,
    make_person,
)

SATURDAY_MORNING = frozenset(range(5 * 24 + 8, 5 * 24 + 13))


@pytest.fixture
def grass(session: Session, hanako: Person) -> Need:
    """Grass cutting on Saturday morning; the skill helps."""
    need = make_need(session, hanako, words=search_words("庭の草取り"))
    need.wished = [WishedSkill(skill="grass_cutting")]
    session.flush()
    return need


def loaded(session: Session, *needs: Need) -> list[Need]:
    session.flush()
    wanted = [need.id for need in needs]
    statement = queries.scored().where(Need.id.in_(wanted)).order_by(Need.id)
    return list(session.scalars(statement).unique())


def proposal(session: Session, need: Need) -> actions.Proposal:
    return actions.proposal(session, loaded(session, need)[0], now=NOON)


def names(found: actions.Proposal) -> list[str]:
    return [candidate.name for candidate in found.suggested]


def test_who_can_do_it_and_lives_near_comes_first(
    session: Session, grass: Need, taro: Person, jiro: Person
) -> None:
    make_offer(session, taro, "grass_cutting", week=SATURDAY_MORNING)
    make_offer(session, jiro, home_district_id=district(session, "玉諸").id)

    found = proposal(session, grass)

    assert names(found) == ["雨宮 太郎", "望月 次郎"]
    first = found.suggested[0].explained
    assert first["bias"] + sum(p["log_odds"] for p in first["parts"]) == pytest.approx(
        first["score"], abs=1e-9
    )
    words = [reasons.reason_words(part) for part in first["parts"]]
    assert "できること：草刈り・草取り" in words or any("できること" in w for w in words)
    assert "その時間が空いている" in words
    assert "約1km以内" in words
    assert "まだお願いしたことがない" in words


def test_removing_a_fact_changes_exactly_its_part(
    session: Session, grass: Need, taro: Person
) -> None:
    offer = make_offer(session, taro, "grass_cutting", week=SATURDAY_MORNING)
    before = {
        p["feature"]: p["log_odds"]
        for p in proposal(session, grass).suggested[0].explained["parts"]
    }

    offer.week = None
    after = {
        p["feature"]: p["log_odds"]
        for p in proposal(session, grass).suggested[0].explained["parts"]
    }

    assert {f for f in before if before[f] != after[f]} == {"time"}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"active": False}, "INACTIVE"),
        ({"opted_in_at": None}, "NOT_OPTED_IN"),
        ({"asks_per_month": 0}, "MONTH_LIMIT"),
        ({"week": frozenset({0})}, "TIME"),
        ({"radius_km": 1, "travel": Travel.FOOT}, "REACH"),
    ],
)
def test_who_does_not_fit_is_not_suggested_and_the_reason_is_counted(
    session: Session, grass: Need, taro: Person, facts: dict[str, object], reason: str
) -> None:
    facts = {"home_district_id": district(session, "宮本").id, **facts}
    make_offer(session, taro, "grass_cutting", **facts)

    found = proposal(session, grass)

    assert names(found) == []
    assert found.counts == {reason: 1}
    with speaking("ja"):
        assert reasons.against_words(reason)


def test_a_person_who_did_not_consent_or_was_disabled_is_not_suggested(
    session: Session, grass: Need, taro: Person, jiro: Person
) -> None:
    make_offer(session, taro, "grass_cutting")
    make_offer(session, jiro, "grass_cutting")
    taro.consented_at = None
    jiro.disabled_at = NOON

    assert proposal(session, grass).counts == {"NOT_CONSENTED": 1, "INACTIVE": 1}


def test_a_minor_needs_the_guardians_consent(session: Session, grass: Need, misaki: Person) -> None:
    make_offer(session, misaki, "grass_cutting")
    misaki.birth_year = 2012

    assert proposal(session, grass).counts == {"GUARDIAN": 1}

    misaki.guardian_consented_at = NOON
    assert names(proposal(session, grass)) == ["髙橋 美咲"]


def test_required_skills_and_licences_must_be_held_and_valid(
    session: Session, grass: Need, taro: Person
) -> None:
    offer = make_offer(session, taro)
    grass.wished = [
        WishedSkill(skill="grass_cutting", required=True),
        WishedSkill(skill="licence:brush_cutter", required=True),
    ]
    assert proposal(session, grass).counts == {"SKILL": 1, "LICENCE": 1}

    offer.skills = [HeldSkill(skill="grass_cutting", level=Level.TRY)]
    offer.licences = [Licence(licence="brush_cutter", expires_on=date(2026, 11, 1))]
    assert proposal(session, grass).counts == {"LICENCE": 1}

    offer.licences[0].expires_on = None
    assert names(proposal(session, grass)) == ["雨宮 太郎"]


def test_accepted_matches_days_off_and_earlier_asks_keep_out(
    session: Session, grass: Need, hanako: Person, taro: Person, jiro: Person, misaki: Person
) -> None:
    for person in (taro, jiro, misaki):
        make_offer(session, person, "grass_cutting")
    other = make_need(session, hanako, starts_at=SATURDAY_9 + timedelta(hours=1))
    make_match(session, hanako, taro, need=other, state=State.ACCEPTED)
    offer = make_match(session, hanako, jiro, need=grass, state=State.DECLINED).offer
    assert offer.person_id == jiro.id
    held = session.scalars(select(Offer).where(Offer.person_id == misaki.id)).one()
    session.add(DayOff(offer_id=held.id, from_on=date(2026, 11, 27), to_on=date(2026, 11, 29)))

    assert proposal(session, grass).counts == {"CLASH": 1, "ASKED_BEFORE": 1, "AWAY": 1}


def test_nobody_is_suggested_for_their_own_need_or_to_whom_they_blocked(
    session: Session, grass: Need, hanako: Person, taro: Person
) -> None:
    make_offer(session, hanako, "grass_cutting")
    make_offer(session, taro, "grass_cutting")
    session.add(Block(person_id=taro.id, other_id=hanako.id, at=NOON))

    assert proposal(session, grass).counts == {"BLOCKED": 2}


def test_who_was_asked_lately_comes_later_and_it_is_said(
    session: Session, grass: Need, hanako: Person, taro: Person, jiro: Person
) -> None:
    make_offer(session, taro, "grass_cutting")
    make_offer(session, jiro, "grass_cutting")
    for days in (3, 5):
        match = make_match(session, hanako, taro, need=make_need(session, hanako))
        match.state = State.DECLINED
        session.add(
            Ask(
                match_id=match.id,
                offer_id=match.offer_id,
                need_id=match.need_id,
                asked_at=NOON - timedelta(days=days),
                said_yes=True,
            )
        )

    found = proposal(session, grass)

    assert names(found) == ["雨宮 太郎", "望月 次郎"] or names(found) == ["望月 次郎", "雨宮 太郎"]
    taros = next(c for c in found.suggested if c.name == "雨宮 太郎").explained
    words = [reasons.reason_words(part) for part in taros["parts"]]
    assert "最近14日間に2回お願いした" in words
    assert "これまで2回中2回引き受けた" in words


def test_a_later_start_that_would_help_is_computed(
    session: Session, grass: Need, taro: Person
) -> None:
    make_offer(session, taro, "grass_cutting", week=frozenset(range(5 * 24 + 10, 5 * 24 + 15)))

    found = proposal(session, grass)

    assert [c.unless for c in found.near_misses] == ["TIME"]
    assert [(c.kind, c.amount, c.brings) for c in found.changes] == [("later", 60, 1)]
    assert reasons.change_words(found.changes[0]) == "開始を60分遅らせると 1人"


def test_a_named_district_counts_as_reach(session: Session, grass: Need, taro: Person) -> None:
    offer = make_offer(
        session,
        taro,
        home_district_id=district(session, "宮本").id,
        radius_km=1,
        travel=Travel.FOOT,
    )
    assert proposal(session, grass).counts == {"REACH": 1}

    offer.areas = [Area(district_id=district(session).id)]
    assert names(proposal(session, grass)) == ["雨宮 太郎"]


def test_a_company_with_the_wanted_van_comes_first(
    session: Session, grass: Need, taro: Person, yoko: Person
) -> None:
    make_offer(session, taro)
    company = make_organization(session, "架空運送")
    van = make_offer(session, yoko, organization_id=company.id, head_count=4)
    van.resources = [Resource(kind=ResourceKind.VEHICLE, name="軽トラック")]
    grass.wished = []
    grass.things = [WishedThing(kind=ResourceKind.VEHICLE)]

    found = proposal(session, grass)

    assert names(found)[0] == "架空運送"
    assert "できること：車" in reasons.strongest(found.suggested[0].explained)


def test_the_statements_do_not_grow_with_the_register(session: Session, grass: Need) -> None:
    counts = []
    for number in range(12):
        make_offer(
            session, make_person(session, "甲", str(number), Role.VOLUNTEER), "grass_cutting"
        )
        if number in (1, 11):
            need = loaded(session, grass)[0]
            counts.append(statements(session, need))

    assert counts[0] == counts[1] <= 9


def statements(session: Session, need: Need) -> int:
    seen: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", count)
    actions.proposal(session, need, now=NOON)
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_the_whole_board_asks_nobody_for_two_places_at_once(
    session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    make_offer(session, taro, "grass_cutting")
    make_offer(session, jiro, "grass_cutting")
    needs = loaded(session, *(make_need(session, hanako) for _ in range(3)))

    pairs = actions.pair_board(session, needs, now=NOON)

    assert len(pairs) == 2
    assert len({candidate.offer_id for _, candidate in pairs}) == 2
    assert actions.pair_board(session, needs, now=NOON) == pairs


def test_needs_in_different_weeks_do_not_clash(
    session: Session, hanako: Person, taro: Person
) -> None:
    make_offer(session, taro, "grass_cutting")
    week = timedelta(days=7)
    needs = loaded(
        session, make_need(session, hanako), make_need(session, hanako, starts_at=SATURDAY_9 + week)
    )

    assert len(actions.pair_board(session, needs, now=NOON)) == 2


def test_each_helper_is_told_the_needs_that_suit_them_best(
    session: Session, hanako: Person, taro: Person, grass: Need
) -> None:
    offer = make_offer(session, taro, "grass_cutting")
    other = make_need(session, hanako, kind="digital", title="スマホの使い方")

    suited = actions.suiting(session, loaded(session, grass, other), now=NOON, top=1)

    assert [(need.id) for need, _ in suited[offer.id]] == [grass.id]


def test_an_empty_register_and_an_empty_board_give_empty_answers(
    session: Session, grass: Need
) -> None:
    found = proposal(session, grass)

    assert (found.suggested, found.near_misses, found.passed) == ((), (), 0)
    assert actions.pair_board(session, [], now=NOON) == []
    assert actions.suiting(session, [], now=NOON) == {}


def test_a_flexible_need_looks_at_its_hours_of_the_week(
    session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    need = make_need(
        session, hanako, flexible=True, week=SATURDAY_MORNING, minutes_wanted=60,
        from_on=date(2026, 11, 25), to_on=date(2026, 12, 20),
    )  # fmt: skip
    session.query(Slot).delete()
    make_offer(session, taro, week=SATURDAY_MORNING)
    make_offer(session, jiro, week=frozenset({0, 1}))

    found = proposal(session, need)

    assert names(found) == ["雨宮 太郎"]
    assert found.counts == {"TIME": 1}


def test_open_needs_leaves_out_what_has_begun_or_is_full(session: Session, hanako: Person) -> None:
    wanted = make_need(session, hanako)
    make_need(session, hanako, starts_at=NOON - timedelta(hours=1))
    make_need(session, hanako, places_taken=1)

    found = session.scalars(queries.open_needs(NOON)).unique().all()

    assert [need.id for need in found] == [wanted.id]
