"""People and organisations of the demo city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Grant, Person
from matching.accounts.rules import Language, Role
from matching.demo.words import words
from matching.districts.models import District
from matching.organizations.models import Affiliation, Officer, Organization
from matching.organizations.rules import Approval, Kind, Proof

PASSWORD = "yui-demo-password"  # noqa: S105 - printed beside the address of the demo
TOWNS = ("本町", "東町", "西町", "上町", "下町", "中町", "宮前町", "寺前町", "川端町", "新町")
SIGN_INS: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("resident@demo.example", "住民（80代・雪かきをお願いしたい）", (Role.RESIDENT,)),
    ("student@demo.example", "学生ボランティア", (Role.VOLUNTEER,)),
    ("volunteer@demo.example", "ボランティア", (Role.VOLUNTEER,)),
    ("association@demo.example", "自治会の役員", (Role.RESIDENT,)),
    ("company@demo.example", "企業の担当者", (Role.VOLUNTEER,)),
    ("university@demo.example", "大学の担当者", ()),
    ("coordinator@demo.example", "コーディネーター", (Role.COORDINATOR,)),
    ("city@demo.example", "市職員（協働推進課）", (Role.CITY,)),
    ("reviewer@demo.example", "懇話会委員", (Role.REVIEWER,)),
    ("admin@demo.example", "管理者", (Role.ADMIN,)),
)


@dataclass
class City:
    """What has been made so far, and the dice that make the rest."""

    session: Session
    random: Random
    now: datetime
    districts: Sequence[District]
    people: list[Person] = field(default_factory=list)
    residents: list[Person] = field(default_factory=list)
    students: list[Person] = field(default_factory=list)
    volunteers: list[Person] = field(default_factory=list)
    staff: dict[Role, list[Person]] = field(default_factory=dict)
    officers: dict[int, Person] = field(default_factory=dict)
    """Organisation → who speaks for it."""
    organizations: dict[Kind, list[Organization]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def founded(self) -> datetime:
        """When the register began: before the first of three past fiscal years."""
        return self.now - timedelta(days=4 * 365)

    @property
    def staff_coordinators(self) -> list[Person]:
        return self.staff[Role.COORDINATOR]

    def district(self) -> District:
        """A district; the large ones more often than the mountain ones."""
        weights = [1 if d.code in {"27", "28", "29", "31"} else 6 for d in self.districts]
        return self.random.choices(self.districts, weights)[0]


def begin(session: Session, seed: int, now: datetime) -> City:
    districts = session.scalars(select(District).order_by(District.code)).all()
    return City(session, Random(seed), now, districts)  # noqa: S311 - a demo, not a secret


def person(city: City, *roles: Role, born: tuple[int, int], email: str | None = None) -> Person:
    """One more invented person; born between these two years."""
    dice, names = city.random, words()["names"]
    number = next(city.numbers)
    district = city.district()
    made = Person(
        email=email or f"person{number:03}@demo.example",
        phone=f"+8155{dice.randrange(2_000_000, 9_999_999)}",
        postal_code=f"400{dice.randrange(10_000):04}",
        town=dice.choice(TOWNS),
        street=f"{dice.randint(1, 5)}-{dice.randint(1, 30)}-{dice.randint(1, 15)}",
        district_id=district.id,
        birth_year=dice.randint(*born),
        consented_at=city.founded,
        created_at=city.founded + timedelta(days=dice.randrange(900)),
    )
    if roles == (Role.VOLUNTEER,) and number % 40 == 0:
        foreign = names["foreign"][number // 40 % len(names["foreign"])]
        made.known_as = foreign["name"]
        made.language = Language.EN if "en" in foreign["languages"] else Language.EASY
    else:
        made.family_name, made.family_kana = dice.choice(names["family"])
        made.given_name, made.given_kana = dice.choice(names[dice.choice(("female", "male"))])
    made.grants = [Grant(role=role, granted_at=city.founded) for role in roles]
    city.session.add(made)
    city.people.append(made)
    return made


def populate(city: City) -> None:
    """Six hundred people: staff, officers, students, volunteers, residents."""
    demo = {email: roles for email, _, roles in SIGN_INS}
    hasher = PasswordHasher()

    def known(email: str, born: tuple[int, int]) -> Person:
        made = person(city, *demo[email], born=born, email=email)
        made.password_hash = hasher.hash(PASSWORD)
        return made

    for name, role, born, others in (
        ("coordinator", Role.COORDINATOR, (1975, 1990), 2),
        ("city", Role.CITY, (1975, 1995), 1),
        ("reviewer", Role.REVIEWER, (1955, 1975), 1),
        ("admin", Role.ADMIN, (1980, 1990), 0),
    ):
        first = known(f"{name}@demo.example", born)
        city.staff[role] = [first, *(person(city, role, born=born) for _ in range(others))]
    city.residents = [known("resident@demo.example", (1942, 1946))]
    city.residents += [person(city, Role.RESIDENT, born=(1935, 1975)) for _ in range(190)]
    city.students = [known("student@demo.example", (2005, 2006))]
    city.students += [person(city, Role.VOLUNTEER, born=(2004, 2008)) for _ in range(109)]
    city.volunteers = [known("volunteer@demo.example", (1960, 1970))]
    city.volunteers += [person(city, Role.VOLUNTEER, born=(1945, 1995)) for _ in range(219)]
    speakers = {
        Kind.ASSOCIATION: known("association@demo.example", (1950, 1960)),
        Kind.COMPANY: known("company@demo.example", (1975, 1990)),
        Kind.UNIVERSITY: known("university@demo.example", (1970, 1985)),
    }
    city.session.flush()
    organize(city, speakers)


def organize(city: City, speakers: dict[Kind, Person]) -> None:
    """Forty 自治会, twelve companies, four university offices, fifteen groups; each with a speaker."""
    found = list(
        city.session.scalars(select(Organization).where(Organization.kind == Kind.UNIVERSITY))
    )
    names = words()
    associations = [f"{d.name}地区自治会" for d in city.districts]
    associations += [f"{d.name}地区第二自治会" for d in city.districts[:9]]
    plans = [
        *((Kind.ASSOCIATION, name, "", "") for name in associations),
        *((Kind.COMPANY, c["name"], c["kana"], c["trade"]) for c in names["company"]),
        *((Kind.GROUP, g["name"], g["kana"], g["purpose"]) for g in names["group"]),
    ]
    places = [*city.districts, *city.districts[:9]]
    for number, (kind, name, kana, purpose) in enumerate(plans):
        place = places[number] if kind is Kind.ASSOCIATION else city.district()
        made = Organization(
            kind=kind, name=name, kana=kana, purpose=purpose, district_id=place.id,
            approval=Approval.APPROVED, decided_at=city.founded, created_at=city.founded,
        )  # fmt: skip
        city.session.add(made)
        found.append(made)
    city.session.flush()
    for made in found:
        city.organizations.setdefault(made.kind, []).append(made)
        speaker = speakers.pop(made.kind, None) or person(city, Role.RESIDENT, born=(1948, 1985))
        city.session.flush()
        title = {Kind.ASSOCIATION: "会長", Kind.COMPANY: "社会貢献担当"}.get(made.kind, "代表")
        city.session.add(
            Officer(organization_id=made.id, person_id=speaker.id, title=title, since=city.founded)
        )
        city.officers[made.id] = speaker
    enrol(city)


def enrol(city: City) -> None:
    """Every student belongs to one of the universities; a few still wait to be confirmed.

    Most are at the one whose office the demo shows; one in three lets it see their hours.
    """
    universities = city.organizations[Kind.UNIVERSITY]
    for number, student in enumerate(city.students):
        university = universities[0] if number % 2 == 0 else city.random.choice(universities)
        waits = number % 20 == 19
        city.session.add(
            Affiliation(
                organization_id=university.id,
                person_id=student.id,
                approval=Approval.PENDING if waits else Approval.APPROVED,
                proof=None if waits else Proof.OFFICE,
                decided_at=None if waits else city.founded,
                claimed_at=city.founded,
                shared_at=city.founded if number % 3 == 0 and not waits else None,
            )
        )
