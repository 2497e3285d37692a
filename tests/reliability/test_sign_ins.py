"""Sign-ins through several processes: what ended is over everywhere, tries are counted together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest
from sqlalchemy import select

from matching import clock
from matching.accounts.actions import change_password
from matching.accounts.models import Attempt, SignIn
from matching.accounts.queries import hashed
from matching.accounts.rules import LIMITS, Role, Tried
from tests.engines import Server
from tests.make import make_person
from tests.reliability.conftest import WORKERS, Site, migrated_database, served
from tests.reliability.crowd import Answer, Visitor, at_once

PASSWORD = "みかんの花が咲いている丘の道"
TRIES, MOST_WAVES = 40, 50
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all of these; none of them counts what another does."""
    database = migrated_database(server.create())
    with served(database, tmp_path_factory.mktemp("site")) as made:
        yield made
    database.dispose()


@pytest.fixture
def hanako(site: Site) -> Visitor:
    """Somebody who has signed in with her password."""
    with site.database.writing() as session:
        person = make_person(session, "中込", "花子", Role.RESIDENT, email="hanako@example.org")
        change_password(session, person, PASSWORD, keep=0, at=clock.now())
    visitor = Visitor(site.address)
    visitor.get("/sign-in/password")
    entered = visitor.post("/sign-in/password", email="hanako@example.org", password=PASSWORD)
    assert entered.status == 303, entered.text
    return visitor


def test_a_cookie_kept_from_before_signing_out_is_worth_nothing_in_any_process(
    site: Site, hanako: Visitor
) -> None:
    kept = hanako.copy()
    page = kept.get("/account")
    assert (page.status, "hanako@example.org" in page.text) == (200, True)

    hanako.get("/account")
    assert hanako.post("/sign-out").status == 303

    ways_in = by_every_process(
        site, "GET", "/account", [partial(kept.copy().get, "/account") for _ in range(TRIES)]
    )
    assert {(answer.status, answer.location) for answer in ways_in} == {
        (303, "/sign-in?next=/account")
    }
    assert kept.post("/letters/read").status == 401
    with site.database.read() as session:
        assert session.scalars(select(SignIn)).all() == []


def test_wrong_passwords_for_one_address_are_counted_together_by_all_processes(site: Site) -> None:
    wrong = {"email": "taro@example.org", "password": "これではない"}

    statuses = tried(site, "/sign-in/password", [wrong] * TRIES)

    key = f"{Tried.PASSWORD}:{hashed(wrong['email'])}"
    passed = allowed(site, key, LIMITS[Tried.PASSWORD][0].most, of=statuses.total())
    assert statuses == {422: passed, 429: statuses.total() - passed}


def test_letters_to_many_addresses_are_counted_together_for_their_network(site: Site) -> None:
    most = LIMITS[Tried.LETTER][1].most
    addresses = [{"email": f"person{number}@example.org"} for number in range(most + TRIES)]

    statuses = tried(site, "/sign-in", addresses)

    passed = allowed(site, f"{Tried.LETTER}-from:127.0.0.1", most, of=statuses.total())
    assert statuses == {303: passed, 429: statuses.total() - passed}


def tried(site: Site, path: str, forms: Sequence[dict[str, str]]) -> Counter[int]:
    """How everybody was answered who filled in this page, all at once."""
    first = Visitor(site.address)
    assert first.get(path).status == 200
    deeds = [partial(first.copy().post, path, **form) for form in forms]
    return Counter(answer.status for answer in by_every_process(site, "POST", path, deeds))


def by_every_process(
    site: Site, method: str, path: str, deeds: Sequence[Callable[[], Answer]]
) -> list[Answer]:
    """All of these at once, again and again until each process has answered some of them."""
    before = len(site.answered())
    answers: list[Answer] = []
    for _ in range(MOST_WAVES):
        answers += at_once(deeds)
        if len(site.processes(method, path, after=before)) == WORKERS:
            return answers
    raise AssertionError(f"not every process answered {method} {path}")


def allowed(site: Site, key: str, most: int, *, of: int) -> int:
    """How many of so many tries may pass: `most`, unless a new window began among them."""
    with site.database.read() as session:
        hits = session.scalars(select(Attempt.hits).where(Attempt.key == key)).all()
    assert sum(hits) == of
    return sum(min(most, number) for number in hits)
