"""Pages of certificates: one's own, asking for one, taking it back; and the public page that verifies."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import hold_back, me, me_or_nobody, one, public, signed_in
from matching.accounts.rules import Tried, network
from matching.calendar import in_tokyo
from matching.certificates import actions, pages, policy, queries
from matching.certificates import paper as printed
from matching.certificates.drafts import NOTHING, problems, problems_of_code
from matching.certificates.forms import CodeForm, OwnRevocationForm, RevocationForm, WishForm
from matching.certificates.guesses import Guesses
from matching.certificates.models import Certificate
from matching.certificates.rules import STANDING_KINDS, STANDING_WORDS, Standing, plain, shown
from matching.db import page_of
from matching.errors import RuleBroken
from matching.i18n import N_, _
from matching.problems import Problem
from matching.web import documents
from matching.web.fields import record_id
from matching.web.files import named
from matching.web.transaction import committing, session

bp = Blueprint("certificates", __name__)
UNKNOWN = N_("この番号の証明書はありません。紙の番号と、1文字ずつ見くらべてください。")
WORDS = {"standing_words": STANDING_WORDS, "standing_kinds": STANDING_KINDS}


@bp.after_request
def keep_out_of_sight(response: Response) -> Response:
    """No search engine keeps these pages, and no other site learns their addresses."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


# ------------------------------------------------------------------ one's own


@bp.get("/certificates")
@signed_in()
def index() -> ResponseReturnValue:
    number = record_id(request.args.get("page", "1")) or 1
    page = page_of(session(), queries.of_person(me().id), number)
    standings = pages.standings(session(), page.items)
    return render_template("certificates/index.html", page=page, standings=standings, **WORDS)


@bp.get("/certificates/<id:certificate_id>")
@signed_in()
def show(certificate_id: int) -> ResponseReturnValue:
    return _page(_one(certificate_id))


def _one(certificate_id: int) -> Certificate:
    return one(queries.certificates().where(Certificate.id == certificate_id), policy.may_see)


def _revoking(certificate: Certificate) -> OwnRevocationForm | RevocationForm:
    mine = policy.is_mine(me(), certificate)
    return OwnRevocationForm() if mine else RevocationForm()


def _page(
    certificate: Certificate, form: OwnRevocationForm | RevocationForm | None = None
) -> ResponseReturnValue:
    paper, mine = pages.paper(session(), certificate), policy.is_mine(me(), certificate)
    made = render_template(
        "certificates/show.html", paper=paper, it=certificate, mine=mine, form=form,
        revoking=form or _revoking(certificate), address=_address(certificate),
        added=pages.added(session(), paper) if mine and certificate.stands else 0, **WORDS,
    )  # fmt: skip
    return made, 422 if form else 200


def _address(certificate: Certificate) -> str:
    return url_for(".verified", code=certificate.shown_code, _external=True)


@bp.get("/certificates/<id:certificate_id>.pdf")
@signed_in()
def pdf(certificate_id: int) -> ResponseReturnValue:
    """To print; what no longer holds is not handed out again."""
    it = _one(certificate_id)
    paper, address = pages.paper(session(), it), _address(it)
    if paper.standing is not Standing.VALID:
        raise RuleBroken(N_("この証明書は、もう印刷できません。新しい証明書を作ってください。"))
    lines = [each.line for each in paper.shown]
    told = printed.facts(it, lines, address=address, qr=documents.qr(address))
    made = documents.pdf("certificates/certificate", told)
    name = _("活動証明書-%(code)s.pdf", code=it.shown_code)
    return named(Response(made, mimetype="application/pdf"), name, "inline")


# ------------------------------------------------------------------ asking for one


@bp.route("/certificates/new", methods=["GET", "POST"])
@signed_in()
def new() -> ResponseReturnValue:
    """First what is wanted, then a look at what it would say, then it is issued."""
    old = _replaced()
    form = WishForm(data=pages.again(old))
    if not form.validate_on_submit() or form.blame(problems(form.draft(), now=clock.now())):
        return _wish_page(form, old)
    found = _found(form)
    if not found.lines and form.blame([Problem("period", NOTHING)]):
        return _wish_page(form, old)
    if "change" in request.form:
        return _wish_page(form, old)
    if "sure" not in request.form:
        known = actions.affiliation(session(), me().id)
        return render_template(
            "certificates/check.html", wish=form, found=found, old=old, affiliation=known
        )
    with committing() as held:
        made = actions.issue(held, me(), form.draft(), at=clock.now(), replaces=old)
    flash(_("証明書を発行しました。印刷して、お使いください。"))
    return redirect(url_for(".show", certificate_id=made.id), 303)


def _replaced() -> Certificate | None:
    """The paper that is to be replaced by the new one, if that is what is asked for."""
    number = record_id(request.args.get("replaces", ""))
    if number is None:
        return None
    return one(queries.certificates().where(Certificate.id == number), policy.is_mine)


def _found(form: WishForm) -> actions.Certified:
    days = form.draft().days(in_tokyo(clock.now()).date())
    return actions.certified(actions.ledger(session(), me().id), days)


def _wish_page(form: WishForm, old: Certificate | None) -> ResponseReturnValue:
    presets = pages.presets(session(), me().id, in_tokyo(clock.now()).date())
    made = render_template("certificates/new.html", form=form, presets=presets, old=old)
    return made, 422 if form.errors else 200


# ------------------------------------------------------------------ taking it back


@bp.post("/certificates/<id:certificate_id>/revoke")
@signed_in()
def revoke(certificate_id: int) -> ResponseReturnValue:
    it = _one(certificate_id)
    form = _revoking(it)
    if not form.validate_on_submit():
        return _page(it, form)
    with committing() as held:
        actions.revoke(held, it, by=me(), at=clock.now(), reason=form.reason.data or "")
    flash(_("証明書を取り消しました。確かめるページにも、取り消されたことが出ます。"))
    return redirect(url_for(".show", certificate_id=it.id), 303)


# ------------------------------------------------------------------ verifying


@bp.route("/verify", methods=["GET", "POST"])
@public
def verify() -> ResponseReturnValue:
    """Anybody who holds a paper may type its code."""
    form = CodeForm()
    if not form.validate_on_submit() or form.blame(problems_of_code(form.plain)):
        return _form_page(form, 422 if form.is_submitted() else 200)
    hold_back(Tried.CERTIFICATE, form.plain)
    if _known(form.plain) is None:
        form.blame([Problem("code", UNKNOWN)])
        return _form_page(form, 422)
    return redirect(url_for(".verified", code=shown(form.plain)), 303)


def _form_page(form: CodeForm, status: int) -> ResponseReturnValue:
    return render_template("certificates/verify.html", form=form), status


def _known(code: str) -> Certificate | None:
    return session().scalars(queries.with_code(code)).unique().one_or_none()


@bp.get("/verify/<code>")
@public
def verified(code: str) -> ResponseReturnValue:
    """Where the printed QR code leads; whether the paper is ours, and what it must say."""
    it = _known(plain(code)) if not problems_of_code(plain(code)) and _may_guess() else None
    if it is None:
        return _unknown(plain(code))
    person = me_or_nobody()
    return render_template(
        "certificates/verified.html", it=it, paper=pages.paper(session(), it),
        may_see=person is not None and policy.may_see(person, it), **WORDS,
    )  # fmt: skip


def _guesses() -> Guesses:
    held: Guesses = current_app.extensions.setdefault("certificate guesses", Guesses())
    return held


def _may_guess() -> bool:
    """Raises TooManyRequests where this network has asked for too many that are not there."""
    if _guesses().is_over(network(request.remote_addr or ""), clock.now()):
        abort(429)
    return True


def _unknown(code: str) -> ResponseReturnValue:
    form = CodeForm(formdata=None, data={"code": code})
    if not form.blame(problems_of_code(code)):
        _guesses().miss(network(request.remote_addr or ""), clock.now())
        form.blame([Problem("code", UNKNOWN)])
    return _form_page(form, 404)
