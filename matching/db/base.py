"""Base class of all tables and the column types that refuse wrong values."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware going in, UTC coming out; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: instants carry their zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WeekHours(TypeDecorator[frozenset[int]]):
    """A set of hours of the week, 0 (Monday 0:00) to 167, kept as 168 bits in 42 hex digits."""

    impl = String(42)
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        del dialect
        if value is None:
            return None
        if any(not 0 <= hour < 168 for hour in value):
            raise ValueError("an hour of the week is from 0 to 167")
        return f"{sum(1 << hour for hour in value):042x}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[int] | None:
        del dialect
        if value is None:
            return None
        bits = int(value, 16)
        return frozenset(hour for hour in range(168) if bits >> hour & 1)


def enum_type(kind: type[StrEnum]) -> Enum:
    """A column of one of our enums, kept as its value, checked by the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=max(24, *(len(member.value) for member in kind)),
        values_callable=lambda members: [member.value for member in members],
        name=kind.__name__.lower(),
    )


class Base(DeclarativeBase):
    """Every table; integer primary key `id` unless a table says otherwise."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: dict[Any, Any] = {  # noqa: RUF012 - read by SQLAlchemy from the class
        datetime: UTCDateTime(),
        int: Integer(),
        str: String(200),
    }
