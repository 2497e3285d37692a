"""flask people, flask plan, flask demo."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching import clock
from matching.accounts.drafts import read_email
from matching.accounts.models import Grant, Person
from matching.accounts.rules import Role
from matching.audit.models import record
from matching.calendar import fiscal_year
from matching.cli import checks
from matching.demo.city import build, is_empty
from matching.demo.people import PASSWORD, SIGN_INS
from matching.errors import RuleBroken
from matching.plan.actions import Successor, carry_over
from matching.plan.models import Plan
from matching.plan.queries import covering, plans
from matching.text import one_line

people = AppGroup("people", help="Accounts of staff.")
plan = AppGroup("plan", help="The city's action plans.")
demo = AppGroup("demo", help="The invented demo city.")


@people.command("create-admin")
@click.argument("email")
@click.argument("name")
def create_admin(email: str, name: str) -> None:
    """Make the operator's account: NAME signs in by a letter to EMAIL."""
    address = _address(email)
    with checks.migrated().writing() as session:
        if session.scalar(select(Person.id).where(Person.email == address)):
            raise click.ClickException(f"{address} is known already; see: flask people grant")
        _give(session, _newcomer(session, address, name), Role.ADMIN)
    click.echo(f"{address} may sign in as admin.")


@people.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--name", default="", help="Name, if the person is not known yet.")
def grant(email: str, role: str, name: str) -> None:
    """Give ROLE to the person with this EMAIL; with --name the person is created."""
    address = _address(email)
    with checks.migrated().writing() as session:
        person = session.scalar(select(Person).where(Person.email == address))
        if person is None and not name:
            raise click.ClickException("Nobody has this e-mail address; add --name NAME.")
        _give(session, person or _newcomer(session, address, name), Role(role))
    click.echo(f"{address} is {role}.")


def _address(email: str) -> str:
    try:
        return read_email(email)
    except ValueError:
        raise click.ClickException(f"{email!r} is not an e-mail address.") from None


def _newcomer(session: Session, email: str, name: str) -> Person:
    known_as = one_line(name)[:120]
    if not known_as:
        raise click.ClickException("NAME must say who this is.")
    person = Person(email=email, known_as=known_as, created_at=clock.now())
    session.add(person)
    session.flush()
    return person


def _give(session: Session, person: Person, role: Role) -> None:
    """The role, and a line in the audit that the operator gave it."""
    held = select(Grant.id).where(Grant.person_id == person.id, Grant.role == role)
    if session.scalar(held) is None:
        now = clock.now()
        session.add(Grant(person_id=person.id, role=role, granted_at=now))
        record(session, "grant", "person", person.id, by_id=None, at=now)


@plan.command("list")
def listed() -> None:
    """Every plan with its fiscal years."""
    with checks.migrated().read() as session:
        for one in session.scalars(plans()):
            click.echo(f"{one.slug:20} {one.first_year}-{one.last_year} {one.name}")


@plan.command("carry-over")
@click.argument("slug")
@click.argument("new_slug")
@click.argument("name")
@click.argument("first_year", type=int)
@click.argument("last_year", type=int)
def carried(slug: str, new_slug: str, name: str, first_year: int, last_year: int) -> None:
    """Make the successor NEW_SLUG of the plan SLUG."""
    with checks.migrated().writing() as session:
        old = session.scalar(select(Plan).where(Plan.slug == slug))
        if old is None:
            raise click.ClickException("There is no plan of that name; see: flask plan list")
        new = Successor(new_slug, name, first_year, last_year)
        try:
            carry_over(session, old, new, by_id=None, at=clock.now())
        except RuleBroken as refusal:
            raise click.ClickException(refusal.text % refusal.facts) from None


@demo.command("build")
def built() -> None:
    """Fill an empty database with the demo city."""
    with checks.migrated().writing() as session:
        if not is_empty(session):
            raise click.ClickException(
                "People live here already; the demo needs an empty database."
            )
        fill(session)
    click.echo("The demo city stands.")


def fill(session: Session) -> None:
    """The demo city, with a plan in force today."""
    now = clock.now()
    year = fiscal_year(now.date())
    if session.scalars(covering(year)).first() is None:
        newest = session.scalars(plans()).first()
        assert newest is not None  # the masters hold the published plans
        first = newest.last_year + 1
        name = f"甲府市協働のまちづくり第{newest.phase + 1}期推進行動計画（デモ）"
        new = Successor(f"kofu-kyodo-{newest.phase + 1}", name, first, max(year, first) + 1)
        carry_over(session, newest, new, by_id=None, at=now)
    build(session, now=now)


def sign_ins() -> str:
    """The demo's addresses and password, for the terminal."""
    lines = [f"  {address:28} {who}" for address, who, _roles in SIGN_INS]
    return "\n".join(["Demo sign-ins (password: " + PASSWORD + "):", *lines])
