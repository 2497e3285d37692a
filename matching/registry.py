"""The one list: rooms with pages, entries of the menu, jobs of the clock."""

from __future__ import annotations

from flask import Blueprint

from matching.accounts import jobs as accounts_jobs
from matching.accounts.access import MenuEntry
from matching.accounts.views import addresses, mine, people, signing
from matching.board.views import pages as board
from matching.board.views import texts
from matching.certificates.views import bp as certificates
from matching.clockwork import jobs as clockwork_jobs
from matching.clockwork.rules import Job
from matching.contributions.views import bp as contributions
from matching.desk.views import bp as desk
from matching.digests import jobs as digests_jobs
from matching.exchange import jobs as exchange_jobs
from matching.exchange.views import bp as exchange
from matching.i18n import N_
from matching.mailbox.views import bp as mailbox
from matching.matches import jobs as matches_jobs
from matching.matches.views import bp as matches
from matching.needs import jobs as needs_jobs
from matching.needs.views import bp as needs
from matching.offers.views import bp as offers
from matching.organizations.views import bp as organizations
from matching.outcomes.views import bp as outcomes
from matching.progress.views import bp as progress
from matching.progress.views.plans import bp as plans

BLUEPRINTS: list[Blueprint] = [
    board.bp,
    texts.bp,
    signing.bp,
    mine.bp,
    people.bp,
    addresses.bp,
    organizations,
    contributions,
    needs,
    matches,
    outcomes,
    certificates,
    progress,
    plans,
    offers,
    mailbox,
    desk,
    exchange,
]

# Shown to whoever may open the endpoint: who that is stands at the view, not here.
MENU: list[MenuEntry] = [
    MenuEntry(N_("ボランティアボード"), "board.index"),
    MenuEntry(N_("マイページ"), "board.my"),
    MenuEntry(N_("受付デスク"), "desk.index"),
    MenuEntry(N_("計画の進み具合"), "progress.index"),
    MenuEntry(N_("わたしの登録"), "offers.show_mine"),
    MenuEntry(N_("登録している人"), "people.index"),
]

# On the city's clocks; each slot is run once, a missed one is caught up.
JOBS: list[Job] = [
    Job("expire-offers", "*/10 * * * *", matches_jobs.expire_unanswered),
    Job("remind-day-before", "5 16 * * *", matches_jobs.remind_day_before),
    Job("ask-outcomes", "30 * * * *", matches_jobs.ask_outcomes),
    Job("ask-still-open", "0 9 * * *", needs_jobs.ask_still_open),
    Job("weekly-digest", "0 8 * * thu", digests_jobs.post_weekly),
    Job("forget-register-files", "20 3 * * *", exchange_jobs.forget_files),
    Job("forget-sign-ins", "30 3 * * *", accounts_jobs.forget_expired),
    Job("forget-old-runs", "40 3 * * *", clockwork_jobs.forget_old_runs),
]
