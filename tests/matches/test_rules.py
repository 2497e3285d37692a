"""The life cycle of a match, state by state and verb by verb."""

from __future__ import annotations

import pytest

from matching.errors import RuleBroken
from matching.matches.rules import BUSY, KNOWN, LIVE, NEXT, SEATED, STATE_WORDS, State, Verb, after


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", Verb)
def test_every_verb_in_every_state_follows_the_table(state: State, verb: Verb) -> None:
    if (state, verb) in NEXT:
        assert after(state, verb) is NEXT[state, verb]
    else:
        with pytest.raises(RuleBroken):
            after(state, verb)


def test_what_has_taken_place_is_never_changed() -> None:
    assert not [verb for state, verb in NEXT if state in {State.DONE, State.NO_SHOW}]


def test_nobody_who_said_no_is_asked_again() -> None:
    assert {verb for state, verb in NEXT if state is State.DECLINED} == {Verb.APPLY}


def test_a_place_is_only_taken_by_a_yes() -> None:
    taking = {verb for (state, verb), end in NEXT.items() if end in SEATED and state not in SEATED}

    assert taking == {Verb.ACCEPT, Verb.APPLY}


def test_the_groups_of_states_fit_each_other() -> None:
    assert BUSY < SEATED
    assert KNOWN < SEATED
    assert BUSY < LIVE
    assert set(STATE_WORDS) == set(State)
