"""The document is made of the stored figures."""

import json
from xml.etree.ElementTree import fromstring

import pytest

from benchmarks.simulator import report
from benchmarks.simulator.curves import Curve, drawn
from benchmarks.simulator.experiments import EXPERIMENTS

FACTS = {"date": "2026-01-01", "seeds": 2, "people": 3000, "days": 84, "needs_a_day": 12.0,
         "versions": "Python 3"}  # fmt: skip


def row(**figures: float) -> list[dict[str, float]]:
    """Two seeds of one row."""
    usual = {name: 1.0 for columns in (report.MAIN, report.WORLDS, report.WAVES, report.BOARD)
             for _, name, _ in columns}  # fmt: skip
    return [usual | figures, usual | {name: value + 2 for name, value in figures.items()}]


def test_a_page_has_a_table_and_the_curves_of_what_was_run(tmp_path):
    report.keep(tmp_path, "rules", {"ours": row(filled=76.0)}, FACTS)
    report.keep(tmp_path, "worlds", {"people tire · κ 0": row(gini=0.2),
                                     "people tire · κ 1": row(gini=0.1)}, FACTS)  # fmt: skip
    report.write(tmp_path)
    page = (tmp_path / "simulator.md").read_text("utf-8")
    assert "| ours | 77.0 ± 12.7 |" in page
    assert "2026-01-01 · 2 seeds · 3,000 people" in page
    assert page.count("*Not run yet.*") == 3
    for name in ("fairness.svg", "fairness-asks.svg"):
        fromstring((tmp_path / name).read_text("utf-8"))  # noqa: S314 - our own picture
        assert f"]({name})" in page


def test_running_one_experiment_again_keeps_the_others(tmp_path):
    for value in (10.0, 20.0):
        report.keep(tmp_path, "board", {"newest first": row(filled=value)}, FACTS)
    report.keep(tmp_path, "waves", {"our waves": row()}, FACTS)
    stored = json.loads((tmp_path / "simulator.json").read_text("utf-8"))
    assert set(stored) == {"board", "waves"}
    assert stored["board"]["rows"]["newest first"]["filled"][0] == 21


@pytest.mark.parametrize(
    ("fill", "words"),
    [(50.0, "1,500 contacts for the same 50.0 %, waves 1,000: 33 % saved"),
     (70.0, "never fills 70.0 % of the places; at best 60.0 % with 2,000 contacts")],
)  # fmt: skip
def test_contacts_are_compared_at_equal_fill(fill, words):
    rows = {
        "our waves": {"filled": [fill, 1], "asks": [1000.0, 1]},
        "nearest, 2 per place at once": {"filled": [40.0, 1], "asks": [1000.0, 1]},
        "nearest, 4 per place at once": {"filled": [60.0, 1], "asks": [2000.0, 1]},
        "nearest, everybody per place at once": {"filled": [55.0, 1], "asks": [3000.0, 1]},
        "best by score, 2 per place at once": {"filled": [40.0, 1], "asks": [900.0, 1]},
        "best by score, 4 per place at once": {"filled": [90.0, 1], "asks": [1900.0, 1]},
    }
    assert f"- nearest: {words}" in report.saved(rows)


def test_a_curve_of_one_point_can_be_drawn():
    picture = drawn("<title>", ("a", "b"), [Curve("one & only", ((1.0, 2.0, "κ"),))])
    assert "one &amp; only" in picture
    fromstring(picture)  # noqa: S314 - our own picture


def test_every_experiment_has_its_place_on_the_page():
    page = (report.Path(report.__file__).parent / "page.md").read_text("utf-8")
    assert all(f"<!-- {name} -->" in page for name in EXPERIMENTS)
