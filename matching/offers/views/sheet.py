"""The sheet of an offer: a short list of parts, each a small page saved at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matching import clock
from matching.accounts.access import me, signed_in
from matching.accounts.models import Person
from matching.accounts.rules import may_be_minor
from matching.calendar import in_tokyo
from matching.i18n import N_, _
from matching.offers import actions, summary
from matching.offers.access import begun_sheet, mine, sheet
from matching.offers.drafts import OfferDraft, problems
from matching.offers.forms import parts as forms
from matching.offers.forms.shared import SharedForm
from matching.offers.models import Offer
from matching.offers.sheet import draft_of, first_draft
from matching.organizations.access import acting_for
from matching.skills.rules import licences_by_code
from matching.web.preferences import way_back
from matching.web.transaction import committing

bp = Blueprint("offers", __name__, url_prefix="/offers")


@dataclass(frozen=True)
class PartPage:
    """One small page of the sheet."""

    title: str
    form: type[forms.SheetForm]
    template: str


PARTS = {
    "skills": PartPage(N_("できること"), forms.SkillsForm, "offers/skills.html"),
    "times": PartPage(N_("時間"), forms.TimesForm, "offers/times.html"),
    "places": PartPage(N_("場所"), forms.PlacesForm, "offers/places.html"),
    "languages": PartPage(N_("言葉と免許"), forms.LanguagesForm, "offers/languages.html"),
    "asks": PartPage(N_("お願いの頻度"), forms.AsksForm, "offers/asks.html"),
    "staff": PartPage(N_("人数"), forms.StaffForm, "offers/staff.html"),
}
PART = f"<any({','.join(PARTS)}):part>"

Change = Callable[..., None]
CHANGES: dict[str, tuple[Change, str]] = {
    "pause": (actions.pause, N_("お休みにしました。再開するまで、お願いは届きません。")),
    "resume": (actions.resume, N_("再開しました。合う依頼があれば、お願いが届きます。")),
    "opt_in": (actions.opt_in, N_("合う依頼があれば、お願いが届きます。")),
    "opt_out": (actions.opt_out, N_("お願いが届かないようにしました。登録の内容は残っています。")),
    "confirm": (actions.confirm_still_true, N_("ありがとうございます。今のままで確かめました。")),
}


@bp.get("/mine")
@signed_in()
def show_mine() -> ResponseReturnValue:
    return render_template("offers/mine.html", **shown(mine(), None))


def shown(offer: Offer | None, offer_id: int | None) -> dict[str, Any]:
    """What the list of parts says; before anything was said, every part is still to do."""
    organization = offer.organization if offer else acting_for()
    person = offer.person if offer else me()
    today = in_tokyo(clock.now()).date()
    return {
        "offer": offer,
        "offer_id": offer_id,
        "organization": organization,
        "minor": organization is None and may_be_minor(person.birth_year, today),
        "guardian_agreed": person.guardian_consented_at is not None,
        "tasks": _tasks(offer, offer_id, organization is not None),
        "expired": _expired(offer) if offer else [],
        "resource_words": summary.resource_words,
    }


def _tasks(
    offer: Offer | None, offer_id: int | None, for_staff: bool
) -> list[tuple[str, str, str]]:
    words = dict(summary.lines(offer, in_tokyo(clock.now()).date())) if offer else {}
    return [
        (
            _(page.title),
            words.get(_(page.title), ""),
            url_for("offers.part", part=name, offer_id=offer_id),
        )
        for name, page in PARTS.items()
        if name != "staff" or for_staff
    ]


def _expired(offer: Offer) -> list[str]:
    today = in_tokyo(clock.now()).date()
    known = licences_by_code()
    gone = [held for held in offer.licences if held.expires_on and held.expires_on < today]
    return [known[held.licence].name() for held in gone if held.licence in known]


@bp.route(f"/mine/{PART}", methods=["GET", "POST"])
@bp.route(f"/<id:offer_id>/{PART}", methods=["GET", "POST"])
@signed_in()
def part(part: str, offer_id: int | None = None) -> ResponseReturnValue:
    page, offer = PARTS[part], sheet(offer_id)
    if part == "staff" and not (offer.organization if offer else acting_for()):
        abort(404)  # a person comes alone
    before = draft_of(offer) if offer else first_draft(me(), acting_for())
    form = page.form.of(before)
    if not is_kept(form, before, clock.now()):
        title = _(page.title)
        stored = _stored(offer, title) if offer and form.overtaken else ()
        facts = {"title": title, "breadcrumbs": trail(offer_id, title), "stored": stored}
        made = render_template(page.template, form=form, offer=offer, **facts)
        return made, status(form)
    with committing() as session:
        keep(session, offer, form.draft(before), by=me(), at=clock.now())
    flash(_("保存しました。"))
    return redirect(way_back(home(offer_id)), 303)


def is_kept(form: forms.SheetForm, before: OfferDraft, now: datetime) -> bool:
    """Whether this part was sent and may be kept; else the form says why not."""
    if not form.validate_on_submit():
        return False
    wrong = [p for p in problems(form.draft(before), now) if p.field in form]  # others have a page
    return not form.blame(wrong) and not form.comes_second(before)


def _stored(offer: Offer, title: str) -> list[tuple[str, str]]:
    """What this part says now, for who comes second."""
    words = summary.lines(offer, in_tokyo(clock.now()).date())
    return [(label, said) for label, said in words if label == title]


def keep(
    session: Session, offer: Offer | None, draft: OfferDraft, *, by: Person, at: datetime
) -> None:
    """Save the sheet, or begin it with this part."""
    if offer:
        actions.save(session, offer, draft, by=by, at=at)
    else:
        actions.register(session, by, draft, organization=acting_for(), by=by, at=at)


def status(form: SharedForm) -> int:
    """Opened; refused; or somebody else was first."""
    if form.overtaken:
        return 409
    return 422 if form.is_submitted() else 200


@bp.post("/mine/<any(pause,resume,opt_in,opt_out,confirm):change>")
@bp.post("/<id:offer_id>/<any(pause,resume,opt_in,opt_out,confirm):change>")
@signed_in()
def change(change: str, offer_id: int | None = None) -> ResponseReturnValue:
    verb, words = CHANGES[change]
    offer = begun_sheet(offer_id)
    with committing() as session:
        verb(session, offer, by=me(), at=clock.now())
    flash(_(words))
    return redirect(home(offer_id), 303)


def home(offer_id: int | None) -> str:
    """The list of parts to which a small page returns."""
    if offer_id is None:
        return url_for("offers.show_mine")
    return url_for("offers.show", offer_id=offer_id)


def trail(offer_id: int | None, title: str) -> list[tuple[str, str]]:
    """Where a small page lies."""
    first = (_("わたしの登録"), home(None)) if offer_id is None else (_("登録"), home(offer_id))
    return [first, (title, "")]
