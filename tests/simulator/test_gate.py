"""The gate lets pass what is as good as before, and stops a spoilt weight."""

from dataclasses import replace

import pytest

from benchmarks.simulator import gate
from benchmarks.simulator.setting import SMALL
from matching.scoring.score import Weights

SHORT = replace(SMALL, people=300, days=28, needs_a_day=3.0)
SEEDS = 5


@pytest.fixture(scope="module")
def reference() -> gate.Reference:
    return gate.measured(SHORT, SEEDS, rows=gate.ROWS[1:])


def test_the_same_weights_pass(reference):
    assert not any(each.worse for each in gate.verdicts(reference, reference))


def test_a_spoilt_weight_fails(reference):
    spoilt = replace(Weights(), interest=0.0, near=0.0, skill=0.0)
    found = list(gate.verdicts(reference, gate.measured(SHORT, SEEDS, spoilt, gate.ROWS[1:])))
    assert any(each.worse for each in found)
    assert any(str(each).startswith("WORSE") for each in found)


def test_only_what_is_worse_beyond_the_interval_fails():
    before = {"ours": {"helped": [90.0, 70.0], "asks_per_yes": [8.0, 9.0], "gini": [0.3, 0.3]}}
    better = {"ours": {"helped": [99.0, 79.0], "asks_per_yes": [4.0, 5.0], "gini": [0.1, 0.1]}}
    worse = {"ours": {"helped": [88.0, 68.0], "asks_per_yes": [9.0, 8.9], "gini": [0.302, 0.302]}}
    assert [v.worse for v in gate.verdicts(before, better)] == [False, False, False]
    assert [v.worse for v in gate.verdicts(before, worse)] == [True, False, False]


def test_the_stored_reference_has_every_headline_of_both_rows():
    for row in gate.stored().values():
        assert set(row) == set(gate.HEADLINES)
        assert {len(values) for values in row.values()} == {gate.SEEDS}
