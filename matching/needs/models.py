"""Tables of needs, their times, wished skills, things, photos and steps."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matching.accounts.models import Person
from matching.db import Base, WeekHours, enum_type
from matching.districts.models import District
from matching.needs.rules import Channel, Closing, State, Urgency, Verb, after
from matching.organizations.models import Organization
from matching.plan.models import Initiative
from matching.skills.rules import ResourceKind

HEARS_WITHIN = timedelta(days=1)


class Need(Base):
    """What somebody asks for. `asker` is who needs it, even if a coordinator wrote it down.

    Where an organisation asks, `asker` is its contact person, and all its officers look after it.

    Every change of `state` goes through `advance`, so its steps are the whole story.
    Two people who edit the same need at once: the second gets StaleDataError (a 409 page).
    """

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("helpers_wanted >= 1", name="wants_somebody"),
        CheckConstraint(
            "places_taken >= 0 and places_taken <= helpers_wanted", name="not_oversold"
        ),
        Index("ix_need_board", "state", "first_start_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State] = mapped_column(enum_type(State), default=State.DRAFT, index=True)
    closing: Mapped[Closing | None] = mapped_column(enum_type(Closing))
    closing_note: Mapped[str] = mapped_column(String(500), default="")
    returned_note: Mapped[str] = mapped_column(String(1000), default="")
    """The coordinator's words when the need was given back to its asker."""

    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), default=Channel.WEB)
    consent_at: Mapped[datetime | None]
    """When the asker agreed to be written down by the centre (telephone and paper)."""

    kind: Mapped[str] = mapped_column(String(40), index=True)
    """Code of a skill group: what sort of help this is."""
    title: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    helpers_wanted: Mapped[int] = mapped_column(default=1)
    places_taken: Mapped[int] = mapped_column(default=0)
    """How many places are taken by accepted matches; matches keeps it, the check is the last wall."""

    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    town: Mapped[str] = mapped_column(String(100), default="")
    exact_place: Mapped[str] = mapped_column(String(200), default="")
    """Number, building, name on the door: told only to confirmed helpers."""
    meeting_place: Mapped[str] = mapped_column(String(200), default="")
    remote: Mapped[bool] = mapped_column(default=False)

    flexible: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    week: Mapped[frozenset[int] | None] = mapped_column(WeekHours)
    """Flexible needs: the hours of the week that would do."""
    minutes_wanted: Mapped[int] = mapped_column(default=60)
    """How long the help takes, for each helper."""
    first_start_at: Mapped[datetime | None]
    """Start of the first slot, or of the first possible day; kept by `set_times`."""
    last_end_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]

    urgency: Mapped[Urgency] = mapped_column(enum_type(Urgency), default=Urgency.NORMAL)
    powered_tools: Mapped[bool] = mapped_column(default=False)
    for_credit: Mapped[bool] = mapped_column(default=False)
    fee_yen: Mapped[int] = mapped_column(default=0)
    beginners_welcome: Mapped[bool] = mapped_column(default=True)
    children_welcome: Mapped[bool] = mapped_column(default=False)
    least_age: Mapped[int | None]
    bring: Mapped[str] = mapped_column(String(300), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiative.id"), index=True)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))

    words: Mapped[str] = mapped_column(Text, default="")
    """Normalised words for searching, padded with spaces."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    """When what it says was last changed; kept by `sheet.write`, so that `version` counts every change."""
    submitted_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    asked_open_at: Mapped[datetime | None]
    """When the asker was last asked "is it still open?"."""
    still_open_at: Mapped[datetime | None]
    """When the asker last said yes to that."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    asker: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=asker_id)
    organization: Mapped[Organization | None] = relationship(lazy="raise_on_sql")
    district: Mapped[District | None] = relationship(lazy="raise_on_sql")
    initiative: Mapped[Initiative | None] = relationship(lazy="raise_on_sql")
    slots: Mapped[list[Slot]] = relationship(
        lazy="raise_on_sql", order_by="Slot.starts_at", cascade="all, delete-orphan"
    )
    """Few, and without them a need says nothing: loaded with it (selectinload), as are skills and things."""
    wished: Mapped[list[WishedSkill]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    things: Mapped[list[WishedThing]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    @property
    def places_left(self) -> int:
        return self.helpers_wanted - self.places_taken

    @property
    def hears_by(self) -> datetime:
        """Until when the asker hears from the centre: a day after handing it in."""
        return (self.submitted_at or self.created_at) + HEARS_WITHIN

    @property
    def reached_at(self) -> str:
        """How the asker is reached where the sheet names no telephone.

        Whom the centre wrote down may have an address only. `asker` and `organization` are loaded.
        """
        number = number_of(self.asker, self.organization)
        return number or ("" if self.channel is Channel.WEB else self.asker.street)

    def hand_to(self, person: Person) -> None:
        """Another officer is the organisation's contact person from now on; `asker` is loaded.

        Whom to call on the day changes too, unless somebody else was named.
        """
        was, self.asker = self.asker, person
        has_their_number = self.contact_phone is not None and self.contact_phone == was.phone
        if self.contact_name == was.display_name or has_their_number:
            self.contact_name, self.contact_phone = person.display_name, person.phone

    def advance(self, verb: Verb, *, at: datetime) -> State:
        """Take one step of the life cycle; returns the state before."""
        before, self.state = self.state, after(self.state, verb)
        stamps = {Verb.SUBMIT: "submitted_at", Verb.PUBLISH: "opened_at", Verb.CLOSE: "closed_at"}
        if verb in stamps:
            setattr(self, stamps[verb], at)
        return before


def number_of(asker: Person, organization: Organization | None) -> str:
    """The telephone of who asks, else of the organisation they ask for."""
    return asker.phone or (organization.phone if organization else None) or ""


class Slot(Base):
    """A fixed time at which help is wanted."""

    __tablename__ = "need_slot"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_later"),
        Index("ix_need_slot_time", "starts_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class WishedSkill(Base):
    """A skill that helps, or without which it cannot be done."""

    __tablename__ = "need_skill"

    need_id: Mapped[int] = mapped_column(
        ForeignKey("need.id", ondelete="CASCADE"), primary_key=True
    )
    skill: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Code in the skill taxonomy, or of a licence prefixed `licence:`."""
    required: Mapped[bool] = mapped_column(default=False)


class WishedThing(Base):
    """A vehicle, room, goods or staff-days wanted."""

    __tablename__ = "need_thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ResourceKind] = mapped_column(enum_type(ResourceKind))
    name: Mapped[str] = mapped_column(String(80), default="")
    quantity: Mapped[int] = mapped_column(default=1)


class Photo(Base):
    """A picture, re-encoded by us, without EXIF."""

    __tablename__ = "need_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]
    caption: Mapped[str] = mapped_column(String(100), default="")
    added_at: Mapped[datetime]


class NeedStep(Base):
    """One step of a need's life: who, when, in which words."""

    __tablename__ = "need_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    verb: Mapped[Verb] = mapped_column(enum_type(Verb))
    before: Mapped[State] = mapped_column(enum_type(State))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(1000), default="")
