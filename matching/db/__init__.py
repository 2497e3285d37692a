"""The database: base class, column types, sessions, paging; knows no noun of the domain."""

from matching.db.base import Base as Base
from matching.db.base import UTCDateTime as UTCDateTime
from matching.db.base import WeekHours as WeekHours
from matching.db.base import enum_type as enum_type
from matching.db.engines import Database as Database
from matching.db.paging import Page as Page
from matching.db.paging import page_of as page_of
from matching.db.paging import rows_of as rows_of
