"""Reasons in words: each sentence names one stored fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matching.i18n import N_, _, language
from matching.pairing.rules import Explained, Helpful, PartFacts
from matching.skills.rules import RESOURCE_WORDS, ResourceKind, skills_by_code

FEATURE_WORDS: Mapping[str, str] = {
    "skill": N_("特技"),
    "near": N_("近さ"),
    "time": N_("時間"),
    "interest": N_("関心"),
    "willing": N_("これまでの返事"),
    "rested": N_("最近のお願い"),
}
AGAINST_WORDS: Mapping[str, str] = {
    "INACTIVE": N_("登録を休んでいる"),
    "NOT_CONSENTED": N_("個人情報の同意がまだ"),
    "NOT_OPTED_IN": N_("お願いを受けることへの同意がまだ"),
    "AGE": N_("年齢の条件に合わない"),
    "GUARDIAN": N_("保護者の同意がまだ"),
    "SKILL": N_("必要な特技がない"),
    "LICENCE": N_("必要な免許・資格がない"),
    "REACH": N_("遠い"),
    "TIME": N_("時間が合わない"),
    "AWAY": N_("その日は休みの予定"),
    "CLASH": N_("同じ時間に別の活動がある"),
    "WEEKLY_LOAD": N_("その週の活動がすでに多い"),
    "ASKED_BEFORE": N_("この依頼ではすでにお願いした"),
    "BLOCKED": N_("組み合わせない人（本人の依頼を含む）"),
    "DAY_LIMIT": N_("今日すでにお願いした"),
    "MONTH_LIMIT": N_("今月のお願いの上限に達している"),
    "QUIET_HOURS": N_("連絡を控える時間"),
}


def skill_name(code: str) -> str:
    """A skill's or thing's name in the reader's language."""
    kind, _colon, rest = code.partition(":")
    if kind == "thing":
        return _(RESOURCE_WORDS[ResourceKind(rest)])
    known = skills_by_code().get(code)
    return known.name(language()) if known else code


def _skill(part: PartFacts) -> str:
    held = part["facts"].get("skills")
    if not part["stated"]:
        return _("特技の希望なし")
    if isinstance(held, list) and held:
        return _("できること：%(names)s", names=_("、").join(skill_name(str(c)) for c in held))
    return _("希望の特技は登録がない")


def _near(part: PartFacts) -> str:
    if not part["stated"]:
        return _("場所の登録がない")
    km = float(str(part["facts"]["km"]))
    return _("約1km以内") if km < 1 else _("約%(km)skm", km=f"{km:.1f}")


def _time(part: PartFacts) -> str:
    if not part["stated"]:
        return _("空き時間の登録がない")
    if part["value"] >= 0.5:
        return _("その時間が空いている")
    return _("その時間の一部が空いている")


def _interest(part: PartFacts) -> str:
    if part["facts"].get("same_kind"):
        return _("この分野の活動を希望している")
    return _("書いた内容と近い") if part["value"] >= 0.1 else _("関心は登録からは分からない")


def _willing(part: PartFacts) -> str:
    asked, yes = part["facts"].get("asked"), part["facts"].get("yes")
    if not asked:
        return _("まだお願いしたことがない")
    return _("これまで%(asked)s回中%(yes)s回引き受けた", asked=asked, yes=yes)


def _rested(part: PartFacts) -> str:
    lately = part["facts"].get("asks_14d")
    if not lately:
        return _("最近14日間はお願いしていない")
    return _("最近14日間に%(n)s回お願いした", n=lately)


WORDERS: Mapping[str, Callable[[PartFacts], str]] = {
    "skill": _skill,
    "near": _near,
    "time": _time,
    "interest": _interest,
    "willing": _willing,
    "rested": _rested,
}


def reason_words(part: PartFacts) -> str:
    """One part of a score as a short phrase that names its stored fact."""
    return WORDERS[part["feature"]](part)


def strongest(explained: Explained, most: int = 3) -> list[str]:
    """The stated parts that add most, in words."""
    telling = [part for part in explained["parts"] if part["stated"] and part["log_odds"] > 0]
    return [reason_words(part) for part in telling[:most]]


def weakest(explained: Explained) -> str:
    """The part that adds least, in words."""
    return reason_words(explained["parts"][-1])


def overtaken_words(explained: Explained) -> str:
    """Why not one place higher; empty where no single fact makes the difference."""
    feature = explained["overtaken_by"]
    if feature is None:
        return ""
    part = next(part for part in explained["parts"] if part["feature"] == feature)
    return _("一つ上にならない理由：%(reason)s", reason=reason_words(part))


def against_words(reason: str) -> str:
    """Why somebody is not suggested."""
    return _(AGAINST_WORDS[reason])


CHANGE_WORDS: Mapping[str, str] = {
    "later": N_("開始を%(amount)s分遅らせると %(n)s人"),
    "earlier": N_("開始を%(amount)s分早めると %(n)s人"),
    "farther": N_("あと%(amount)skm遠くまで探すと %(n)s人"),
    "skill_optional": N_("「%(skill)s」を必須でなくすると %(n)s人"),
}


def change_words(change: Helpful) -> str:
    """The smallest change that would bring people in, with how many."""
    skill = skill_name(change.skill) if change.skill else ""
    return _(CHANGE_WORDS[change.kind], amount=change.amount, n=change.brings, skill=skill)
