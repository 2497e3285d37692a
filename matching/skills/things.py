"""Kinds of things that can be lent or wanted besides hands."""

from __future__ import annotations

from enum import StrEnum

from matching.i18n import N_


class ResourceKind(StrEnum):
    VEHICLE = "vehicle"
    ROOM = "room"
    GOODS = "goods"
    STAFF_DAYS = "staff_days"


RESOURCE_WORDS = {
    ResourceKind.VEHICLE: N_("車"),
    ResourceKind.ROOM: N_("部屋・会場"),
    ResourceKind.GOODS: N_("物品"),
    ResourceKind.STAFF_DAYS: N_("社員の参加（人日）"),
}
