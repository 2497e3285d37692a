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

LANGUAGE_WORDS = {
    "ja": N_("日本語"),
    "en": N_("英語"),
    "zh": N_("中国語"),
    "ko": N_("韓国・朝鮮語"),
    "pt": N_("ポルトガル語"),
    "es": N_("スペイン語"),
    "vi": N_("ベトナム語"),
    "tl": N_("タガログ語（フィリピン）"),
    "ne": N_("ネパール語"),
    "id": N_("インドネシア語"),
    "th": N_("タイ語"),
    "my": N_("ミャンマー語"),
    "jsl": N_("日本手話"),
}
"""Languages a helper may say they speak; the keys are kept."""

RADII_KM = (1, 2, 3, 5, 10, 15, 20, 30)
MOST_INTERESTS = 1000
MOST_NOTE = 2000
MOST_ASKS_PER_MONTH = 31
MOST_HEADS = 9999
MOST_DAYS_OFF = 20
MOST_RESOURCES = 50
MOST_QUANTITY = 99_999
