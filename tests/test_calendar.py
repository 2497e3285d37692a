"""Fiscal years, 和暦, holidays, and dates as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from matching import calendar


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "令和8年11月23日(月)"),
        (date(2019, 5, 1), "令和元年5月1日(水)"),
        (date(2019, 4, 30), "平成31年4月30日(火)"),
        (date(1989, 1, 8), "平成元年1月8日(日)"),
        (date(1989, 1, 7), "昭和64年1月7日(土)"),
        (date(1926, 12, 25), "昭和元年12月25日(土)"),
        (date(1926, 12, 24), "大正15年12月24日(金)"),
        (date(1912, 7, 30), "大正元年7月30日(火)"),
        (date(1912, 7, 29), "明治45年7月29日(月)"),
        (date(1873, 1, 1), "明治6年1月1日(水)"),
        (date(1872, 12, 31), "1872年12月31日(火)"),
    ],
)
def test_each_era_begins_on_its_day(day, words):
    assert calendar.date_words(day) == words


def test_dates_are_said_in_english_too():
    assert calendar.date_words(date(2026, 11, 23), "en") == "Mon 23 Nov 2026"
    assert calendar.day_words(date(2026, 11, 28), "en") == "Sat 28 Nov"


@pytest.mark.parametrize(
    ("day", "year", "name"),
    [
        (date(2026, 4, 1), 2026, "令和8年度"),
        (date(2026, 3, 31), 2025, "令和7年度"),
        (date(2019, 4, 1), 2019, "令和元年度"),
        (date(2018, 12, 31), 2018, "平成30年度"),
        (date(1989, 3, 31), 1988, "昭和63年度"),
        (date(1989, 4, 1), 1989, "平成元年度"),
    ],
)
def test_the_fiscal_year_begins_in_april(day, year, name):
    assert calendar.fiscal_year(day) == year
    assert calendar.fiscal_year_name(year) == name
    first, last = calendar.fiscal_year_days(year)
    assert first <= day <= last


def test_a_fiscal_year_in_english():
    assert calendar.fiscal_year_name(2026, "en") == "FY2026"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和8年11月28日", date(2026, 11, 28)),
        ("令和８年１１月２８日（土）", date(2026, 11, 28)),
        ("令和八年十一月二十八日", date(2026, 11, 28)),
        ("令和元年五月一日", date(2019, 5, 1)),
        ("R8.11.28", date(2026, 11, 28)),
        ("r8/11/28", date(2026, 11, 28)),
        ("Ｒ８．１１．２８", date(2026, 11, 28)),
        ("S34-5-6", date(1959, 5, 6)),
        ("昭和34.5.6", date(1959, 5, 6)),
        ("㍼34年5月6日", date(1959, 5, 6)),
        ("平成32年3月31日", date(2020, 3, 31)),
        ("2026/11/28", date(2026, 11, 28)),
        ("2026-11-28", date(2026, 11, 28)),
        ("2026−11−28", date(2026, 11, 28)),
        ("西暦2026年11月28日 土曜日", date(2026, 11, 28)),
        ("20261128", date(2026, 11, 28)),
        (" 2026年11月28日 ", date(2026, 11, 28)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_dates_are_read_as_people_type_them(text, day):
    assert calendar.parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-29",
        "2026-13-01",
        "令和0年1月1日",
        "令和100年1月1日",
        "8.11.28",
        "0001-01-01",
        "11月28日",
        "あした",
        "20261301",
        "99999999999",
        "\ud800",
        "2026-11-28 10:00",
    ],
)
def test_what_is_no_date_is_none(text):
    assert calendar.parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "reference", "day"),
    [
        ("１１月２８日", date(2026, 11, 1), date(2026, 11, 28)),
        ("11/28(土)", date(2026, 11, 28), date(2026, 11, 28)),
        ("1月10日", date(2026, 11, 28), date(2027, 1, 10)),
        ("2月29日", date(2025, 3, 1), date(2028, 2, 29)),
        ("2月29日", date(2096, 3, 1), date(2104, 2, 29)),
        ("2月30日", date(2025, 3, 1), None),
        ("1月1日", date(9999, 12, 31), None),
    ],
)
def test_a_date_without_a_year_is_the_next_one(text, reference, day):
    assert calendar.parse_date(text, reference) == day


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("R1.5.1", "H31.4.30"),
        ("令和元年5月1日", "平成31年4月30日"),
        ("H1.1.8", "S64.1.7"),
        ("平成元年一月八日", "昭和六十四年一月七日"),
        ("S1.12.25", "T15.12.24"),
        ("昭和元年１２月２５日", "大正１５年１２月２４日"),
        ("T1.7.30", "M45.7.29"),
    ],
)
def test_an_era_begins_the_day_after_the_one_before_it_ends(first, last):
    begun, ended = calendar.parse_date(first), calendar.parse_date(last)
    assert begun is not None
    assert ended is not None
    assert begun - ended == timedelta(days=1)
    assert begun in {day for day, _name, _letter in calendar.ERAS}


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026/2/29",
        "2026年13月1日",
        "令和8年4月31日",
        "R8.0.1",
        "20260931",
        "2月30日",
        "０２／３０",
        "11/31(土)",
    ],
)
def test_a_day_that_the_calendar_does_not_have_is_told_from_what_is_no_date(text):
    assert calendar.is_no_day(text)
    assert calendar.parse_date(text, date(2026, 11, 28)) is None


@pytest.mark.parametrize(
    "text", ["", "あした", "2026-11-28", "2/29", "8.2.30", "令和0年2月30日", "28日", "2026年11月"]
)
def test_what_is_a_date_or_none_at_all_is_no_such_day(text):
    assert not calendar.is_no_day(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9:00", time(9)),
        ("09:00", time(9)),
        ("9：00", time(9)),
        ("0900", time(9)),
        ("9時", time(9)),
        ("９時半", time(9, 30)),
        ("九時半", time(9, 30)),
        ("9時5分", time(9, 5)),
        ("午前9時", time(9)),
        ("午後2時", time(14)),
        ("午後2時半", time(14, 30)),
        ("午後12時", time(12)),
        ("午前0時", time(0)),
        ("2 pm", time(14)),
        ("PM 2:15", time(14, 15)),
        ("１４：３０", time(14, 30)),
        ("14:30:00", time(14, 30)),
        ("23:59", time(23, 59)),
    ],
)
def test_times_are_read_as_people_type_them(text, moment):
    assert calendar.parse_time(text) == moment


@pytest.mark.parametrize(
    "text", ["", "24:00", "9:60", "25時", "お昼", "9:00-10:00", "2460", "-1時"]
)
def test_what_is_no_time_is_none(text):
    assert calendar.parse_time(text) is None


@pytest.mark.parametrize(
    ("day", "ja", "en"),
    [
        (
            date(2026, 11, 23),
            "令和8年11月23日(月) 勤労感謝の日",
            "Mon 23 Nov 2026 (public holiday)",
        ),
        (date(2026, 11, 28), "令和8年11月28日(土)", "Sat 28 Nov 2026"),
        (date(2019, 4, 30), "平成31年4月30日(火) 国民の休日", "Tue 30 Apr 2019 (public holiday)"),
    ],
)
def test_a_date_is_said_with_its_holiday(day, ja, en):
    assert calendar.full_words(day) == ja
    assert calendar.full_words(day, "en") == en


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("昭和34年", 1959),
        ("昭和三十四年生まれ", 1959),
        ("S34", 1959),
        ("S.34", 1959),
        ("Ｓ３４", 1959),
        ("令和元年", 2019),
        ("R元", 2019),
        ("大正15", 1926),
        ("明治45年", 1912),
        ("1959", 1959),
        ("１９５９年", 1959),
        ("2026年度", 2026),
        ("34", None),
        ("元年", None),
        ("昭和", None),
        ("昭和0年", None),
        ("12345", None),
        ("", None),
    ],
)
def test_years_are_read_as_people_type_them(text, year):
    assert calendar.parse_year(text) == year


def test_every_date_of_the_eras_reads_back_as_it_is_said():
    day = date(1873, 1, 1)
    while day < date(2050, 1, 1):
        assert calendar.parse_date(calendar.date_words(day)) == day
        day += timedelta(days=17)


def test_holidays_have_names_and_weekends_are_off():
    assert calendar.holiday(date(2026, 11, 23)) == "勤労感謝の日"
    assert calendar.holiday(date(2026, 11, 24)) is None
    assert calendar.is_day_off(date(2026, 11, 23))
    assert calendar.is_day_off(date(2026, 11, 28))
    assert not calendar.is_day_off(date(2026, 11, 24))


@pytest.mark.parametrize("day", [date.min, date.max, date(1900, 1, 1)])
def test_days_outside_the_holiday_law_are_no_holidays(day):
    assert calendar.holiday(day) is None


def test_a_span_names_its_day_once():
    start = datetime(2026, 11, 28, 0, 0, tzinfo=UTC)
    end = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)
    assert calendar.span_words(start, end) == "11月28日(土) 9:00–11:30"
    assert calendar.span_words(start, end, "en") == "Sat 28 Nov, 9:00–11:30"


def test_a_span_over_midnight_names_both_days():
    start = datetime(2026, 11, 28, 13, 0, tzinfo=UTC)
    end = datetime(2026, 11, 28, 21, 5, tzinfo=UTC)
    assert calendar.span_words(start, end) == "11月28日(土) 22:00–11月29日(日) 6:05"
    assert calendar.span_words(start, end, "en") == "Sat 28 Nov, 22:00–Sun 29 Nov, 6:05"


def test_a_span_without_a_zone_is_refused():
    naive = datetime(2026, 11, 28, 9, 0)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="naive"):
        calendar.span_words(naive, naive)


@pytest.mark.parametrize(
    ("minutes", "ja", "en"),
    [
        (0, "0分", "0 min"),
        (30, "30分", "30 min"),
        (60, "1時間", "1 h"),
        (95, "1時間35分", "1 h 35 min"),
    ],
)
def test_minutes_are_said_without_rounding(minutes, ja, en):
    assert calendar.minutes_words(minutes) == ja
    assert calendar.minutes_words(minutes, "en") == en
