"""A year on paper: what the summary for a report says; nothing that names a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from matching.calendar import date_words, fiscal_year, fiscal_year_name
from matching.contributions import words
from matching.contributions.campus import Breakdown, Campus
from matching.contributions.pages import Asked, Slice, Summary
from matching.contributions.rules import Side
from matching.i18n import _, language
from matching.organizations.models import Organization
from matching.organizations.rules import KIND_WORDS

MOST_ACTIVITIES = 200
"""Four pages of them; the file for spreadsheets has all."""
Table = dict[str, Any]
"""Name, headers as [words, whether figures stand below], rows."""


def facts(
    it: Organization, year: int, sections: Sequence[dict[str, Any]], *, today: date
) -> dict[str, Any]:
    """Everything print/contributions/summary.typ needs."""
    name = fiscal_year_name(year, language())
    return {
        "language": language(),
        "author": "結 Yui",
        "title": _("%(name)s %(year)s 活動のまとめ", name=it.name, year=name),
        "lines": [
            [_("団体"), [it.name]],
            [_("種類"), [_(KIND_WORDS[it.kind])]],
            [_("期間"), [words.days(year)]],
            *([[_("集計の日"), [as_of(today)]]] if year == fiscal_year(today) else []),
        ],
        "sections": list(sections),
        "nothing": _("この年度の記録はまだありません。"),
        "notes": [
            _("承認された活動だけを数えています。時間は、参加した全員の時間の合計です。"),
            _("人数は延べ人数です。同じ人が2回参加すると、2人と数えます。"),
        ],
        "foot": _("結 Yui ── 甲府市 助け合いの掲示板"),
        "printed": _("%(day)s 印刷", day=date_words(today, language())),
    }


def as_of(today: date) -> str:
    """Up to when a year that still runs is counted."""
    return _("%(day)s 現在（年度の途中）", day=date_words(today, language()))


def section(summary: Summary, asked: Asked, rows: Sequence[Row[Any]]) -> dict[str, Any]:
    """One side of the year."""
    total = summary.total
    wanted = [[_("依頼"), _pieces(asked.needs)]] if summary.side is Side.ASKED else []
    more = len(rows) - MOST_ACTIVITIES
    return {
        "name": _("手伝ったこと") if summary.side is Side.GIVEN else _("頼んだこと"),
        "figures": [
            *wanted,
            [_("活動"), _("%(n)s回", n=total.activities)],
            [_("延べ人数"), _("%(n)s人", n=total.people)],
            [_("活動時間"), words.minutes(total.minutes)],
            *([[_("お礼のことば"), _pieces(total.thanked)]] if total.thanked else []),
        ],
        "bars": bars([(part.key, part.amount.minutes) for part in summary.months]),
        "tables": [
            _parts(_("内容ごと"), _("内容"), summary.kinds, words.kind),
            _parts(_("地区ごと"), _("地区"), summary.districts, words.district),
            _parts(_("行動計画の事業ごと"), _("事業"), summary.initiatives, words.initiative),
            _activities(summary.side, rows[:MOST_ACTIVITIES]),
        ],
        "rest": _("ほか%(n)s件の活動は、CSVの一覧にあります。", n=more) if more > 0 else "",
    }


def _pieces(number: int) -> str:
    return f"{number:,}{_('件')}".strip()


def students(campus: Campus) -> dict[str, Any]:
    """What a university's students did; of too few nothing is said."""
    total = campus.total
    told = (
        [
            [_("活動した学生"), _("%(n)s人", n=total.students)],
            [_("活動"), _("%(n)s回", n=total.activities)],
            [_("活動時間"), words.minutes(total.minutes)],
        ]
        if total
        else []
    )
    groups = (
        (campus.months, _("月ごと"), _("月"), words.month),
        (campus.kinds, _("内容ごと"), _("内容"), words.kind),
        (campus.districts, _("地区ごと"), _("地区"), words.district),
    )
    return {
        "name": _("学生の活動"),
        "figures": [[_("確認済みの学生"), _("%(n)s人", n=campus.confirmed)], *told],
        "bars": None,
        "tables": [_groups(*group) for group in groups],
        "rest": _(
            "いま確認済みの学生が、自分の名前で手伝った活動です。3人未満のものは、"
            "だれのことか分からないように、まとめるか、出していません。"
        ),
    }


def _groups(found: Breakdown, name: str, label: str, said: Any) -> Table:
    named = [(said(key), group) for key, group in found.groups.items()]
    rest = [(_("その他（少ない人数のものをまとめました）"), found.rest)] if found.rest else []
    return {
        "name": name,
        "headers": [
            [label, False], [_("活動した学生"), True], [_("活動"), True], [_("活動時間"), True],
        ],
        "widths": [4, 1.4, 1, 1.6],
        "rows": [
            [
                words_of, _("%(n)s人", n=group.students), _("%(n)s回", n=group.activities),
                words.minutes(group.minutes),
            ]
            for words_of, group in [*named, *rest]
        ],
    }  # fmt: skip


def bars(months: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Minutes by month, as lengths beside the figures."""
    most = max(minutes for _month, minutes in months)
    return {
        "name": _("月ごとの活動時間"),
        "headers": [_("月"), _("グラフ"), _("活動時間")],
        "rows": [
            [words.month(month), minutes / most if most else 0, words.minutes(minutes)]
            for month, minutes in months
        ],
    }


def _parts(name: str, label: str, parts: Sequence[Slice], said: Any) -> Table:
    return {
        "name": name,
        "headers": [
            [label, False], [_("活動"), True], [_("延べ人数"), True], [_("活動時間"), True]
        ],
        "widths": [4, 1, 1.2, 1.6],
        "rows": [
            [
                said(part.name), _("%(n)s回", n=part.amount.activities),
                _("%(n)s人", n=part.amount.people), words.minutes(part.amount.minutes),
            ]
            for part in parts
        ],
    }  # fmt: skip


def _activities(side: Side, rows: Sequence[Row[Any]]) -> Table:
    return {
        "name": _("ひとつひとつの活動"),
        "headers": [
            [_("活動した日"), False], [_("内容"), False],
            [_("頼んだ人") if side is Side.GIVEN else _("手伝った人"), False],
            [_("地区"), False], [_("人数"), True], [_("時間"), True],
        ],
        "widths": [2.6, 2.6, 2.6, 1.4, 0.9, 1.6],
        "rows": [
            [
                date_words(row.held_on, language()), words.kind(row.kind),
                words.with_whom(row, side), words.district(row.district),
                _("%(n)s人", n=row.people), words.minutes(row.minutes),
            ]
            for row in rows
        ],
    }  # fmt: skip
