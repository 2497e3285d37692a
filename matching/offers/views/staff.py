"""The register for coordinators: searching it, one offer with what only the centre sees."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts import queries as people
from matching.accounts.access import me, one, signed_in
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.calendar import in_tokyo
from matching.db.paging import page_of
from matching.i18n import _, language
from matching.offers import actions, policy, queries, summary
from matching.offers.access import begun_sheet
from matching.offers.forms.parts import NoteForm
from matching.offers.forms.resources import SearchForm
from matching.offers.sheet import draft_of, first_draft
from matching.offers.views.sheet import bp, home, shown, status, trail
from matching.organizations.access import all_my_organizations
from matching.skills.rules import licences_by_code
from matching.web.transaction import committing, session


@bp.get("")
@signed_in(Role.COORDINATOR)
def index() -> ResponseReturnValue:
    form = SearchForm(request.args)
    fits = form.validate()
    found = queries.register(
        (form.q.data or "")[:200],
        form.skill.data if fits else None,
        (form.district.data or None) if fits else None,
    )
    page = page_of(session(), found, request.args.get("page", 1, type=int))
    return render_template(
        "offers/index.html",
        form=form,
        page=page,
        summary=summary,
        today=in_tokyo(clock.now()).date(),
        has_files="exchange.index" in current_app.view_functions,
    )


@bp.get("/<id:offer_id>")
@signed_in()
def show(offer_id: int) -> ResponseReturnValue:
    offer = begun_sheet(offer_id)
    return render_template(
        "offers/show.html",
        licences=[(held, licences_by_code().get(held.licence)) for held in offer.licences],
        may_mark=policy.may_mark_licences(me(), offer, all_my_organizations()),
        is_coordinator=me().is_any(Role.COORDINATOR),
        today=in_tokyo(clock.now()).date(),
        language=language(),
        giver=summary.giver(offer),
        breadcrumbs=_trail(summary.giver(offer)),
        **shown(offer, offer_id),
    )


def _trail(name: str) -> list[tuple[str, str]] | None:
    """Back to the register, for those who may see it."""
    if not me().is_any(Role.COORDINATOR):
        return None
    return [(_("登録者名簿"), url_for("offers.index")), (name, "")]


@bp.route("/<id:offer_id>/note", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR)
def note(offer_id: int) -> ResponseReturnValue:
    offer = begun_sheet(offer_id)
    before = draft_of(offer)
    form = NoteForm.of(before)
    if not form.validate_on_submit() or form.comes_second(before):
        title = _("センターの覚え書き")
        facts = {"offer": offer, "breadcrumbs": trail(offer_id, title)}
        page = render_template("offers/note.html", form=form, stored=[(title, offer.note)], **facts)
        return page, status(form)
    with committing() as session:
        actions.save(session, offer, form.draft(before), by=me(), at=clock.now())
    flash(_("保存しました。"))
    return redirect(home(offer_id), 303)


@bp.post("/<id:offer_id>/licences/<licence>/seen")
@signed_in(Role.COORDINATOR)
def mark_seen(offer_id: int, licence: str) -> ResponseReturnValue:
    offer = begun_sheet(offer_id)
    with committing() as session:
        actions.mark_seen(
            session, offer, licence, by=me(), at=clock.now(), organizations=all_my_organizations()
        )
    flash(_("免許・資格を確認済みにしました。"))
    return redirect(home(offer_id), 303)


@bp.post("/for/<id:person_id>")
@signed_in(Role.COORDINATOR)
def begin_for(person_id: int) -> ResponseReturnValue:
    """Open the sheet of somebody who telephoned, beginning it if there is none."""
    person = one(people.people().where(Person.id == person_id), lambda *_: True)
    with committing() as session:
        offer = session.scalars(queries.of_person(person_id)).one_or_none()
        if offer is None:
            draft = first_draft(person)
            offer = actions.register(session, person, draft, by=me(), at=clock.now())
    return redirect(url_for("offers.show", offer_id=offer.id), 303)
