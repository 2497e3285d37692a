"""Pages of a match: answering, coming forward, confirming, calling off; and of a need's helpers."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from matching import clock
from matching.accounts.access import me, one, public, signed_in
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.i18n import _
from matching.matches import actions, needs, policy, queries
from matching.matches.access import by_letter, mine
from matching.matches.calendar_file import calendar_file
from matching.matches.forms import AnswerForm, ApplyForm, ButtonForm, OverrideForm, ReasonForm
from matching.matches.models import Match
from matching.matches.rules import KNOWN, STATE_WORDS, State
from matching.needs import policy as needs_policy
from matching.needs import queries as needs_queries
from matching.needs.drafts import problems, warnings
from matching.needs.forms import CloseForm, NeedForm
from matching.needs.models import Need
from matching.needs.rules import LISTED, Closing
from matching.needs.sheet import draft_of
from matching.needs.steps import overtaken, summary
from matching.offers.models import Offer
from matching.organizations.access import acting_for, my_organizations
from matching.web.transaction import committing, session

bp = Blueprint("matches", __name__)


def page(match: Match, form: AnswerForm, *, letter: str = "") -> str:
    """A match as its two sides see it; contact details only once it is confirmed."""
    person = me() if not letter else match.offer.person
    groups = my_organizations() if not letter else frozenset()
    return render_template(
        "matches/show.html",
        match=match, form=form, letter=letter, words=STATE_WORDS, warnings=warnings(draft_of(match.need)),
        is_helper=policy.is_helper(person, match, groups),
        is_asker=policy.is_asker(person, match, groups),
        shows_contact=not letter and policy.may_see_contact(person, match, groups),
        may_confirm=not letter and policy.may_confirm(person, match, groups),
        may_miss=not letter and policy.may_miss(person, match, groups),
        is_over=bool(match.need.last_end_at and match.need.last_end_at <= clock.now()),
    )  # fmt: skip


def _reply(match: Match, form: AnswerForm, by: Person) -> None:
    with committing() as held:
        if form.answer.data == "yes":
            places = form.places.data or 1
            actions.accept(held, match, by=by, at=clock.now(), places=places)
        else:
            actions.decline(held, match, by=by, at=clock.now(), note=form.note.data or "")
    yes = form.answer.data == "yes"
    flash(
        _("ありがとうございます。依頼した方にお知らせしました。")
        if yes
        else _("お返事をありがとうございました。")
    )


@bp.get("/matches/<id:match_id>")
@signed_in()
def show(match_id: int) -> ResponseReturnValue:
    return page(mine(match_id), AnswerForm())


@bp.post("/matches/<id:match_id>/answer")
@signed_in()
def answer(match_id: int) -> ResponseReturnValue:
    match, form = mine(match_id, policy.may_answer), AnswerForm()
    if not form.validate_on_submit():
        return page(match, form), 422
    _reply(match, form, me())
    return redirect(url_for(".show", match_id=match.id), 303)


@bp.route("/answer/<token>", methods=["GET", "POST"])
@public
def answer_by_letter(token: str) -> ResponseReturnValue:
    """One tap from the letter: GET shows the buttons, POST answers. Mail scanners only GET."""
    match, form = by_letter(token), AnswerForm()
    if not form.validate_on_submit():
        return page(match, form, letter=token), 422 if form.is_submitted() else 200
    _reply(match, form, match.offer.person)
    return redirect(url_for(".answer_by_letter", token=token), 303)


@bp.post("/matches/<id:match_id>/confirm")
@signed_in()
def confirm(match_id: int) -> ResponseReturnValue:
    match = mine(match_id, policy.may_confirm)
    with committing() as held:
        actions.confirm(held, match, by=me(), at=clock.now())
    flash(_("確定し、双方に連絡先をお知らせしました。"))
    return redirect(url_for(".show", match_id=match.id), 303)


@bp.route("/matches/<id:match_id>/override", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR)
def override(match_id: int) -> ResponseReturnValue:
    """A yes although the helper is expected elsewhere; a coordinator says why."""
    match, form = mine(match_id), OverrideForm()
    if not form.validate_on_submit():
        return _reason(form, match, _("同じ時間の別の活動があっても引き受ける"))
    with committing() as held:
        actions.accept(held, match, by=me(), at=clock.now(), override=form.note.data or "")
    return redirect(url_for(".show", match_id=match.id), 303)


@bp.route("/matches/<id:match_id>/cancel", methods=["GET", "POST"])
@signed_in()
def cancel(match_id: int) -> ResponseReturnValue:
    match, form = mine(match_id, policy.may_cancel), ReasonForm()
    if not form.validate_on_submit():
        return _reason(form, match, _("取り消す"))
    with committing() as held:
        actions.cancel(held, match, by=me(), at=clock.now(), note=form.note.data or "")
    flash(_("取り消して、相手の方にお知らせしました。"))
    return redirect(url_for(".show", match_id=match.id), 303)


@bp.route("/matches/<id:match_id>/miss", methods=["GET", "POST"])
@signed_in()
def miss(match_id: int) -> ResponseReturnValue:
    match, form = mine(match_id, policy.may_miss), ReasonForm()
    if not form.validate_on_submit():
        return _reason(form, match, _("来られなかったことを記録する"))
    with committing() as held:
        actions.miss(held, match, by=me(), at=clock.now(), note=form.note.data or "")
    return redirect(url_for(".show", match_id=match.id), 303)


def _reason(form: ReasonForm | OverrideForm, match: Match, title: str) -> ResponseReturnValue:
    made = render_template("matches/reason.html", form=form, match=match, title=title)
    return made, 422 if form.is_submitted() else 200


@bp.get("/matches/<id:match_id>/calendar.ics")
@signed_in()
def calendar(match_id: int) -> ResponseReturnValue:
    match = mine(match_id)
    return Response(calendar_file(match, at=clock.now()), mimetype="text/calendar")


@bp.route("/needs/<id:need_id>/apply", methods=["GET", "POST"])
@signed_in()
def apply(need_id: int) -> ResponseReturnValue:
    need = one(needs_queries.needs().where(Need.id == need_id), _is_listed)
    form, helper = ApplyForm(), _my_offer()
    if not form.validate_on_submit():
        made = render_template(
            "matches/apply.html", need=need, form=form, offer=helper, rows=_public(need)
        )
        return made, 422 if form.is_submitted() else 200
    with committing() as held:
        held.add(helper)  # a bare one if nothing was registered yet
        held.flush()
        match = actions.apply(
            held, need, helper, by=me(), at=clock.now(), message=form.message.data or "",
            places=form.places.data or 1,
        )  # fmt: skip
    flash(_("応募を受け付けました。確定したらお知らせします。"))
    return redirect(url_for(".show", match_id=match.id), 303)


def _is_listed(_person: Person, need: Need) -> bool:
    return need.state in LISTED


def _public(need: Need) -> list[tuple[str, ...]]:
    hidden = {need.exact_place, need.meeting_place}
    return [row for row in summary(need) if row[1] not in hidden]


def _my_offer() -> Offer:
    """What the person, or the organisation they speak for, has registered; a bare one if nothing."""
    organization, person, now = acting_for(), me(), clock.now()
    own = Offer.person_id == person.id, Offer.organization_id.is_(None)
    its = (Offer.organization_id == organization.id,) if organization else own
    found = session().scalars(select(Offer).where(*its)).first()
    return found or Offer(
        person_id=person.id, organization_id=organization.id if organization else None,
        opted_in_at=now, created_at=now, updated_at=now, head_count=1,
        home_district_id=person.district_id, skills=[], licences=[], days_off=[], areas=[], resources=[],
    )  # fmt: skip


# ------------------------------------------------------------------ a need and its helpers


def _need(need_id: int) -> Need:
    def may(person: Person, need: Need) -> bool:
        return needs_policy.may_edit(person, need, my_organizations())

    return one(needs_queries.needs().where(Need.id == need_id), may)


@bp.get("/needs/<id:need_id>/helpers")
@signed_in()
def of_need(need_id: int) -> ResponseReturnValue:
    """Who comes, as the asker sees it and prints it; names once confirmed."""

    def may(person: Person, need: Need) -> bool:
        return needs_policy.may_see_exact_place(person, need, my_organizations())

    need = one(needs_queries.needs().where(Need.id == need_id), may)
    rows = [m for m in session().scalars(queries.of_need(need.id)) if m.state is not State.PROPOSED]
    return render_template(
        "matches/of_need.html", need=need, matches=rows, known=KNOWN, words=STATE_WORDS,
        form=ButtonForm(),
    )  # fmt: skip


@bp.route("/needs/<id:need_id>/edit", methods=["GET", "POST"])
@signed_in()
def edit_need(need_id: int) -> ResponseReturnValue:
    need = _need(need_id)
    start = draft_of(need)
    form = NeedForm(data=NeedForm.filled(start) | {"version": str(need.version)})
    if form.is_submitted() and form.wants_row():
        form.slots.append_entry()
        return _sheet(form, need)
    if not form.validate_on_submit() or form.blame(problems(form.draft(start), now=clock.now())):
        return _sheet(form, need)
    if form.version.data != str(need.version):
        return overtaken(form, need)
    with committing() as held:
        changed = needs.edit_need(held, need, form.draft(start), by=me(), at=clock.now())
    flash(
        _("変更を保存しました。引き受けた方にもお知らせしました。")
        if changed
        else _("変更はありません。")
    )
    return redirect(url_for("needs.own", need_id=need.id), 303)


def _sheet(form: NeedForm, need: Need) -> ResponseReturnValue:
    made = render_template("needs/sheet.html", form=form, need=need)
    return made, 422 if form.is_submitted() and not form.wants_row() else 200


@bp.route("/needs/<id:need_id>/close", methods=["GET", "POST"])
@signed_in()
def close_need(need_id: int) -> ResponseReturnValue:
    """Withdraw or end a need; those who said yes or were asked are told."""
    need, form = _need(need_id), CloseForm()
    if not form.validate_on_submit():
        made = render_template("matches/close.html", need=need, form=form)
        return made, 422 if form.is_submitted() else 200
    with committing() as held:
        needs.close_need(
            held,
            need,
            Closing(form.closing.data),
            by=me(),
            at=clock.now(),
            note=form.note.data or "",
        )
    flash(_("依頼を終えました。"))
    if need.asker_id == me().id or need.organization_id in my_organizations():
        return redirect(url_for("needs.own", need_id=need.id), 303)
    return redirect(url_for(".of_need", need_id=need.id), 303)
