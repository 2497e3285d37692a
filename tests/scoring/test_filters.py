"""Who is kept out and why, reason by reason."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.scoring.filters import Reason, near_misses, reasons, unstated
from matching.scoring.tables import Pairs
from matching.scoring.week import Slots
from tests.scoring.tables import cities, free, one_need, saturday, slot, some_people

YES, NO = np.array([True]), np.array([False])
HERE = {"lat": np.array([35.66]), "lng": np.array([138.57])}
FAR = {"lat": np.array([35.76]), "lng": np.array([138.57])}  # 11.1 km north of HERE


def flag(needs, people, pairs=None):
    return Reason(int(reasons(needs, 0, people, pairs or Pairs())[0]))


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({}, Reason(0)),
        ({"active": NO}, Reason.INACTIVE),
        ({"consented": NO}, Reason.NOT_CONSENTED),
        ({"opted_in": NO}, Reason.NOT_OPTED_IN),
        ({"asks_today": [1], "asks_day_limit": [1.0]}, Reason.DAY_LIMIT),
        ({"asks_today": [1], "asks_day_limit": [2.0]}, Reason(0)),
        ({"asks_month": [4], "asks_month_limit": [4.0]}, Reason.MONTH_LIMIT),
        ({"asks_month": [3], "asks_month_limit": [4.0]}, Reason(0)),
        ({"quiet": YES}, Reason.QUIET_HOURS),
        ({"active": NO, "quiet": YES}, Reason.INACTIVE | Reason.QUIET_HOURS),
    ],
)
def test_whether_somebody_may_be_asked_at_all(columns, reason):
    assert flag(one_need(), some_people(**columns)) == reason


@pytest.mark.parametrize(
    ("born", "guardian_ok", "min_age", "reason"),
    [
        (2007, False, 18, Reason(0)),
        (2008, True, 18, Reason.AGE),
        (2008, False, 0, Reason.GUARDIAN),
        (2008, True, 0, Reason(0)),
        (2012, False, 16, Reason.AGE | Reason.GUARDIAN),
        (np.nan, False, 18, Reason(0)),
    ],
)
def test_age_is_what_somebody_has_surely_reached(born, guardian_ok, min_age, reason):
    people = some_people(birth_year=[float(born)], guardian_ok=np.array([guardian_ok]))
    assert flag(one_need(min_age=[min_age]), people) == reason


@pytest.mark.parametrize(
    ("skills", "licence", "reason"),
    [
        ([0.5, 0], True, Reason(0)),
        ([0, 1], True, Reason.SKILL),
        ([1, 1], False, Reason.LICENCE),
        ([0, 0], False, Reason.SKILL | Reason.LICENCE),
    ],
)
def test_required_skills_and_licences_must_be_held(skills, licence, reason):
    needs = one_need(required=np.array([[True, False]]), licences=np.array([[True]]))
    people = some_people(skills=np.array([skills]), licences=np.array([[licence]]))
    assert flag(needs, people) == reason


@pytest.mark.parametrize(
    ("place", "limit", "reason"),
    [
        (HERE, {"reach_km": [0.0]}, Reason(0)),
        (FAR, {"reach_km": [11.0]}, Reason.REACH),
        (FAR, {"reach_km": [11.2]}, Reason(0)),
        (FAR, {"reach_minutes": [30.0], "km_per_hour": [20.0]}, Reason.REACH),
        (FAR, {"reach_minutes": [30.0], "km_per_hour": [30.0]}, Reason(0)),
        (FAR, {}, Reason(0)),
        ({}, {"reach_km": [1.0]}, Reason(0)),
    ],
)
def test_people_come_as_far_as_they_said(place, limit, reason):
    assert flag(one_need(**HERE), some_people(**place, **limit)) == reason


@pytest.mark.parametrize(
    ("district", "goes_to", "radius", "reason"),
    [
        (0, [True, False], np.nan, Reason(0)),
        (1, [True, False], np.nan, Reason.REACH),
        (1, [True, False], 20.0, Reason(0)),
        (0, [True, False], 1.0, Reason(0)),
        (1, [True, False], 1.0, Reason.REACH),
        (-1, [True, False], np.nan, Reason(0)),
        (1, [False, False], np.nan, Reason(0)),
    ],
)
def test_a_chosen_district_or_the_radius_is_enough(district, goes_to, radius, reason):
    needs = one_need(**HERE, district=[district])
    people = some_people(**FAR, districts=np.array([goes_to]), reach_km=[radius])
    assert flag(needs, people) == reason


def test_distance_does_not_matter_from_home():
    needs = one_need(**HERE, remote=YES)
    assert flag(needs, some_people(**FAR, reach_km=[1.0])) == Reason(0)
    assert flag(needs, some_people(**HERE, reach_km=[9.0], remote_ok=NO)) == Reason.REACH


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ((9, 10, 11), Reason(0)),
        ((9, 10), Reason.TIME),
        ((10, 11, 12), Reason.TIME),
        ((), Reason.TIME),
    ],
)
def test_the_whole_of_a_fixed_slot_must_be_free(hours, reason):
    assert flag(one_need(**slot(9.5, 2)), some_people(**free(*hours))) == reason


def test_a_flexible_need_takes_its_hours_anywhere_in_its_slots():
    needs = one_need(**{**slot(9, 8), "hours": [2.0]})
    assert flag(needs, some_people(**free(9, 16))) == Reason(0)
    assert flag(needs, some_people(**free(9, 17))) == Reason.TIME


def test_slots_shorter_than_the_hours_wanted_ask_for_no_more():
    needs = one_need(**{**slot(9, 1), "hours": [2.0]})
    assert flag(needs, some_people(**free(9))) == Reason(0)


def test_time_that_a_side_has_not_stated_passes():
    assert flag(one_need(**slot(9, 2)), some_people()) == Reason(0)
    assert flag(one_need(), some_people(**free())) == Reason(0)
    assert flag(one_need(slots=slot(9, 2)["slots"]), some_people(**free())) == Reason(0)


@pytest.mark.parametrize("name", ["busy", "away"])
@pytest.mark.parametrize(
    ("week", "taken", "spoilt"),
    [
        (None, (10,), True),
        (None, (8, 11), False),
        ((9, 10, 13, 14), (9,), True),
        ((9, 10), (8,), False),
    ],
)
def test_hours_taken_on_the_very_date_count(name, week, taken, spoilt):
    people = some_people(**(free(*week) if week else {}))
    pairs = Pairs(**{name: [[0, 0]], f"{name}_week": saturday(*taken)})
    reason = {"busy": Reason.CLASH, "away": Reason.AWAY}[name] if spoilt else Reason(0)
    assert flag(one_need(**slot(9, 2)), people, pairs) == reason


def test_a_flexible_need_clashes_only_when_too_little_is_left():
    needs = one_need(**{**slot(9, 8), "hours": [2.0]})
    busy = Pairs(busy=[[0, 0]], busy_week=saturday(9, 10))
    assert flag(needs, some_people(**free(9, 10, 11, 12)), busy) == Reason(0)
    assert flag(needs, some_people(**free(9, 10, 11)), busy) == Reason.CLASH


def test_a_day_off_and_a_match_together_leave_too_little():
    needs = one_need(**{**slot(9, 8), "hours": [2.0]})
    pairs = Pairs(busy=[[0, 0]], busy_week=saturday(9), away=[[0, 0]], away_week=saturday(10))
    assert flag(needs, some_people(**free(9, 10, 11)), pairs) == Reason.CLASH


def test_somebody_busy_outside_their_stated_week_is_busy_all_the_same():
    pairs = Pairs(busy=[[0, 0]], busy_week=saturday(9, 10))
    assert flag(one_need(**slot(9, 2)), some_people(**free(14)), pairs) == (
        Reason.TIME | Reason.CLASH
    )


def test_hours_of_two_matches_add_up():
    needs = one_need(**{**slot(9, 4), "hours": [3.0]})
    pairs = Pairs(busy=[[0, 0], [0, 0]], busy_week=np.concatenate([saturday(9), saturday(12)]))
    assert flag(needs, some_people(), pairs) == Reason.CLASH


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("asked", Reason.ASKED_BEFORE),
        ("blocked", Reason.BLOCKED),
        ("full", Reason.WEEKLY_LOAD),
    ],
)
def test_facts_about_a_pair_hold_for_that_pair_alone(name, reason):
    found = reasons(one_need(), 0, some_people(3), Pairs(**{name: [[0, 1]]}))
    assert found.tolist() == [0, reason, 0]


@pytest.mark.parametrize(
    ("needs", "people", "flags"),
    [
        (one_need(**HERE), some_people(**HERE), Reason.REACH | Reason.TIME),
        (one_need(**HERE), some_people(**HERE, reach_km=[2.0]), Reason.TIME),
        (one_need(), some_people(reach_km=[2.0]), Reason.REACH | Reason.TIME),
        (one_need(remote=YES), some_people(), Reason.TIME),
        (
            one_need(district=[0], **slot(9, 2)),
            some_people(districts=np.array([[True]]), **free(9)),
            Reason(0),
        ),
        (one_need(remote=YES, min_age=[18]), some_people(), Reason.TIME | Reason.AGE),
        (one_need(remote=YES, min_age=[18]), some_people(birth_year=[1980.0]), Reason.TIME),
    ],
)
def test_what_could_not_be_checked_is_told(needs, people, flags):
    assert Reason(int(unstated(needs, 0, people)[0])) == flags


def test_a_near_miss_fails_by_reach_or_by_time_alone():
    flags = [0, Reason.REACH, Reason.TIME, Reason.REACH | Reason.TIME, Reason.TIME | Reason.SKILL]
    found = near_misses(np.array(flags, dtype=np.uint32))
    assert found.tolist() == [False, True, True, False, False]


@given(cities(), st.integers(-600, 600))
def test_who_fails_by_time_has_stated_both_sides(city, minutes):
    needs, people, pairs = city
    for need in range(len(needs)):
        flags = reasons(needs, need, people, pairs)
        assert not (flags & unstated(needs, need, people) & (Reason.TIME | Reason.AGE)).any()
    assert (
        needs.slots.shifted(minutes).shifted(-minutes).start.tolist() == needs.slots.start.tolist()
    )


def test_a_need_reads_only_its_own_slots():
    slots = Slots(need=[0], start=[0], minutes=[60])
    assert slots.minutes_by_hour(1).sum() == 0
