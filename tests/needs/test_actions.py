"""The life of a need on a real session: every verb in every state, letters, words, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.errors import RuleBroken
from matching.needs import actions, jobs, policy, queries
from matching.needs.drafts import NeedDraft, Span
from matching.needs.models import Need, NeedStep, Photo
from matching.needs.photos import Picture
from matching.needs.rules import NEXT, Channel, Closing, State, Verb, after
from matching.needs.sheet import draft_of
from matching.outbox.models import Message
from matching.plan.models import Initiative
from matching.skills.rules import synonyms
from matching.text import query_words
from tests.make import (
    NOON,
    SATURDAY_9,
    district,
    make_need,
    make_organization,
    make_person,
    posted,
)

DAY = timedelta(days=1)
Act = Callable[[Session, Need, Person], object]


def draft(session: Session, **facts: Any) -> NeedDraft:
    usual: dict[str, Any] = {
        "kind": "garden_snow", "title": "庭の草取り", "body": "20坪ほどの庭です。",
        "district_id": district(session).id, "town": "善光寺町",
        "slots": (Span(SATURDAY_9, SATURDAY_9 + timedelta(hours=2)),),
    }  # fmt: skip
    return NeedDraft(**(usual | facts))


def begun(session: Session, asker: Person, **facts: Any) -> Need:
    return actions.begin(session, draft(session, **facts), asker=asker, by=asker, at=NOON)


def again(session: Session, need: Need) -> Need:
    session.flush()
    session.expire_all()
    return session.scalars(queries.needs().where(Need.id == need.id)).unique().one()


VERBS: dict[Verb, Act] = {
    Verb.SUBMIT: lambda s, need, by: actions.submit(s, need, by=by, at=NOON),
    Verb.RETURN: lambda s, need, by: actions.give_back(s, need, by=by, at=NOON, note="何坪ですか"),
    Verb.PUBLISH: lambda s, need, by: actions.publish(s, need, by=by, at=NOON),
    Verb.CLOSE: lambda s, need, by: actions.close(s, need, Closing.DONE, by=by, at=NOON),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", Verb)
def test_every_verb_in_every_state_follows_the_table(state: State, verb: Verb) -> None:
    if (state, verb) in NEXT:
        assert after(state, verb) is NEXT[state, verb]
    else:
        with pytest.raises(RuleBroken):
            after(state, verb)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", VERBS)
def test_every_action_keeps_to_the_table_and_writes_its_step(
    session: Session, hanako: Person, state: State, verb: Verb
) -> None:
    need = begun(session, hanako)
    need.state = state
    if (state, verb) not in NEXT:
        with pytest.raises(RuleBroken):
            VERBS[verb](session, need, hanako)
        return

    VERBS[verb](session, need, hanako)

    (step,) = session.scalars(queries.steps(need.id))
    assert need.state is NEXT[state, verb]
    assert (step.verb, step.before, step.by_id, step.at) == (verb, state, hanako.id, NOON)


def test_the_whole_story_is_told_to_the_asker(
    session: Session, hanako: Person, sachiko: Person
) -> None:
    need = begun(session, hanako)
    actions.submit(session, need, by=hanako, at=NOON)
    actions.give_back(session, need, by=sachiko, at=NOON, note="何坪ですか")
    assert need.returned_note == "何坪ですか"
    actions.submit(session, need, by=hanako, at=NOON)
    assert need.returned_note == ""
    actions.publish(session, need, by=sachiko, at=NOON)
    actions.close(session, need, Closing.UNFILLED, by=sachiko, at=NOON, note="雨が続いたため")

    assert posted(session) == [
        ("hanako@example.org", f"needs/{name}")
        for name in ("submitted", "returned", "submitted", "published", "closed")
    ]
    texts = session.scalars(select(Message.text).order_by(Message.id)).all()
    assert "11月25日(水) 12:00まで" in texts[0]
    assert "何坪ですか" in texts[1]
    assert "雨が続いたため" in texts[4]
    assert [step.note for step in session.scalars(queries.steps(need.id))][1] == "何坪ですか"


def test_a_need_that_lacks_something_is_not_handed_in(session: Session, hanako: Person) -> None:
    need = begun(session, hanako, title="")

    with pytest.raises(RuleBroken):
        actions.submit(session, need, by=hanako, at=NOON)

    assert need.state is State.DRAFT


def test_a_need_is_not_given_back_without_a_word(session: Session, hanako: Person) -> None:
    need = begun(session, hanako)
    need.state = State.SUBMITTED

    with pytest.raises(RuleBroken):
        actions.give_back(session, need, by=hanako, at=NOON, note=" ")


def test_who_closes_their_own_need_gets_no_letter(session: Session, hanako: Person) -> None:
    actions.close(session, begun(session, hanako), Closing.WITHDRAWN, by=hanako, at=NOON)

    assert posted(session) == []


def test_unfilled_needs_a_reason(session: Session, hanako: Person) -> None:
    with pytest.raises(RuleBroken):
        actions.close(session, begun(session, hanako), Closing.UNFILLED, by=hanako, at=NOON)


# ------------------------------------------------------------------ what it says


@pytest.mark.parametrize(
    "typed",
    ["草取り", "草むしり", "くさとり", "庭", "ニワ", "善光寺町", "里垣", "20坪", "草刈"],
)
def test_a_need_is_found_by_many_words(session: Session, hanako: Person, typed: str) -> None:
    need = begun(session, hanako, skills_wanted=("grass_cutting",))
    need.state = State.OPEN
    session.flush()

    found = queries.found(queries.listed(NOON), query_words(typed, synonyms()))

    assert list(session.scalars(found).unique()) == [need]


@pytest.mark.parametrize("typed", ["雪かき", "%", "_", "100%", "\\"])
def test_a_need_is_not_found_by_others(session: Session, hanako: Person, typed: str) -> None:
    need = begun(session, hanako)
    need.state = State.OPEN
    session.flush()

    words = query_words(typed, synonyms())

    assert not words or not list(session.scalars(queries.found(queries.listed(NOON), words)))


def test_what_a_need_counts_for_follows_its_kind_until_somebody_chooses(
    session: Session, hanako: Person
) -> None:
    def code(need: Need) -> str:
        return session.get_one(Initiative, need.initiative_id).code

    need = again(session, begun(session, hanako))
    assert code(need) == "IV-1-(3)"

    actions.save(session, need, replace(draft_of(need), kind="disaster"), at=NOON)
    assert code(need) == "IV-1-(1)"

    chosen = session.scalars(
        select(Initiative).where(
            Initiative.plan_id == session.get_one(Initiative, need.initiative_id).plan_id,
            Initiative.code == "II-1-(2)",
        )
    ).one()
    actions.save(session, need, replace(draft_of(need), initiative_id=chosen.id), at=NOON)
    actions.save(session, need, replace(draft_of(need), kind="home"), at=NOON)
    assert need.initiative_id == chosen.id


def test_first_and_last_moment_follow_the_times(session: Session, hanako: Person) -> None:
    later = Span(SATURDAY_9 + DAY, SATURDAY_9 + DAY + timedelta(hours=1))
    need = again(session, begun(session, hanako))
    both = replace(draft_of(need), slots=(later, *draft_of(need).slots))

    actions.save(session, need, both, at=NOON)

    assert (need.first_start_at, need.last_end_at) == (SATURDAY_9, later.ends_at)
    assert need.minutes_wanted == 180


def test_every_change_counts_as_a_new_version(session: Session, hanako: Person) -> None:
    need = again(session, begun(session, hanako))
    before = need.version

    actions.save(
        session, need, replace(draft_of(need), skills_required=("pruning",)), at=NOON + DAY
    )

    assert need.version == before + 1


def test_an_edit_says_what_changed_and_fills_or_opens_again(
    session: Session, hanako: Person
) -> None:
    need = again(session, make_need(session, hanako, helpers_wanted=2, places_taken=1))

    told = actions.edit(
        session, need, replace(draft_of(need), helpers_wanted=1, bring="鎌"), by=hanako, at=NOON
    )
    assert (set(told), need.state) == ({"人数", "持ち物"}, State.FILLED)

    actions.edit(session, need, replace(draft_of(need), helpers_wanted=3), by=hanako, at=NOON)
    assert need.state is State.OPEN
    assert [s.verb for s in session.scalars(queries.steps(need.id))] == [Verb.FILL, Verb.REOPEN]


def test_an_edit_cannot_send_helpers_away_nor_wake_what_is_over(
    session: Session, hanako: Person
) -> None:
    need = again(session, make_need(session, hanako, helpers_wanted=3, places_taken=2))
    with pytest.raises(RuleBroken, match="すでに"):
        actions.edit(session, need, replace(draft_of(need), helpers_wanted=1), by=hanako, at=NOON)

    need.state = State.CLOSED
    with pytest.raises(RuleBroken, match="終わった"):
        actions.edit(session, need, draft_of(need), by=hanako, at=NOON)


def test_last_years_need_is_copied_for_the_officer_of_today(
    session: Session, hanako: Person, yoko: Person
) -> None:
    association = make_organization(session, "里垣地区自治会")
    old = make_need(
        session, hanako, organization_id=association.id, starts_at=SATURDAY_9 - 364 * DAY,
        state=State.CLOSED, closing=Closing.DONE,
    )  # fmt: skip

    made = again(session, actions.copy(session, again(session, old), by=yoko, at=NOON))

    assert (made.state, made.asker_id, made.copied_from_id) == (State.DRAFT, yoko.id, old.id)
    assert made.organization_id == association.id
    assert made.first_start_at == SATURDAY_9
    assert made.title == old.title


def test_a_draft_is_not_copied(session: Session, hanako: Person) -> None:
    with pytest.raises(RuleBroken):
        actions.copy(session, again(session, begun(session, hanako)), by=hanako, at=NOON)


def test_only_a_draft_is_thrown_away_with_all_that_belongs_to_it(
    session: Session, hanako: Person, sachiko: Person
) -> None:
    need = begun(session, hanako)
    actions.add_photo(session, need, Picture(b"jpeg", 1, 1), at=NOON)
    actions.submit(session, need, by=hanako, at=NOON)
    with pytest.raises(RuleBroken):
        actions.discard(session, again(session, need))
    actions.give_back(session, need, by=sachiko, at=NOON, note="何坪ですか")

    actions.discard(session, again(session, need))

    for table in (Need, NeedStep, Photo):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_three_photos_are_enough(session: Session, hanako: Person) -> None:
    need = begun(session, hanako)
    for _ in range(3):
        actions.add_photo(session, need, Picture(b"jpeg", 1, 1), at=NOON)

    with pytest.raises(RuleBroken, match="写真は"):
        actions.add_photo(session, need, Picture(b"jpeg", 1, 1), at=NOON)


def test_the_centre_notes_how_it_came_and_that_they_agreed(
    session: Session, hanako: Person
) -> None:
    need = begun(session, hanako)

    actions.by_centre(need, Channel.PHONE, consented_at=NOON)

    assert (need.channel, need.consent_at) == (Channel.PHONE, NOON)


# ------------------------------------------------------------------ is it still open?

QUIET = NOON - 15 * DAY
LATELY = NOON - 13 * DAY
FAR = NOON + 60 * DAY


@pytest.mark.parametrize(
    ("facts", "is_asked"),
    [
        ({"opened_at": LATELY}, False),
        ({"opened_at": QUIET}, True),
        ({"opened_at": QUIET, "state": State.FILLED}, False),
        ({"opened_at": QUIET, "still_open_at": LATELY}, False),
        ({"opened_at": QUIET, "changed_at": LATELY}, False),
        ({"opened_at": QUIET, "asked_open_at": LATELY}, False),
        ({"opened_at": QUIET, "asked_open_at": QUIET}, True),
        ({"opened_at": LATELY, "flexible": True, "ends_at": NOON + 2 * DAY}, True),
        ({"opened_at": LATELY, "flexible": True, "ends_at": NOON + 4 * DAY}, False),
        ({"opened_at": LATELY, "starts_at": NOON - DAY}, True),
        (
            {"opened_at": LATELY, "starts_at": NOON - DAY, "places_taken": 1, "helpers_wanted": 2},
            False,
        ),
        ({"opened_at": QUIET, "starts_at": NOON - 90 * DAY}, False),
    ],
)
def test_quiet_needs_are_asked_after_once(
    session: Session, hanako: Person, facts: dict[str, Any], is_asked: bool
) -> None:
    need = make_need(session, hanako, **({"starts_at": NOON + DAY} | facts))

    assert jobs.ask_still_open(session, now=NOON) == int(is_asked)
    assert jobs.ask_still_open(session, now=NOON) == 0
    assert posted(session) == [("hanako@example.org", "needs/still_open")] * is_asked
    assert need.state is facts.get("state", State.OPEN)


def test_who_says_it_is_still_open_is_left_alone_for_two_weeks(
    session: Session, hanako: Person
) -> None:
    need = make_need(session, hanako, opened_at=QUIET, starts_at=FAR)
    jobs.ask_still_open(session, now=NOON)

    actions.say_still_open(session, need, at=NOON)

    assert jobs.ask_still_open(session, now=NOON + 13 * DAY) == 0
    assert jobs.ask_still_open(session, now=NOON + 15 * DAY) == 1


def test_only_an_open_need_is_still_open(session: Session, hanako: Person) -> None:
    with pytest.raises(RuleBroken):
        actions.say_still_open(session, begun(session, hanako), at=NOON)


# ------------------------------------------------------------------ who may


def test_the_list_of_what_one_may_see_and_the_rule_agree(
    session: Session, hanako: Person, taro: Person, yoko: Person, sachiko: Person, kenji: Person
) -> None:
    association = make_organization(session, "里垣地区自治会")
    needs = [make_need(session, hanako, state=state) for state in State]
    needs += [
        make_need(session, hanako, state=state, organization_id=association.id) for state in State
    ]
    reviewer = make_person(session, "山本", "委員", Role.REVIEWER)

    for person, own in (
        (hanako, ()), (hanako, (association.id,)), (taro, ()), (yoko, (association.id,)),
        (sachiko, ()), (kenji, ()), (reviewer, ()),
    ):  # fmt: skip
        seen = set(session.scalars(queries.seen_by(person, own)).unique())
        assert seen == {need for need in needs if policy.may_see(person, need, own)}
        asked = set(session.scalars(queries.mine(person, own)).unique())
        assert asked == {need for need in needs if policy.owns(person, need, own)}


@pytest.mark.parametrize(
    ("who", "is_officer", "owns", "sees", "edits"),
    [
        ("hanako", True, True, True, True),  # who entered it
        ("hanako", False, False, False, False),  # who entered it, and is an officer no longer
        ("yoko", True, True, True, True),
        ("sachiko", False, False, True, True),
        ("kenji", False, False, True, False),
        ("taro", False, False, False, False),
    ],
)
def test_who_may_do_what_with_an_associations_need_that_waits(  # noqa: PLR0917 - one table
    session: Session, request: pytest.FixtureRequest, who: str, is_officer: bool, owns: bool,
    sees: bool, edits: bool,
) -> None:  # fmt: skip
    person, hanako = request.getfixturevalue(who), request.getfixturevalue("hanako")
    association = make_organization(session, "里垣地区自治会")
    need = make_need(session, hanako, state=State.SUBMITTED, organization_id=association.id)
    own = (association.id,) if is_officer else ()

    assert policy.owns(person, need, own) is owns
    assert policy.may_see(person, need, own) is sees
    assert policy.may_edit(person, need, own) is edits
