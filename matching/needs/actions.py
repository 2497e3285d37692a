"""Verbs of a need: begin, save, submit, publish, give back, edit, copy, close, add a photo."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.calendar import fiscal_year, in_tokyo
from matching.districts.models import District
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.needs import letters
from matching.needs.drafts import NeedDraft, next_year
from matching.needs.models import Need, NeedStep, Photo
from matching.needs.photos import MOST_PHOTOS, Picture
from matching.needs.rules import LISTED, Channel, Closing, State, Verb
from matching.needs.sheet import changes, draft_of, lacking, write
from matching.organizations.models import Organization
from matching.plan.queries import initiatives_of
from matching.skills.rules import groups_by_code


def begin(
    session: Session,
    draft: NeedDraft,
    *,
    asker: Person,
    by: Person,
    at: datetime,
    organization: Organization | None = None,
) -> Need:
    """Keep a new need as a draft, so that it can be finished later.

    `asker` is who needs help; `by` who writes it down (a coordinator, or the asker).
    """
    need = Need(
        state=State.DRAFT,
        channel=Channel.WEB,
        asker=asker,
        organization=organization,
        entered_by_id=by.id,
        created_at=at,
        slots=[],
        wished=[],
        things=[],
        places_taken=0,
    )
    save(session, need, draft, at=at)
    session.add(need)
    session.flush()
    return need


def by_centre(need: Need, channel: Channel, *, consented_at: datetime) -> None:
    """Note that the centre wrote the need down for somebody who agreed to that."""
    need.channel, need.consent_at = channel, consented_at


def save(session: Session, need: Need, draft: NeedDraft, *, at: datetime) -> None:
    """Keep the sheet as it is, finished or not; `need` was loaded by `queries.needs`.

    Which initiative it counts for follows kind and year until somebody chooses another.
    """
    with session.no_autoflush:
        usual = default_initiative(session, need)
        need.district = session.get(District, draft.district_id) if draft.district_id else None
        write(need, draft, at=at)
        if draft.initiative_id in (None, usual):
            need.initiative_id = default_initiative(session, need)
    session.flush()


def default_initiative(session: Session, need: Need) -> int | None:
    """The initiative that needs of this kind count for in their fiscal year, if a plan covers it."""
    group = groups_by_code().get(need.kind or "")
    if group is None:
        return None
    year = fiscal_year(in_tokyo(need.first_start_at or need.created_at).date())
    found = {i.code: i.id for i in session.scalars(initiatives_of(year))}
    return found.get(group.initiative)


def submit(session: Session, need: Need, *, by: Person, at: datetime) -> None:
    """Hand the need in; the centre checks it before anybody sees it.

    Raises:
        RuleBroken: something is missing, or it was handed in already.
    """
    found = lacking(need, now=at)
    if found:
        raise RuleBroken(found[0].text, **found[0].facts)
    _step(session, need, Verb.SUBMIT, by, at)
    need.returned_note = ""
    post(session, letters.submitted(need), at=at)


def publish(session: Session, need: Need, *, by: Person, at: datetime) -> None:
    """Checked by a coordinator: everybody may read it."""
    _step(session, need, Verb.PUBLISH, by, at)
    post(session, letters.published(need), at=at)


def give_back(session: Session, need: Need, *, by: Person, at: datetime, note: str) -> None:
    """Back to the asker, with the coordinator's words.

    Raises:
        RuleBroken: no words were given.
    """
    if not note.strip():
        raise RuleBroken(N_("依頼した人へのひとことを入力してください。"))
    need.returned_note = note
    _step(session, need, Verb.RETURN, by, at, note)
    post(session, letters.returned(need), at=at)


def edit(session: Session, need: Need, draft: NeedDraft, *, by: Person, at: datetime) -> list[str]:
    """Change the sheet; returns what changed, in names of fields, to tell those concerned.

    Raises:
        RuleBroken: the need is closed, or fewer places are wanted than are taken.
    """
    if need.state is State.CLOSED:
        raise RuleBroken(N_("終わった依頼は変更できません。"))
    if draft.helpers_wanted < need.places_taken:
        raise RuleBroken(
            N_("すでに%(n)s人が引き受けています。人数はそれより少なくできません。"),
            n=need.places_taken,
        )
    before = draft_of(need)
    save(session, need, draft, at=at)
    if need.state is State.FILLED and need.places_left:
        _step(session, need, Verb.REOPEN, by, at)
    elif need.state is State.OPEN and not need.places_left:
        _step(session, need, Verb.FILL, by, at)
    return changes(before, draft_of(need))


def copy(session: Session, need: Need, *, by: Person, at: datetime) -> Need:
    """A new draft like the need, on the same weekday a year later; who copies it now asks.

    Raises:
        RuleBroken: it was never on the board.
    """
    if need.state not in {*LISTED, State.CLOSED}:
        raise RuleBroken(N_("公開した依頼だけ、写しを作れます。"))
    draft = next_year(draft_of(need), now=at)
    asker = by if need.organization_id else need.asker  # officers change
    made = begin(session, draft, asker=asker, by=by, at=at, organization=need.organization)
    made.copied_from_id = need.id
    session.flush()
    return made


def close(
    session: Session,
    need: Need,
    closing: Closing,
    *,
    by: Person | None,
    at: datetime,
    note: str = "",
) -> None:
    """End the need. Its matches are not touched: `matches` does that, and calls this.

    Raises:
        RuleBroken: it is closed already, or it went unfilled without a reason.
    """
    if closing is Closing.UNFILLED and not note.strip():
        raise RuleBroken(N_("人が見つからなかった理由を入力してください。"))
    need.closing, need.closing_note = closing, note
    _step(session, need, Verb.CLOSE, by, at, note)
    if by is None or by.id != need.asker_id:
        post(session, letters.closed(need), at=at)


def say_still_open(session: Session, need: Need, *, at: datetime) -> None:
    """The asker says that help is still wanted. (No longer: `matches` closes it.)

    Raises:
        RuleBroken: the need is not open.
    """
    if need.state is not State.OPEN:
        raise RuleBroken(N_("この依頼は今は募集していません。"))
    need.still_open_at = at
    session.flush()


def take_places(session: Session, need: Need, number: int, *, at: datetime) -> None:
    """Places are taken (or given back, when negative); the need fills or opens again.

    The caller holds the lock on the need's row.

    Raises:
        RuleBroken: not that many are left.
    """
    if number > need.places_left:
        raise RuleBroken(
            N_(
                "申し訳ありません。ほかの方が先に引き受けてくださいました（満員です）。"
                "またお願いするかもしれません。"
            )
        )
    need.places_taken = max(0, need.places_taken + number)
    if need.state is State.OPEN and not need.places_left:
        _step(session, need, Verb.FILL, None, at)
    elif need.state is State.FILLED and need.places_left:
        _step(session, need, Verb.REOPEN, None, at)


def discard(session: Session, need: Need) -> None:
    """Throw a draft away.

    Raises:
        RuleBroken: it has been handed in.
    """
    if need.state is not State.DRAFT:
        raise RuleBroken(N_("出した依頼は消せません。取り下げてください。"))
    session.execute(delete(NeedStep).where(NeedStep.need_id == need.id))
    session.execute(delete(Photo).where(Photo.need_id == need.id))
    session.delete(need)
    session.flush()


def add_photo(session: Session, need: Need, picture: Picture, *, at: datetime) -> Photo:
    """Keep one more picture.

    Raises:
        RuleBroken: the need is over, or there are enough.
    """
    if need.state is State.CLOSED:
        raise RuleBroken(N_("終わった依頼は変更できません。"))
    count = session.scalar(select(func.count(Photo.id)).where(Photo.need_id == need.id)) or 0
    if count >= MOST_PHOTOS:
        raise RuleBroken(N_("写真は%(most)s枚までです。"), most=MOST_PHOTOS)
    photo = Photo(
        need_id=need.id, jpeg=picture.jpeg, width=picture.width, height=picture.height,
        added_at=at,
    )  # fmt: skip
    session.add(photo)
    session.flush()
    return photo


def remove_photo(session: Session, photo: Photo) -> None:
    """Take a picture away for good."""
    session.delete(photo)
    session.flush()


def _step(
    session: Session, need: Need, verb: Verb, by: Person | None, at: datetime, note: str = ""
) -> None:
    before = need.advance(verb, at=at)
    session.add(
        NeedStep(
            need_id=need.id, verb=verb, before=before, by_id=by.id if by else None, at=at, note=note
        )
    )
    session.flush()
