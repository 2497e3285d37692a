"""Ways through the pages that several stories share."""

from __future__ import annotations

from dataclasses import dataclass

from matching.accounts.rules import Role
from tests.journeys.conftest import Site
from tests.journeys.visitor import Visitor
from tests.make import make_person

ASKS, HELPS = "手伝ってほしい", "手伝いたい"
SACHIKO = "sachiko@example.org"


@dataclass(frozen=True)
class Newcomer:
    """What somebody types when they sign up."""

    family: str
    given: str
    kana: tuple[str, str]
    email: str
    town: str = "善光寺町"
    district: str = "里垣"


def sign_in(visitor: Visitor, site: Site, email: str) -> None:
    """The address, then the six digits of the letter; from /sign-in or from where it was asked."""
    if not visitor.path.startswith("/sign-in"):
        visitor.open("/sign-in")
    visitor.fill("メールアドレス", email)
    visitor.press("番号をメールで受け取る")
    visitor.fill("6けたの番号", site.code(email))
    visitor.press("サインイン")


def sign_up(visitor: Visitor, site: Site, who: Newcomer, comes_for: str) -> None:
    """Everything up to the page on which the newcomer wanted to be."""
    sign_in(visitor, site, who.email)
    assert visitor.heading == "はじめての登録"
    visitor.tick(comes_for)
    visitor.fill("姓", who.family)
    visitor.fill("名", who.given)
    visitor.fill("せい（ひらがな）", who.kana[0])
    visitor.fill("めい（ひらがな）", who.kana[1])
    visitor.choose("お住まいの地区", who.district)
    visitor.fill("町名", who.town)
    visitor.tick("個人情報の使い方に同意します")
    visitor.press("登録する")


def coordinator(visitor: Visitor, site: Site) -> Visitor:
    """Sachiko of the volunteer centre, at her desk. Only the operator can make her one."""
    site.add(lambda held: make_person(held, "小林", "幸子", Role.COORDINATOR, email=SACHIKO))
    sign_in(visitor, site, SACHIKO)
    visitor.open("/desk")
    return visitor


def say_what_i_can(visitor: Visitor, group: str, skill: str, level: str = "できる") -> None:
    """One skill, from the page of what somebody can give."""
    visitor.follow("入力する：できること")
    visitor.unfold(group)
    visitor.tick(level, group=skill)
    visitor.press("保存する")


def take_call(visitor: Visitor, caller: Newcomer, phone: str, need: dict[str, str]) -> None:
    """The one screen of the desk for somebody on the line who is new and has no e-mail."""
    visitor.open("/desk/intake")
    visitor.fill("姓", caller.family)
    visitor.fill("名", caller.given)
    visitor.fill("せい（ひらがな）", caller.kana[0])
    visitor.fill("めい（ひらがな）", caller.kana[1])
    visitor.fill("電話番号", phone)
    visitor.choose("住まいの地区", caller.district)
    visitor.fill("町名", caller.town)
    visitor.choose("種類", need["kind"])
    visitor.fill("題名", need["title"])
    visitor.fill("手伝ってほしいこと", need["body"])
    visitor.fill("日にち", need["day"])
    visitor.fill("始まり", need["starts"])
    visitor.fill("終わり", need["ends"])
    visitor.tick("使いみちを説明し、本人の同意を確かめました")


def ask(visitor: Visitor, *names: str) -> None:
    """Ask these of the candidates on the page of a need."""
    for name in names:
        visitor.mark(visitor.row(name).get_by_label(name))
    visitor.press("しるしをつけた人にお願いを送る")
    visitor.sees(f"{len(names)}人にお願いを送りました。")
