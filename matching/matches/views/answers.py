"""A helper's pages: reading what is asked, answering it, coming forward from the board."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select
from sqlalchemy.orm import Session

from matching import clock
from matching.accounts import actions as people
from matching.accounts.access import me, one, public, signed_in
from matching.accounts.models import Person
from matching.i18n import _
from matching.matches import actions, policy, queries, words
from matching.matches.access import by_letter, mine
from matching.matches.forms import AnswerForm, ApplyForm
from matching.matches.models import Match
from matching.matches.rules import State
from matching.matches.views.door import (
    answer_form,
    ask_for_phone,
    bp,
    is_late,
    match_facts,
    match_path,
)
from matching.needs.models import Need
from matching.needs.rules import LISTED
from matching.offers import actions as offers
from matching.offers.drafts import OfferDraft
from matching.offers.models import Offer
from matching.organizations.access import acting_for
from matching.web.transaction import committing, session


@bp.post("/matches/<id:match_id>/answer")
@signed_in()
def answer(match_id: int) -> ResponseReturnValue:
    match = mine(match_id, policy.may_answer)
    form = answer_form(match, me())
    if not form.validate_on_submit():
        return render_template("matches/show.html", **match_facts(match, form)), 422
    _reply(match, form, me())
    return redirect(match_path(match), 303)


@bp.route("/answer/<token>", methods=["GET", "POST"])
@public
def answer_by_letter(token: str) -> ResponseReturnValue:
    """One tap from the letter: GET shows the buttons, POST answers; mail scanners only GET."""
    match = by_letter(token)
    form = answer_form(match, match.offer.person)
    if not form.validate_on_submit():
        return _letter_page(match, form, token), 422 if form.is_submitted() else 200
    _reply(match, form, match.offer.person)
    return redirect(url_for(".answer_by_letter", token=token), 303)


def _letter_page(match: Match, form: AnswerForm, token: str) -> Response:
    """The question without sign-in; never a contact, and nothing for search engines or caches."""
    page = make_response(
        render_template(
            "matches/letter.html",
            match=match,
            need=match.need,
            form=form,
            token=token,
            words=words,
            standing=words.for_helper(match, clock.now()),
            answers=match.state is State.OFFERED and not is_late(match),
        )
    )
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Cache-Control"] = "no-store"
    return page


def _reply(match: Match, form: AnswerForm, by: Person) -> None:
    said_yes, now = form.answer.data == "yes", clock.now()
    with committing() as held:
        if said_yes:
            actions.accept(held, match, by=by, at=now, places=form.places.data or 1)
            people.add_phone(held, by, form.told_phone)
        else:
            actions.decline(held, match, by=by, at=now, note=form.note.data or "")
    flash(
        _("ありがとうございます。引き受けたことを、依頼した方にお知らせしました。")
        if said_yes
        else _("お返事をありがとうございました。またの機会にお願いします。")
    )


# ------------------------------------------------------------------ from the board


@bp.route("/needs/<id:need_id>/apply", methods=["GET", "POST"])
@signed_in()
def apply(need_id: int) -> ResponseReturnValue:
    need, form = one(queries.need(need_id), _is_listed), ApplyForm()
    helper = session().scalars(_own_offer()).one_or_none()
    ask_for_phone(form, me(), helper.person if helper else me(), acting_for())
    if not form.validate_on_submit():
        page = _apply_page(need, form, helper)
        return page, 422 if form.is_submitted() else 200
    with committing() as held:
        match = actions.apply(
            held, need, helper or _bare_offer(held), by=me(), at=clock.now(),
            message=form.message.data or "", places=form.places.data or 1,
        )  # fmt: skip
        people.add_phone(held, me(), form.told_phone)
    flash(_("応募を受け付けました。ありがとうございます。確定したらお知らせします。"))
    return redirect(match_path(match), 303)


def _is_listed(_person: Person, need: Need) -> bool:
    return need.state in LISTED


def _apply_page(need: Need, form: ApplyForm, helper: Offer | None) -> str:
    clashes = session().scalars(queries.clashes(helper, need)).unique().all() if helper else ()
    known = session().scalars(queries.between(need.id, helper.id)).first() if helper else None
    return render_template(
        "matches/apply.html",
        need=need,
        form=form,
        helper=helper,
        group=acting_for(),
        known=known if known and known.state in policy.TOLD else None,
        clashes=clashes,
        words=words,
        breadcrumbs=[(need.title, f"/needs/{need.id}"), (_("応募する"), "")],
    )


def _own_offer() -> Select[Offer]:
    """What the person, or the organisation they speak for now, has registered."""
    group = acting_for()
    return queries.offer_of_organization(group.id) if group else queries.offer_of(me().id)


def _bare_offer(session: Session) -> Offer:
    """A first, empty registration: coming forward once is no consent to being asked."""
    return offers.register(
        session, me(), OfferDraft(), organization=acting_for(), by=me(), at=clock.now()
    )
