"""Pages for those who ask: step by step, on one sheet, and what became of it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, me_or_nobody, one, public, signed_in
from matching.accounts.models import Person
from matching.db import page_of
from matching.errors import RuleBroken
from matching.i18n import N_, _
from matching.needs import actions, policy, queries, steps
from matching.needs.drafts import NeedDraft, next_year, problems, warnings
from matching.needs.forms import KindForm, NeedForm
from matching.needs.models import Need, Photo
from matching.needs.rules import LISTED, STATE_WORDS, State
from matching.needs.sheet import draft_of
from matching.organizations.access import acting_for, my_organizations
from matching.web.fields import record_id
from matching.web.forms import Form
from matching.web.transaction import committing, session

bp = Blueprint("needs", __name__, url_prefix="/needs")


def mine(need_id: int) -> Need:
    """The need, if it is the person's or their organisation's.

    Raises:
        NotFound, Forbidden.
    """
    return one(queries.needs().where(Need.id == need_id), _owns)


def _owns(person: Person, need: Need) -> bool:
    return policy.owns(person, need, my_organizations())


@bp.get("/mine")
@signed_in()
def index() -> ResponseReturnValue:
    number = record_id(request.args.get("page", "1")) or 1
    page = page_of(session(), queries.mine(me(), my_organizations()), number)
    return render_template("needs/index.html", page=page, words=STATE_WORDS)


@bp.route("/new", methods=["GET", "POST"])
@signed_in()
def new() -> ResponseReturnValue:
    """Step 1. An association goes to its one sheet instead."""
    if acting_for():
        return redirect(url_for(".sheet"), 303)
    form = KindForm()
    if not form.validate_on_submit():
        page = steps.drawn("kind", form, None)
        return page, 422 if form.is_submitted() else 200
    person = me()
    draft = NeedDraft(
        kind=form.kind.data, district_id=person.district_id, town=person.town,
        exact_place=f"{person.street} {person.building}".strip(),
        contact_name=person.display_name, contact_phone=person.phone,
    )  # fmt: skip
    with committing() as held:
        need = actions.begin(held, draft, asker=person, by=person, at=clock.now())
    return redirect(url_for(".step", need_id=need.id, step="what"), 303)


@bp.route("/<id:need_id>/steps/<any(kind,what,where,when,who):step>", methods=["GET", "POST"])
@signed_in()
def step(need_id: int, step: str) -> ResponseReturnValue:
    need = mine(need_id)
    if need.state is not State.DRAFT:
        return redirect(url_for(".own", need_id=need.id), 303)
    draft = draft_of(need)
    form = steps.form(step, draft)
    if not steps.is_sound(step, form, draft, now=clock.now()):
        return steps.drawn(step, form, need), steps.status(form)
    with committing() as held:
        actions.save(held, need, steps.filled(step, form, draft))
        steps.keep_photo(held, need, form, at=clock.now())
    return redirect(steps.next_url(step, need), 303)


@bp.route("/<id:need_id>/check", methods=["GET", "POST"])
@signed_in()
def check(need_id: int) -> ResponseReturnValue:
    need, form = mine(need_id), Form()
    if need.state is not State.DRAFT:
        return redirect(url_for(".own", need_id=need.id), 303)
    draft = draft_of(need)
    found = problems(draft, now=clock.now())
    if form.validate_on_submit() and not form.blame(found):
        with committing() as held:
            actions.submit(held, need, by=me(), at=clock.now())
        return redirect(url_for(".sent", need_id=need.id), 303)
    photos = session().scalars(queries.photos(need.id)).all()
    page = render_template(
        "needs/check.html", need=need, form=form, problems=found, rows=steps.summary(need),
        warnings=warnings(draft), photos=photos,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@bp.get("/<id:need_id>/sent")
@signed_in()
def sent(need_id: int) -> ResponseReturnValue:
    return render_template("needs/sent.html", need=mine(need_id))


@bp.get("/<id:need_id>/own")
@signed_in()
def own(need_id: int) -> ResponseReturnValue:
    need = mine(need_id)
    return render_template(
        "needs/own.html", need=need, rows=steps.summary(need), words=STATE_WORDS,
        history=session().scalars(queries.steps(need.id)).all(),
        photos=session().scalars(queries.photos(need.id)).all(),
    )  # fmt: skip


@bp.route("/sheet", methods=["GET", "POST"])
@signed_in()
def sheet() -> ResponseReturnValue:
    """A new need on one sheet, for an organisation or oneself."""
    organization, person = acting_for(), me()
    start = NeedDraft(
        district_id=organization.district_id if organization else person.district_id,
        contact_name=person.display_name, contact_phone=person.phone,
    )  # fmt: skip
    form = NeedForm(data=NeedForm.filled(start))
    draft = _sheet(form, start)
    if draft is None:
        return _drawn(form, None)
    with committing() as held:
        need = actions.begin(
            held, draft, asker=person, by=person, at=clock.now(), organization=organization
        )
    return redirect(url_for(".check", need_id=need.id), 303)


@bp.route("/<id:need_id>/sheet", methods=["GET", "POST"])
@signed_in()
def edit(need_id: int) -> ResponseReturnValue:
    """A draft on one sheet; what is on the board is changed in matches, which tells the helpers."""
    need = mine(need_id)
    if need.state is not State.DRAFT:
        return redirect(url_for(".own", need_id=need.id), 303)
    start = draft_of(need)
    form = NeedForm(data=NeedForm.filled(start) | {"version": str(need.version)})
    draft = _sheet(form, start)
    if draft is None:
        return _drawn(form, need)
    if form.version.data != str(need.version):
        return steps.overtaken(form, need)
    with committing() as held:
        actions.save(held, need, draft)
    return redirect(url_for(".check", need_id=need.id), 303)


def _sheet(form: NeedForm, start: NeedDraft) -> NeedDraft | None:
    """The sheet as filled in, if it was sent and nothing is wrong with it."""
    if not form.is_submitted() or form.wants_row():
        if form.wants_row():
            form.slots.append_entry()
        return None
    if not form.validate_on_submit():
        return None
    draft = form.draft(start)
    return None if form.blame(problems(draft, now=clock.now())) else draft


def _drawn(form: NeedForm, need: Need | None) -> ResponseReturnValue:
    page = render_template("needs/sheet.html", form=form, need=need)
    return page, 422 if form.is_submitted() and not form.wants_row() else 200


@bp.post("/<id:need_id>/copy")
@signed_in()
def copy(need_id: int) -> ResponseReturnValue:
    """Last year's need again, on the same weekday one year later."""
    need = mine(need_id)
    with committing() as held:
        made = actions.copied(held, need, next_year(draft_of(need)), by=me(), at=clock.now())
    flash(_("写しを作りました。日付などを確かめて、出してください。"))
    return redirect(url_for(".edit", need_id=made.id), 303)


@bp.post("/<id:need_id>/discard")
@signed_in()
def discard(need_id: int) -> ResponseReturnValue:
    need = mine(need_id)
    with committing() as held:
        actions.discard(held, need)
    flash(_("下書きを消しました。"))
    return redirect(url_for(".index"), 303)


@bp.post("/<id:need_id>/still-open")
@signed_in()
def still_open(need_id: int) -> ResponseReturnValue:
    need = mine(need_id)
    with committing() as held:
        actions.say_still_open(held, need, by=me(), at=clock.now())
    flash(_("ありがとうございます。募集を続けます。"))
    return redirect(url_for(".own", need_id=need.id), 303)


@bp.post("/<id:need_id>/photos")
@signed_in()
def add_photo(need_id: int) -> ResponseReturnValue:
    need, sent_file = mine(need_id), request.files.get("photo")
    if need.state is State.CLOSED:
        raise RuleBroken(N_("終わった依頼は変更できません。"))
    with committing() as held:
        steps.add_photo(held, need, sent_file.read() if sent_file else b"", at=clock.now())
    return redirect(url_for(".own", need_id=need.id), 303)


@bp.get("/photos/<id:photo_id>")
@public
def photo(photo_id: int) -> ResponseReturnValue:
    found = session().get(Photo, photo_id)
    need = session().get(Need, found.need_id) if found else None
    if found is None or need is None:
        abort(404)
    if need.state not in LISTED:
        person = me_or_nobody()
        if person is None or not policy.may_see(person, need, my_organizations()):
            abort(404)
    return Response(found.jpeg, mimetype="image/jpeg")
