"""Vocabulary of offers: how one travels, how well one can do something."""

from __future__ import annotations

from enum import StrEnum

from matching.i18n import N_


class Travel(StrEnum):
    FOOT = "foot"
    BICYCLE = "bicycle"
    CAR = "car"


TRAVEL_WORDS = {Travel.FOOT: N_("徒歩"), Travel.BICYCLE: N_("自転車"), Travel.CAR: N_("車")}
KM_PER_HOUR = {Travel.FOOT: 4.0, Travel.BICYCLE: 12.0, Travel.CAR: 25.0}


class Level(StrEnum):
    """How well a helper can do something."""

    TRY = "try"
    CAN = "can"
    GOOD = "good"


LEVEL_WORDS = {Level.TRY: N_("やってみたい"), Level.CAN: N_("できる"), Level.GOOD: N_("得意")}
LEVEL_VALUE = {Level.TRY: 0.5, Level.CAN: 0.8, Level.GOOD: 1.0}
