"""A match in words: what a helper must know, and where it stands for whoever reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from matching.calendar import day_words, instant_words, minutes_words, span_words
from matching.i18n import N_, _, language
from matching.matches.models import Match
from matching.matches.rules import State, Verb
from matching.needs.drafts import warnings
from matching.needs.models import Need
from matching.needs.sheet import draft_of
from matching.skills.rules import LICENCE, RESOURCE_WORDS, licences_by_code, skills_by_code
from matching.week import week_words

LOOKS = {
    State.PROPOSED: "quiet",
    State.OFFERED: "accent",
    State.ACCEPTED: "warning",
    State.CONFIRMED: "success",
    State.DONE: "success",
    State.NO_SHOW: "error",
}
VERB_WORDS = {
    Verb.PROPOSE: N_("候補に挙げました"),
    Verb.OFFER: N_("お願いを送りました"),
    Verb.APPLY: N_("応募がありました"),
    Verb.ACCEPT: N_("引き受けました"),
    Verb.DECLINE: N_("見送りました"),
    Verb.EXPIRE: N_("期限が過ぎました"),
    Verb.CONFIRM: N_("確定しました"),
    Verb.COMPLETE: N_("活動しました"),
    Verb.MISS: N_("来られませんでした"),
    Verb.CANCEL: N_("取り消しました"),
}

# ------------------------------------------------------------------ the need


def facts(need: Need) -> list[tuple[str, str]]:
    """Everything one must know before saying yes; nothing that is told only afterwards."""
    lines = [
        *((_("いつ"), when) for when in when_lines(need)),
        (_("かかる時間"), minutes_words(need.minutes_wanted, language())),
        (_("どこ"), place(need)),
        (_("人数"), _places(need)),
        (_("持ち物"), need.bring or _("とくにありません")),
        (_("必要な特技・資格"), _skills(need, required=True)),
        (_("あるとうれしい特技"), _skills(need, required=False)),
        (_("貸してほしい物"), _things(need)),
        (_("参加できる人"), welcome(need)),
        (_("費用"), _("%(yen)s円", yen=f"{need.fee_yen:,}") if need.fee_yen else ""),
        (_("依頼した人"), asker(need)),
    ]
    return [(label, words) for label, words in lines if words]


def when_lines(need: Need) -> list[str]:
    """Every slot, or the days and hours of which one will do."""
    spoken = language()
    if not need.flexible:
        return [span_words(slot.starts_at, slot.ends_at, spoken) for slot in need.slots]
    if need.from_on is None or need.to_on is None:
        return [_("日時は相談して決めます")]
    first, last = day_words(need.from_on, spoken), day_words(need.to_on, spoken)
    between = _("%(first)sから%(last)sの間（日時は相談）", first=first, last=last)
    return [between, *filter(None, [week_words(need.week, spoken)])]


def place(need: Need) -> str:
    """District and town, no nearer."""
    if need.remote:
        return _("オンライン・電話でできます")
    district = _("%(name)s地区", name=need.district.name) if need.district else ""
    return " ".join(part for part in (district, need.town) if part)


def asker(need: Need) -> str:
    """The organisation by name; a person is only somebody of the district."""
    if need.organization:
        return need.organization.name
    if need.district and not need.remote:
        return _("%(name)s地区の方", name=need.district.name)
    return _("市内の方")


def insurance(need: Need) -> list[str]:
    """What volunteer insurance may not cover."""
    return [_(text) for text in warnings(draft_of(need))]


def _places(need: Need) -> str:
    left = max(need.places_left, 0)
    if not left:
        return _("%(n)s人（満員）", n=need.helpers_wanted)
    return _("%(n)s人（あと%(left)s人）", n=need.helpers_wanted, left=left)


def _skills(need: Need, *, required: bool) -> str:
    names = (_skill(wish.skill) for wish in need.wished if wish.required is required)
    return _("、").join(name for name in names if name)


def _skill(code: str) -> str:
    table = licences_by_code() if code.startswith(LICENCE) else skills_by_code()
    known = table.get(code.removeprefix(LICENCE))
    return known.name(language()) if known else ""


def _things(need: Need) -> str:
    return _("、").join(
        _("%(what)s ×%(n)s", what=thing.name or _(RESOURCE_WORDS[thing.kind]), n=thing.quantity)
        for thing in need.things
    )


def welcome(need: Need) -> str:
    found: Iterable[str] = (
        _("はじめての方も歓迎") if need.beginners_welcome else _("経験のある方"),
        _("お子さんと一緒でも歓迎") if need.children_welcome else "",
        _("%(age)s歳以上の方", age=need.least_age) if need.least_age else "",
    )
    return _("、").join(words for words in found if words)


# ------------------------------------------------------------------ the match


def said(note: str) -> str:
    """A step's note: a sentence of ours in the reader's language, or somebody's words as they are.

    Not `_()` in the template, which would look for places to fill in whatever was typed (100%引き).
    """
    return _(note)


def helper_name(match: Match) -> str:
    """Who helps: the organisation, or the person."""
    offer = match.offer
    return offer.organization.name if offer.organization else offer.person.display_name


def look(state: State) -> str:
    """The colour of a state's tag."""
    return LOOKS.get(state, "quiet")


def for_helper(match: Match, now: datetime) -> tuple[str, str]:
    """(kind, words): where it stands for the one who helps, and what comes next."""
    late = match.answer_by is not None and match.answer_by <= now
    if match.state is State.OFFERED and late:
        return "info", _(
            "お返事の期限が過ぎました。お気になさらないでください。"
            "まだ来られるときは、ボランティアセンターへご連絡ください。"
        )
    if match.state is State.OFFERED and match.answer_by:
        until = instant_words(match.answer_by, language())
        return "info", _(
            "手伝っていただけないでしょうか。%(until)sまでにお返事をお願いします。", until=until
        )
    if is_over(match, now):
        return "info", _(OVER)
    return HELPER_WORDS[match.state][0], _(HELPER_WORDS[match.state][1])


OVER = N_("活動の日が過ぎました。報告がまだの方は、お願いします。報告は、センターが確かめます。")


def is_over(match: Match, now: datetime) -> bool:
    """Both sides met, and what came of it is still to be said or looked through."""
    end = match.need.last_end_at
    return match.state is State.CONFIRMED and end is not None and end <= now


HELPER_WORDS = {
    State.PROPOSED: ("info", N_("まだお願いしていません。")),
    State.OFFERED: ("info", N_("手伝っていただけないでしょうか。")),
    State.ACCEPTED: (
        "success",
        N_(
            "引き受けてくださり、ありがとうございます。確かめたあと、"
            "くわしい場所と連絡先をお知らせします。"
        ),
    ),
    State.CONFIRMED: ("success", N_("参加が決まりました。当日、よろしくお願いします。")),
    State.DONE: ("success", N_("活動が終わりました。ありがとうございました。")),
    State.NO_SHOW: ("warning", N_("当日は来られなかったと記録されています。")),
    State.DECLINED: (
        "info",
        N_("今回は見送りと承りました。お返事をありがとうございました。またの機会にお願いします。"),
    ),
    State.EXPIRED: ("info", N_("お返事の期限が過ぎました。お気になさらないでください。")),
    State.CANCELLED: ("info", N_("この件は取り消しになりました。")),
}


def for_asker(match: Match, now: datetime, *, confirms: bool) -> tuple[str, str]:
    """(kind, words): where it stands for the one who asked."""
    if match.state is State.ACCEPTED and confirms:
        return "warning", _("手伝いたい方がいます。よろしければ、確定してください。")
    if is_over(match, now):
        return "info", _(OVER)
    return ASKER_WORDS[match.state][0], _(ASKER_WORDS[match.state][1])


ASKER_WORDS = {
    State.PROPOSED: ("info", N_("まだお願いしていません。")),
    State.OFFERED: ("info", N_("お願いをして、お返事を待っています。")),
    State.ACCEPTED: (
        "info",
        N_("引き受けてくださる方がいます。ボランティアセンターが確かめて、お知らせします。"),
    ),
    State.CONFIRMED: ("success", N_("手伝う方が決まりました。")),
    State.DONE: ("success", N_("活動が終わりました。")),
    State.NO_SHOW: ("warning", N_("当日は来られなかったと記録されています。")),
    State.DECLINED: ("info", N_("今回はご都合が合いませんでした。")),
    State.EXPIRED: ("info", N_("期限までにお返事がありませんでした。")),
    State.CANCELLED: ("info", N_("この件は取り消しになりました。")),
}
