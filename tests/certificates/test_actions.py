"""Issuing, replacing and revoking on a real database; what the ledger does meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from matching.accounts import actions as accounts
from matching.accounts.queries import person as known_person
from matching.accounts.rules import Role
from matching.audit.models import Entry
from matching.certificates import actions, pages, queries
from matching.certificates.drafts import NOTHING, Wish
from matching.certificates.models import Certificate, CertificateLine, Frozen
from matching.certificates.rules import Period, Standing, misread
from matching.errors import RuleBroken
from matching.needs.models import Need
from matching.organizations.models import Affiliation, Organization
from matching.organizations.rules import Approval, Kind
from tests.certificates.make import THIS_YEAR, corrected, helped, issued, read, standing
from tests.make import NOON, TODAY, make_offer, make_organization, make_person, posted
from tests.matches.test_races import at_once
from tests.outcomes.make import HELD_ON, approved, over


def lines(session, certificate):
    rows = session.execute(queries.compared(certificate.id)).all()
    return [(row[0].held_on, row[0].own_minutes) for row in rows]


def test_a_paper_says_what_the_ledger_says_of_its_days(session, hanako, misaki, sachiko):
    for days, minutes in ((0, 95), (30, 61), (365, 40)):
        helped(session, hanako, misaki, sachiko, days=days, minutes=minutes)

    it = issued(session, misaki)

    assert (it.activities, it.minutes) == (2, 156)
    assert (it.first_on, it.last_on) == (date(2026, 4, 1), TODAY)
    assert lines(session, it) == [(HELD_ON - timedelta(days=30), 61), (HELD_ON, 95)]
    assert (it.name, misread(it.code)) == ("髙橋 美咲", None)
    assert standing(session, it) is Standing.VALID


@pytest.mark.parametrize(
    ("wish", "sums"),
    [
        (Wish(Period.THIS_YEAR), (2, 95 + 61)),
        (Wish(Period.LAST_YEAR), (1, 40)),
        (Wish(Period.ALL), (3, 95 + 61 + 40)),
        (Wish(Period.CHOSEN, HELD_ON, HELD_ON), (1, 95)),
        (Wish(Period.CHOSEN, date(2025, 1, 1), HELD_ON - timedelta(days=1)), (2, 61 + 40)),
    ],
)
def test_only_what_lies_in_the_period_is_on_it(session, hanako, misaki, sachiko, wish, sums):
    for days, minutes in ((0, 95), (30, 61), (365, 40)):
        helped(session, hanako, misaki, sachiko, days=days, minutes=minutes)

    it = issued(session, misaki, wish)

    assert (it.activities, it.minutes) == sums


def test_all_of_it_begins_with_the_first_activity(session, hanako, misaki, sachiko):
    helped(session, hanako, misaki, sachiko, days=365)

    assert issued(session, misaki, Wish(Period.ALL)).first_on == HELD_ON - timedelta(days=365)


def test_nothing_makes_no_paper(session, hanako, misaki, taro, sachiko):
    helped(session, hanako, taro, sachiko)  # somebody else's
    over(session, hanako, misaki)  # not approved

    with pytest.raises(RuleBroken, match=NOTHING):
        actions.issue(session, misaki, THIS_YEAR, at=NOON)

    assert session.scalars(select(Certificate)).all() == []


def test_what_was_done_for_an_organisation_is_on_nobodys_paper(session, hanako, yoko, sachiko):
    company = make_organization(session, "見本産業株式会社", Kind.COMPANY, yoko)
    offer = make_offer(session, yoko, organization_id=company.id)
    approved(session, over(session, hanako, yoko, offer=offer), sachiko)

    with pytest.raises(RuleBroken):
        actions.issue(session, yoko, Wish(Period.ALL), at=NOON)


def test_who_brought_a_friend_is_certified_their_own_part(session, hanako, misaki, sachiko):
    helped(session, hanako, misaki, sachiko, minutes=191, people=2)

    assert issued(session, misaki).minutes == 95


def test_the_universities_that_know_the_student_are_named(session, hanako, misaki, sachiko):
    helped(session, hanako, misaki, sachiko)
    for name, approval in (("山梨英和大学", Approval.APPROVED), ("山梨大学", Approval.PENDING)):
        known = select(Organization.id).where(Organization.name == name)
        session.add(
            Affiliation(
                organization_id=session.scalars(known).one(), person_id=misaki.id,
                approval=approval, claimed_at=NOON,
            )
        )  # fmt: skip

    assert issued(session, misaki).affiliation == "山梨英和大学"


def test_a_name_is_kept_letter_by_letter_and_as_it_was(session, hanako, sachiko):
    person = make_person(session, "𠮷﨑", "髙", Role.VOLUNTEER, email="y@example.org")
    helped(session, hanako, person, sachiko)
    it = issued(session, person)

    person.family_name = "山田"

    assert read(session, it).name == "𠮷﨑 髙"


# ------------------------------------------------------------------ what is out stays as it was


@pytest.mark.parametrize("table", [Certificate, CertificateLine])
def test_a_paper_that_is_out_cannot_be_edited(session, hanako, misaki, sachiko, table):
    helped(session, hanako, misaki, sachiko)
    issued(session, misaki)
    row = session.scalars(select(table)).one()

    row.minutes += 1

    with pytest.raises(Frozen):
        session.flush()


def test_titles_that_change_later_change_no_paper(session, hanako, misaki, sachiko):
    entry = helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)
    title = session.get_one(Need, entry.need_id).title

    session.get_one(Need, entry.need_id).title = "別の題"
    session.flush()

    paper = pages.paper(session, read(session, it))
    assert [one.line.title for one in paper.shown] == [title]
    assert paper.standing is Standing.VALID


def test_a_correction_is_told_and_leaves_the_paper_as_it_is(session, hanako, misaki, sachiko):
    helped(session, hanako, misaki, sachiko, days=9)
    entry = helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)

    corrected(session, entry, sachiko, minutes=65)

    paper = pages.paper(session, read(session, it))
    assert paper.standing is Standing.CHANGED
    assert (it.activities, it.minutes) == (2, 190)
    assert (paper.left, paper.minutes_left) == (2, 160)
    assert [one.differs for one in paper.shown] == [False, True]


def test_an_activity_that_did_not_take_place_after_all_is_told(session, hanako, misaki, sachiko):
    entry = helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)

    corrected(session, entry, sachiko, minutes=0, people=0)

    paper = pages.paper(session, read(session, it))
    assert (paper.standing, paper.left, paper.minutes_left) == (Standing.CHANGED, 0, 0)


def test_a_correction_that_is_taken_back_makes_it_good_again(session, hanako, misaki, sachiko):
    entry = helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)

    corrected(session, entry, sachiko, minutes=65)
    assert standing(session, it) is Standing.CHANGED
    corrected(session, entry, sachiko, minutes=95)

    assert standing(session, it) is Standing.VALID


def test_a_corrected_day_counts_where_it_lies_now(session, hanako, misaki, sachiko):
    entry = helped(session, hanako, misaki, sachiko, days=0)
    it = issued(session, misaki)

    corrected(session, entry, sachiko, held_on=HELD_ON - timedelta(days=4), minutes=90)

    assert standing(session, it) is Standing.CHANGED
    again = actions.certified(actions.ledger(session, misaki.id), (date.min, HELD_ON))
    assert [(line.held_on, line.minutes) for line in again.lines] == [
        (HELD_ON - timedelta(days=4), 90)
    ]


def test_what_is_approved_later_does_not_make_it_wrong(session, hanako, misaki, sachiko):
    helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)

    helped(session, hanako, misaki, sachiko, days=5)

    assert standing(session, it) is Standing.VALID
    assert pages.added(session, pages.paper(session, read(session, it))) == 1


def test_lists_and_pages_say_the_same_of_every_paper(session, hanako, misaki, sachiko):
    first, second = (helped(session, hanako, misaki, sachiko, days=days) for days in (0, 9))
    papers = [issued(session, misaki, replace(THIS_YEAR, recipient=f"{n}")) for n in range(4)]
    papers.append(issued(session, misaki, Wish(Period.CHOSEN, second.held_on, second.held_on)))
    actions.revoke(session, read(session, papers[0]), by=misaki, at=NOON)
    actions.issue(session, misaki, THIS_YEAR, at=NOON, replaces=read(session, papers[1]))
    corrected(session, first, sachiko, minutes=5)

    known = session.scalars(queries.of_person(misaki.id)).unique().all()
    listed = pages.standings(session, known)

    assert listed == {one.id: standing(session, one) for one in known}
    assert set(listed.values()) == set(Standing)


# ------------------------------------------------------------------ again, and no more


def test_asked_for_twice_the_same_paper_is_given_again(session, hanako, misaki, sachiko):
    entry = helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)

    assert issued(session, misaki).id == it.id
    other = issued(session, misaki, replace(THIS_YEAR, recipient="山梨英和大学"))
    corrected(session, entry, sachiko, minutes=65)
    changed = issued(session, misaki)
    actions.revoke(session, read(session, changed), by=misaki, at=NOON)
    new = issued(session, misaki)

    assert len({it.id, other.id, changed.id, new.id}) == 4


def test_a_new_paper_supersedes_the_old_one(session, hanako, misaki, sachiko):
    entry = helped(session, hanako, misaki, sachiko)
    old = issued(session, misaki)
    corrected(session, entry, sachiko, minutes=65)

    new = actions.issue(session, misaki, THIS_YEAR, at=NOON, replaces=read(session, old))

    assert standing(session, old) is Standing.SUPERSEDED
    assert read(session, old).superseded_by_id == new.id
    assert (standing(session, new), read(session, new).minutes) == (Standing.VALID, 65)


@pytest.mark.parametrize("end", ["superseded", "revoked"])
def test_what_is_out_of_use_is_neither_replaced_nor_revoked(session, hanako, misaki, sachiko, end):
    helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)
    if end == "revoked":
        actions.revoke(session, it, by=misaki, at=NOON)
    else:
        actions.issue(session, misaki, THIS_YEAR, at=NOON, replaces=it)
    number = session.scalar(select(func.count()).select_from(Certificate))

    with pytest.raises(RuleBroken):
        actions.issue(session, misaki, THIS_YEAR, at=NOON, replaces=read(session, it))
    with pytest.raises(RuleBroken):
        actions.revoke(session, read(session, it), by=misaki, at=NOON)

    assert session.scalar(select(func.count()).select_from(Certificate)) == number


def test_who_revokes_their_own_needs_no_reason_and_gets_no_letter(session, hanako, misaki, sachiko):
    helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)
    letters, noted = posted(session), session.scalars(select(Entry.id)).all()

    actions.revoke(session, it, by=misaki, at=NOON)

    assert standing(session, it) is Standing.REVOKED
    assert posted(session) == letters
    assert session.scalars(select(Entry.id)).all() == noted


def test_a_coordinator_revokes_with_a_reason_which_the_owner_is_told(
    session, hanako, misaki, sachiko
):
    helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)
    with pytest.raises(RuleBroken):
        actions.revoke(session, it, by=sachiko, at=NOON, reason=" ")

    actions.revoke(session, read(session, it), by=sachiko, at=NOON, reason="別の人の活動でした。")

    assert standing(session, it) is Standing.REVOKED
    assert posted(session)[-1] == ("misaki@example.ac.jp", "certificates/revoked")
    noted = session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert (noted.action, noted.subject, noted.subject_id) == ("revoke", "certificate", it.id)
    assert noted.by_id == sachiko.id


def test_who_was_shut_out_keeps_a_paper_that_can_be_verified(
    session, hanako, misaki, sachiko, root
):
    helped(session, hanako, misaki, sachiko)
    it = issued(session, misaki)
    person = session.scalars(known_person(misaki.id)).unique().one()

    accounts.disable(session, person, by=root, at=NOON)

    assert standing(session, it) is Standing.VALID


# ------------------------------------------------------------------ at the same moment


@pytest.fixture
def paper(own_database):
    """Ids of somebody with an activity, and of a paper about it."""
    with own_database.writing() as session:
        asker, helper, by = (
            make_person(session, "仮名", name, role, email=f"{n}@example.org")
            for n, (name, role) in enumerate(
                (("依頼", Role.RESIDENT), ("手伝", Role.VOLUNTEER), ("係", Role.COORDINATOR))
            )
        )
        helped(session, asker, helper, by)
        return helper.id, issued(session, helper).id


def test_two_presses_at_once_make_one_paper(own_database, paper):
    person_id, _ = paper

    def press(session):
        person = session.scalars(known_person(person_id)).unique().one()
        actions.issue(session, person, replace(THIS_YEAR, recipient="山梨英和大学"), at=NOON)

    assert at_once(own_database, [press] * 8) == ["yes"] * 8
    assert numbers(own_database) == (2, 2)


def test_of_two_who_replace_a_paper_at_once_one_does(own_database, paper):
    person_id, certificate_id = paper

    def press(session):
        person = session.scalars(known_person(person_id)).unique().one()
        old = session.scalars(queries.certificates().where(Certificate.id == certificate_id)).one()
        actions.issue(session, person, THIS_YEAR, at=NOON, replaces=old)

    answers = at_once(own_database, [press] * 8)

    assert sorted(answer == "yes" for answer in answers) == [False] * 7 + [True]
    assert numbers(own_database) == (2, 2)


def test_revoked_and_replaced_at_once_is_one_of_the_two(own_database, paper):
    person_id, certificate_id = paper
    chosen = queries.certificates().where(Certificate.id == certificate_id)

    def new(session):
        person = session.scalars(known_person(person_id)).unique().one()
        old = session.scalars(chosen).one()
        actions.issue(session, person, THIS_YEAR, at=NOON, replaces=old)

    def revoke(session):
        old = session.scalars(chosen).one()
        actions.revoke(session, old, by=old.person, at=NOON)

    answers = at_once(own_database, [new, revoke] * 3)

    assert answers.count("yes") == 1
    with own_database.read() as session:
        it = session.get_one(Certificate, certificate_id)
        assert (it.revoked_at is None) != (it.superseded_by_id is None)


def numbers(database):
    """Papers and lines there are."""
    with database.read() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table))
            for table in (Certificate, CertificateLine)
        )
