"""Tables of matches, their steps, disclosures, asks, blocks and subscribed calendars."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from matching.accounts.models import Person
from matching.db import Base, enum_type
from matching.matches.rules import State, Verb, after
from matching.needs.models import Need
from matching.offers.models import Offer


class Match(Base):
    """One need, one offer, and where the two of them stand.

    Every change of `state` goes through `advance`, so `steps` is always the whole story.
    Two people who act on the same match at once: the second gets StaleDataError (a 409 page).
    """

    __tablename__ = "match"
    __table_args__ = (
        UniqueConstraint("need_id", "offer_id"),
        CheckConstraint("places >= 1", name="takes_a_place"),
        Index("ix_match_offer_state", "offer_id", "state"),
        Index("ix_match_answer", "state", "answer_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    state: Mapped[State] = mapped_column(enum_type(State), default=State.PROPOSED)
    places: Mapped[int] = mapped_column(default=1)
    """How many people come with this match (companies and groups may send several)."""
    applied: Mapped[bool] = mapped_column(default=False)
    """The helper applied from the board instead of being asked."""
    message: Mapped[str] = mapped_column(String(1000), default="")
    """What the helper wrote when applying or answering."""
    score: Mapped[float | None]
    explanation: Mapped[dict[str, object] | None] = mapped_column(JSON)
    """Parts of the score in log-odds and the stored facts behind them, as at the proposal."""
    answer_by: Mapped[datetime | None]
    override_reason: Mapped[str] = mapped_column(String(500), default="")
    """Why a coordinator allowed two places at once."""
    created_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    """When the day-before reminder was posted."""
    report_asked_at: Mapped[datetime | None]
    """When both sides were asked what came of it."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    need: Mapped[Need] = relationship(lazy="raise_on_sql")
    offer: Mapped[Offer] = relationship(lazy="raise_on_sql")
    steps: WriteOnlyMapped[Step] = relationship(order_by="Step.id", passive_deletes=True)

    def advance(self, verb: Verb, *, by: Person | None, at: datetime, note: str = "") -> None:
        """Take one step of the life cycle and write it down; `by` is None for the clock."""
        before, self.state = self.state, after(self.state, verb)
        stamps = {
            Verb.OFFER: "offered_at",
            Verb.ACCEPT: "accepted_at",
            Verb.APPLY: "accepted_at",
            Verb.CONFIRM: "confirmed_at",
        }
        if verb in stamps:
            setattr(self, stamps[verb], at)
        self.steps.add(
            Step(verb=verb, before=before, by_id=by.id if by else None, at=at, note=note)
        )


class Step(Base):
    """One step of a match's life: who, when, in which words."""

    __tablename__ = "match_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"), index=True)
    verb: Mapped[Verb] = mapped_column(enum_type(Verb))
    before: Mapped[State | None] = mapped_column(enum_type(State))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(String(1000), default="")

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class Ask(Base):
    """One time somebody was asked: the features then, the chance of a yes, what came of it."""

    __tablename__ = "ask"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    features: Mapped[dict[str, float]] = mapped_column(JSON, default=dict)
    chance: Mapped[float | None]
    said_yes: Mapped[bool | None]
    """None: no answer yet, or asked in vain because somebody else came first."""
    answered_at: Mapped[datetime | None]


class Disclosure(Base):
    """Somebody's contact details were shown to somebody, once both had agreed."""

    __tablename__ = "disclosure"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), index=True)
    of_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    fields: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class Block(Base):
    """Two people who are not to be brought together (said by one of them or the centre)."""

    __tablename__ = "block"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime]


class CalendarFeed(Base):
    """Somebody's subscribed calendar; its address is worth nothing once the row has another key."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(43), unique=True)
    """Random; part of the signed address (`matches.feed`), and no address by itself."""
    created_at: Mapped[datetime]
