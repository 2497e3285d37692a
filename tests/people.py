"""The people of the tests. Every one is invented."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from tests.make import make_person


@pytest.fixture
def hanako(session: Session) -> Person:
    """A resident of 81 who asks."""
    return make_person(
        session, "中込", "花子", Role.RESIDENT, email="hanako@example.org", birth_year=1945,
        phone="+81552371101",
    )  # fmt: skip


@pytest.fixture
def taro(session: Session) -> Person:
    """A volunteer."""
    return make_person(session, "雨宮", "太郎", Role.VOLUNTEER, email="taro@example.org")


@pytest.fixture
def jiro(session: Session) -> Person:
    """Another volunteer."""
    return make_person(session, "望月", "次郎", Role.VOLUNTEER, email="jiro@example.org")


@pytest.fixture
def misaki(session: Session) -> Person:
    """A student who volunteers."""
    return make_person(
        session, "髙橋", "美咲", Role.VOLUNTEER, email="misaki@example.ac.jp", birth_year=2006
    )


@pytest.fixture
def sachiko(session: Session) -> Person:
    """A coordinator of the volunteer centre."""
    return make_person(session, "小林", "幸子", Role.COORDINATOR, email="sachiko@example.org")


@pytest.fixture
def kenji(session: Session) -> Person:
    """An official of the city."""
    return make_person(session, "渡辺", "健二", Role.CITY, email="kenji@example.org")


@pytest.fixture
def root(session: Session) -> Person:
    """The operator."""
    return make_person(session, "清水", "管理", Role.ADMIN, email="root@example.org")


@pytest.fixture
def yoko(session: Session) -> Person:
    """An officer of an association or company; the tests say of which."""
    return make_person(
        session, "深澤", "陽子", Role.RESIDENT, email="yoko@example.org", phone="+81552371102"
    )
