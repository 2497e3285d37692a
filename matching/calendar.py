"""The city's calendar: its time zone, fiscal years, 和暦, holidays, and how dates are said."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import jpholiday

from matching.text import digits

TOKYO = ZoneInfo("Asia/Tokyo")
Language = str  # "ja" or "en"

# ------------------------------------------------------------------ eras and fiscal years

# First day, name and letter of each era, newest first; 明治 counts from the Gregorian calendar on.
ERAS = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
    (date(1873, 1, 1), "明治", "M"),
)
# 1873 was 明治6年: the era began five years before its dates became Gregorian ones.
YEAR_ONE = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}
LETTERS = {letter: name for _, name, letter in ERAS}


def era_year(day: date) -> str:
    """令和8年, 令和元年; a day before 1873 in Western years."""
    for first, name, _ in ERAS:
        if day >= first:
            number = day.year - YEAR_ONE[name] + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def fiscal_year(day: date) -> int:
    """The fiscal year a day lies in: 1 April of that year to 31 March of the next."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_days(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def fiscal_year_name(year: int, language: Language = "ja") -> str:
    """令和8年度; in English FY2026."""
    if language == "en":
        return f"FY{year}"
    # An era that begins in spring names its first fiscal year: 2019 is 令和元年度, not 平成31年度.
    return era_year(date(year, 5, 1)) + "度"


# ------------------------------------------------------------------ holidays

WEEKDAYS = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
HOLIDAY_YEARS = range(1949, 2100)  # the law is of 1948; the equinoxes are computed, not proclaimed


def holiday(day: date) -> str | None:
    """The name of the national holiday on this day, if it is one."""
    if day.year not in HOLIDAY_YEARS:
        return None
    name = jpholiday.is_holiday_name(date(day.year, day.month, day.day))
    return str(name) if name else None


def is_day_off(day: date) -> bool:
    """Saturday, Sunday or a national holiday."""
    return day.weekday() >= 5 or holiday(day) is not None


EARLIEST, LATEST = date(2000, 1, 3), date(2999, 12, 30)


def week_of(day: date) -> date:
    """The Monday of a day's week, within what a calendar of this city needs."""
    held = min(max(day, EARLIEST), LATEST)
    return held - timedelta(days=held.weekday())


# ------------------------------------------------------------------ how dates are said


def weekday_word(day: date, language: Language = "ja") -> str:
    """土; in English Sat."""
    return WEEKDAYS_EN[day.weekday()] if language == "en" else WEEKDAYS[day.weekday()]


def date_words(day: date, language: Language = "ja") -> str:
    """A date in full: 令和8年11月23日(月); in English Mon 23 Nov 2026."""
    if language == "en":
        return f"{day_words(day, 'en')} {day.year}"
    return era_year(day) + day_words(day)


def day_words(day: date, language: Language = "ja") -> str:
    """A date of this year: 11月28日(土); in English Sat 28 Nov."""
    weekday = weekday_word(day, language)
    if language == "en":
        return f"{weekday} {day.day} {MONTHS_EN[day.month - 1]}"
    return f"{day.month}月{day.day}日({weekday})"


def full_words(day: date, language: Language = "ja") -> str:
    """A date with its holiday: 令和8年11月23日(月) 勤労感謝の日; in English no holiday has a name."""
    off = holiday_words(day, language)
    return f"{date_words(day, language)} {off}".rstrip()


def holiday_words(day: date, language: Language = "ja") -> str:
    """勤労感謝の日; empty where it is none."""
    name = holiday(day) or ""
    return "(public holiday)" if name and language == "en" else name


def time_words(moment: datetime) -> str:
    """The city's clock: 9:00."""
    here = in_tokyo(moment)
    return f"{here.hour}:{here.minute:02}"


def span_words(start: datetime, end: datetime, language: Language = "ja") -> str:
    """From when to when: 11月28日(土) 9:00–11:30; the second day only where it is another."""
    first, last = in_tokyo(start), in_tokyo(end)
    comma = ", " if language == "en" else " "
    until = "" if first.date() == last.date() else day_words(last.date(), language) + comma
    return (
        f"{day_words(first.date(), language)}{comma}{time_words(first)}–{until}{time_words(last)}"
    )


def minutes_words(minutes: int, language: Language = "ja") -> str:
    """A length of time, nothing rounded: 1時間30分; in English 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    hour, minute = (" h", " min") if language == "en" else ("時間", "分")
    parts = [f"{hours}{hour}"] if hours else []
    parts += [f"{rest}{minute}"] if rest or not hours else []
    return (" " if language == "en" else "").join(parts)


def in_tokyo(moment: datetime) -> datetime:
    """The instant on the city's clock.

    Raises:
        ValueError: the instant does not say its zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment!r}: instants carry their zone")
    return moment.astimezone(TOKYO)


MORNING, EVENING = 8, 20


def by_day(moment: datetime) -> datetime:
    """The instant, or 20:00 in the evening before it where it lies in the night."""
    here = in_tokyo(moment)
    if MORNING <= here.hour < EVENING:
        return moment
    evening = here.replace(hour=EVENING, minute=0, second=0, microsecond=0)
    return (evening if here.hour >= EVENING else evening - timedelta(days=1)).astimezone(
        moment.tzinfo
    )


# ------------------------------------------------------------------ dates as people type them

ERA = r"(?P<era>令和|平成|昭和|大正|明治|[RHSTM])\.?\s*"
YEAR = rf"(?:西暦|{ERA})?(?P<year>元|[0-9]{{1,4}})"
WEEKDAY = r"\s*(?:\([月火水木金土日][^)]*\)|[月火水木金土日]曜日?)?"
MONTH_DAY = r"(?P<month>[0-9]{1,2})\s*[月/.-]\s*(?P<day>[0-9]{1,2})\s*日?"
YEAR_FORM = re.compile(rf"{YEAR}\s*年?(?:度|生まれ|生)?")
DATE_FORM = re.compile(rf"{YEAR}\s*[年/.-]\s*{MONTH_DAY}{WEEKDAY}")
SOLID_FORM = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
MONTH_DAY_FORM = re.compile(rf"{MONTH_DAY}{WEEKDAY}")
YEARS_TO_NEXT_LEAP_DAY = 8


def parse_year(text: str) -> int | None:
    """The year somebody typed (昭和34年, S34, 1959, １９５９年), or None if it is none.

    Years past the end of an era count on (平成32年 is 2020), as old papers have them.
    """
    found = YEAR_FORM.fullmatch(_typed(text))
    return _western(found) if found else None


def parse_date(text: str, reference: date | None = None) -> date | None:
    """The date somebody typed, or None if there is no such date.

    Reads 令和8年11月28日(土), R8.11.28, 2026/11/28, 20261128, and, where a reference date is
    given, 11月28日: the first such day that is not before the reference.
    """
    typed = _typed(text)
    if found := SOLID_FORM.fullmatch(typed) or DATE_FORM.fullmatch(typed):
        year = _western(found)
        return _day(year, found) if year else None
    if reference and (found := MONTH_DAY_FORM.fullmatch(typed)):
        return _next(found, reference)
    return None


LEAP_YEAR = 2000


def is_no_day(text: str) -> bool:
    """Whether it is written like a date, but there is no such day: 2月30日."""
    typed = _typed(text)
    if found := SOLID_FORM.fullmatch(typed) or DATE_FORM.fullmatch(typed):
        year = _western(found)
        return year is not None and _day(year, found) is None
    found = MONTH_DAY_FORM.fullmatch(typed)
    return found is not None and _day(LEAP_YEAR, found) is None


def _typed(text: str) -> str:
    return digits(unicodedata.normalize("NFKC", text)).upper()


def _western(found: re.Match[str]) -> int | None:
    parts = found.groupdict()
    number = 1 if parts["year"] == "元" else int(parts["year"])
    if era := parts.get("era"):
        year = YEAR_ONE[LETTERS.get(era, era)] + number - 1
        return year if 1 <= number <= 99 else None
    # Without an era, two figures could be either calendar: nothing is guessed.
    return number if 1800 <= number <= 2999 else None


def _day(year: int, found: re.Match[str]) -> date | None:
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _next(found: re.Match[str], reference: date) -> date | None:
    for year in range(reference.year, reference.year + YEARS_TO_NEXT_LEAP_DAY + 1):
        day = _day(year, found) if year <= date.max.year else None
        if day and day >= reference:
            return day
    return None


def instant_words(moment: datetime, language: Language = "ja") -> str:
    """A day and a time: 11月28日(土) 9:00."""
    comma = ", " if language == "en" else " "
    return f"{day_words(in_tokyo(moment).date(), language)}{comma}{time_words(moment)}"


TIME_FORM = re.compile(
    r"(?P<half>午前|午後|AM|PM)?\s*(?P<hour>[0-9]{1,2})"
    r"(?:\s*[:時.]\s*(?P<minute>[0-9]{1,2}|半)?\s*分?(?::[0-9]{2})?)?\s*(?P<late>AM|PM)?"
)


def parse_time(text: str) -> time | None:
    """The time of day somebody typed (9:00, 9時半, 午後1時30分, 0900), or None if it is none."""
    typed = _typed(text).replace(" ", "")
    if re.fullmatch(r"[0-9]{4}", typed):
        typed = f"{typed[:2]}:{typed[2:]}"
    found = TIME_FORM.fullmatch(typed)
    if not found:
        return None
    hour = int(found["hour"])
    half = found["half"] or found["late"]
    if half in {"午後", "PM"} and hour < 12:
        hour += 12
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
