"""The one list: rooms with pages, entries of the menu, jobs of the clock."""

from __future__ import annotations

from flask import Blueprint

from matching.accounts.access import MenuEntry
from matching.accounts.views import mine, people, signing
from matching.board.views import pages as board
from matching.board.views import texts
from matching.desk.views import bp as desk
from matching.i18n import N_
from matching.matches.views import bp as matches
from matching.needs.views import bp as needs
from matching.offers.views import bp as offers
from matching.organizations.views import bp as organizations
from matching.outcomes.views import bp as outcomes
from matching.progress.views import bp as progress

BLUEPRINTS: list[Blueprint] = [
    board.bp,
    texts.bp,
    signing.bp,
    mine.bp,
    people.bp,
    organizations,
    needs,
    matches,
    outcomes,
    progress,
    offers,
    desk,
]

# Shown to whoever may open the endpoint: who that is stands at the view, not here.
MENU: list[MenuEntry] = [
    MenuEntry(N_("ボランティアボード"), "board.index"),
    MenuEntry(N_("マイページ"), "board.my"),
    MenuEntry(N_("受付デスク"), "desk.index"),
    MenuEntry(N_("計画の進み具合"), "progress.index"),
    MenuEntry(N_("わたしの登録"), "offers.show_mine"),
    MenuEntry(N_("登録している人"), "people.index"),
    MenuEntry(N_("マイアカウント"), "account.show"),
]
