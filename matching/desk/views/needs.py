"""One need at the desk: check it, see candidates, ask people."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, one, signed_in
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.desk import actions, pages, policy, queries, words
from matching.desk.forms.asking import AskForm, GiveBackForm, PublishForm
from matching.desk.rules import default_answer_by
from matching.desk.views.door import bp
from matching.i18n import _
from matching.matches.access import answer_path
from matching.matches.models import Match
from matching.matches.rules import LIVE, State
from matching.needs import actions as needs
from matching.needs.models import Need
from matching.needs.rules import State as NeedState
from matching.organizations.access import my_organizations
from matching.web.transaction import committing, session


@bp.get("/desk/needs/<id:need_id>")
@signed_in(*policy.LOOK)
def need(need_id: int) -> ResponseReturnValue:
    found = one(queries.need(need_id), policy.may_look)
    return _page(found, pages.need_facts(session(), found, clock.now()))


@bp.post("/desk/needs/<id:need_id>/publish")
@signed_in(Role.COORDINATOR)
def publish(need_id: int) -> ResponseReturnValue:
    found, form = one(queries.need(need_id), _may_check), PublishForm()
    if found.state is NeedState.SUBMITTED and form.is_overtaken(found):
        facts = pages.need_facts(session(), found, clock.now())
        return _page(found, facts, publishing=form), 409
    with committing() as kept:
        needs.publish(kept, found, by=me(), at=clock.now())
    flash(_("公開しました。続けて、候補を選べます。"))
    return redirect(url_for("desk.need", need_id=need_id), 303)


@bp.post("/desk/needs/<id:need_id>/return")
@signed_in(Role.COORDINATOR)
def give_back(need_id: int) -> ResponseReturnValue:
    found, form = one(queries.need(need_id), _may_check), GiveBackForm()
    if not form.validate_on_submit():
        facts = pages.need_facts(session(), found, clock.now())
        return _page(found, facts, give_back=form, form=form), 422
    with committing() as kept:
        needs.give_back(kept, found, by=me(), at=clock.now(), note=form.note.data or "")
    flash(_("「%(title)s」を頼んだ人に戻しました。", title=found.title))
    return redirect(url_for("desk.index"), 303)


def _may_check(person: Person, need: Need) -> bool:
    return policy.may_check(person, need, my_organizations())


@bp.post("/desk/needs/<id:need_id>/asks")
@signed_in(Role.COORDINATOR)
def ask(need_id: int) -> ResponseReturnValue:
    found, form, now = one(queries.need(need_id), policy.may_work), AskForm(), clock.now()
    facts = pages.need_facts(session(), found, now)
    form.offer_to(facts.suggested)
    if not form.is_fine(pages.fixed_start(found), now):
        return _page(found, facts, ask=form, form=form), 422
    with committing() as kept:
        chosen = form.chosen(facts.suggested)
        actions.ask(kept, found, chosen, form.terms(answer_path), by=me(), at=now)
    flash(_("%(n)s人にお願いを送りました。", n=len(chosen)))
    return redirect(url_for("desk.need", need_id=need_id), 303)


# ------------------------------------------------------------------ the page


def _page(need: Need, facts: pages.NeedFacts, **forms: object) -> str:
    return render_template(
        "desk/need.html",
        need=need,
        facts=facts,
        breadcrumbs=[(_("受付デスク"), url_for("desk.index")), (need.title, "")],
        warnings=words.warnings(need),
        summary=words.summary(need),
        private=words.private(need),
        story=words.story(facts.steps),
        asked=[_asked(line) for line in facts.asked],
        changeable=need.state is not NeedState.CLOSED,
        may_check=_may_check(me(), need),
        **_forms(need, facts) | forms,
        **_candidates(facts),
    )


def _forms(need: Need, facts: pages.NeedFacts) -> dict[str, object]:
    """The forms as they are before anything was typed."""
    ask = AskForm(formdata=None)
    ask.offer_to(facts.suggested)
    ask.suggest(default_answer_by(pages.fixed_start(need), clock.now()))
    publishing = PublishForm(formdata=None, data={"version": str(need.version)})
    return {"publishing": publishing, "give_back": GiveBackForm(formdata=None), "ask": ask}


def _candidates(facts: pages.NeedFacts) -> dict[str, object]:
    found = facts.proposal
    if found is None:
        return {}
    return {
        "reasons": words.reasons,
        "bar": words.bar,
        "unless": words.unless,
        "against": words.against(found.counts.items()),
        "changes": words.changes(found.changes),
    }


def _asked(line: pages.Asked) -> dict[str, object]:
    """Somebody who was asked, in words, with what a coordinator may do next."""
    match = line.match
    state, kind = words.state_words(match)
    return {
        "match": match,
        "name": words.helper_name(match),
        "number": words.helper_number(match),
        "state": state,
        "kind": kind,
        "answer_by": match.answer_by if match.state is State.OFFERED else None,
        "steps": words.match_story(line.steps),
        "ways": _ways(match),
    }


def _ways(match: Match) -> list[tuple[str, str, bool]]:
    """What to do next: (label, address, whether one press does it)."""
    ways = []
    if match.state is State.OFFERED:
        ways.append((_("電話の返事を記録"), url_for("desk.answer", match_id=match.id), False))
    if match.state is State.ACCEPTED:
        ways.append((_("確定する"), url_for("matches.confirm", match_id=match.id), True))
    if match.state is State.CONFIRMED and (match.need.last_end_at or clock.now()) <= clock.now():
        ways.append((_("報告を確かめる"), url_for("outcomes.approve", match_id=match.id), False))
        ways.append((_("来られなかった"), url_for("matches.miss", match_id=match.id), False))
    if match.state in LIVE:
        ways.append((_("取り消す"), url_for("matches.cancel", match_id=match.id), False))
    return ways
