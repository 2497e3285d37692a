"""What became of the demo city's needs: asks, answers, activities, outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from matching import geo
from matching.calendar import by_day, fiscal_year, in_tokyo
from matching.demo.people import City
from matching.demo.words import words
from matching.matches.models import Ask, Disclosure, Match, Step
from matching.matches.rules import State, Verb
from matching.needs.models import Need, NeedStep
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.needs.rules import Verb as NeedVerb
from matching.offers.models import Offer
from matching.outcomes.models import Outcome, Report
from matching.outcomes.rules import Side, Solved

HARD = {"transport": 0.62, "languages": 0.7, "know_how": 0.72, "garden_snow": 0.8}
"""Kinds for which fewer helpers are found than elsewhere (0.9)."""

SHOWN_ZEAL = 40.0
"""How often the company helps whose year the demo shows; others have about 4."""


@dataclass(frozen=True)
class Told:
    """What there is to tell of one activity."""

    helper_id: int
    held_on: date
    minutes: int
    people: int
    solved: Solved

    @classmethod
    def drawn(cls, dice: Random, need: Need, offer: Offer) -> Told:
        begun = need.first_start_at or need.created_at
        length = need.minutes_wanted + dice.choice((-20, -10, 0, 0, 0, 10, 15, 30))
        return cls(
            helper_id=offer.person_id,
            held_on=in_tokyo(begun).date(),
            minutes=max(10, length),
            people=dice.randint(1, min(4, offer.head_count)),
            solved=dice.choices(tuple(Solved), (8, 2, 1))[0],
        )


class History:
    """Lets the past happen: a few people help often, many once, some never."""

    def __init__(self, city: City, offers: Sequence[Offer]) -> None:
        self.city = city
        self.offers = offers
        self.zeal = {o.id: city.random.paretovariate(1.3) for o in offers}
        self.zeal |= {o.id: SHOWN_ZEAL for o in offers if self._is_shown(o)}
        self.skills = {o.id: {held.skill for held in o.skills} for o in offers}
        centres = {d.id: geo.Place(d.lat, d.lng) for d in city.districts}
        self.km = {
            (a, b): geo.haversine_km(centres[a], centres[b]) for a in centres for b in centres
        }
        self.busy: Counter[tuple[int, str]] = Counter()

    def finish(self, need: Need) -> None:
        """A need whose day has passed: asked, answered, done, unfilled or withdrawn."""
        dice = self.city.random
        self._opened(need)
        if dice.random() < 0.05:
            self._close(need, Closing.WITHDRAWN, dice.choice(words()["sentences"]["withdrawn"]))
            return
        places = sum(dice.random() < HARD.get(need.kind, 0.9) for _ in range(need.helpers_wanted))
        came = [self._help(need, offer) for offer in self._helpers(need, places)]
        if any(came):
            self._close(need, Closing.DONE, "")
        else:
            self._close(need, Closing.UNFILLED, dice.choice(words()["sentences"]["unfilled"]))

    def invite(self, need: Need, most: int) -> None:
        """A need still to come: some are asked and have not answered, some said yes."""
        dice = self.city.random
        self._opened(need)
        for offer in self._helpers(need, most):
            state = dice.choice((State.OFFERED, State.ACCEPTED, State.CONFIRMED, State.DECLINED))
            if state in {State.ACCEPTED, State.CONFIRMED} and not need.places_left:
                continue
            asked_at = self.city.now - timedelta(hours=dice.randint(12, 60))
            self._match(need, offer, state, by_day(asked_at))
        if not need.places_left:
            need.state = NeedState.FILLED

    def gather(self, need: Need, *states: State) -> None:
        """A need still to come, with a helper in each of these states; who has accepted has applied."""
        self._opened(need)
        asked_at = by_day(self.city.now - timedelta(hours=50))
        for offer, state in zip(self._helpers(need, len(states)), states, strict=True):
            match = self._match(need, offer, state, asked_at)
            match.applied = state is State.ACCEPTED
        if not need.places_left:
            need.state = NeedState.FILLED

    def await_reports(self, need: Need) -> None:
        """A need of these days: it took place, and not everybody has told what came of it."""
        dice = self.city.random
        self._opened(need)
        opened = need.opened_at or need.created_at
        for offer in self._helpers(need, need.helpers_wanted):
            match = self._match(need, offer, State.CONFIRMED, opened)
            told = Told.drawn(dice, need, offer)
            for side in (Side.HELPER, Side.ASKER):
                if dice.random() < 0.6:
                    self._tell(match, need, side, told)
        need.state = NeedState.OPEN if need.places_left else NeedState.FILLED

    # -------------------------------------------------------------- inside

    def _is_shown(self, offer: Offer) -> bool:
        """That of the company to whose officer the demo's own sign-in belongs."""
        officer = self.city.officers.get(offer.organization_id or 0)
        return officer is not None and officer.password_hash is not None

    def _opened(self, need: Need) -> None:
        coordinator = self.city.random.choice(self.city.staff_coordinators)
        opened_at = need.opened_at or need.created_at
        for verb, before, by, at in (
            (NeedVerb.SUBMIT, NeedState.DRAFT, need.entered_by_id, need.created_at),
            (NeedVerb.PUBLISH, NeedState.SUBMITTED, coordinator.id, opened_at),
        ):
            self.city.session.add(
                NeedStep(need_id=need.id, verb=verb, before=before, by_id=by, at=at)
            )

    def _helpers(self, need: Need, most: int) -> list[Offer]:
        """Fitting, near and zealous people first, by chance; nobody twice on one day."""
        dice, day = self.city.random, str(need.first_start_at)[:10]
        wanted = {wish.skill for wish in need.wished}
        weights = [
            (
                self.zeal[o.id]
                * (6 if wanted & self.skills[o.id] else 0.25)
                / (1 + (self.km[(need.district_id or 1, o.home_district_id or 1)] / 3) ** 2)
            )
            if o.active and not self.busy[(o.id, day)] and o.person_id != need.asker_id
            else 0.0
            for o in self.offers
        ]
        chosen: list[Offer] = []
        while len(chosen) < most and sum(weights) > 0:
            at = dice.choices(range(len(weights)), weights)[0]
            weights[at] = 0.0
            chosen.append(self.offers[at])
            self.busy[(self.offers[at].id, day)] += 1
        return chosen

    def _help(self, need: Need, offer: Offer) -> bool:
        """One place of a past need: mostly a yes and a report; True if somebody came."""
        dice = self.city.random
        opened = need.opened_at or need.created_at
        asked_at = by_day(opened + timedelta(hours=dice.randint(1, 40)))
        chance = dice.random()
        state = (
            State.DONE if chance < 0.74
            else State.DECLINED if chance < 0.86
            else State.EXPIRED if chance < 0.94
            else State.CANCELLED if chance < 0.975
            else State.NO_SHOW
        )  # fmt: skip
        match = self._match(need, offer, state, asked_at)
        if state is State.DONE:
            self._report(match, need, offer)
        return state is State.DONE

    def _match(self, need: Need, offer: Offer, state: State, asked_at: datetime) -> Match:
        dice, said = self.city.random, words()["sentences"]
        coordinator = dice.choice(self.city.staff_coordinators)
        answered_at = by_day(min(asked_at + timedelta(hours=dice.randint(1, 30)), self.city.now))
        match = Match(
            places=1, need_id=need.id, offer_id=offer.id, state=state, created_at=asked_at, offered_at=asked_at,
            answer_by=(need.first_start_at or asked_at) - timedelta(days=1),
        )  # fmt: skip
        if state is State.OFFERED:
            match.answer_by = by_day(self.city.now + timedelta(days=dice.randint(2, 4)))
        accepted = state in {State.ACCEPTED, State.CONFIRMED, State.DONE, State.NO_SHOW}
        steps: list[tuple[Verb, State | None, int, str]] = [
            (Verb.OFFER, State.PROPOSED, coordinator.id, "")
        ]
        if accepted:
            match.accepted_at = answered_at
            need.places_taken += 1 if need.places_left else 0
            steps.append((Verb.ACCEPT, State.OFFERED, offer.person_id, ""))
        if state in {State.CONFIRMED, State.DONE, State.NO_SHOW}:
            match.confirmed_at = by_day(min(answered_at + timedelta(hours=3), self.city.now))
            steps.append((Verb.CONFIRM, State.ACCEPTED, coordinator.id, ""))
        if state is State.DECLINED:
            steps.append(
                (Verb.DECLINE, State.OFFERED, offer.person_id, dice.choice(said["declines"]))
            )
        if state is State.CANCELLED:
            steps.append(
                (Verb.CANCEL, State.OFFERED, offer.person_id, dice.choice(said["cancels"]))
            )
        if state is State.NO_SHOW:
            steps.append(
                (Verb.MISS, State.CONFIRMED, coordinator.id, dice.choice(said["no_shows"]))
            )
        if state is State.DONE:
            steps.append((Verb.COMPLETE, State.CONFIRMED, coordinator.id, ""))
        self.city.session.add(match)
        self.city.session.flush()
        self._story(match, steps, need, offer, answered_at, answered=accepted)
        return match

    def _story(
        self, match: Match, steps: Sequence[tuple[Verb, State | None, int, str]], need: Need,
        offer: Offer, answered_at: datetime, *, answered: bool,
    ) -> None:  # fmt: skip
        add = self.city.session.add
        for number, (verb, before, by, note) in enumerate(steps):
            later = min(answered_at + timedelta(hours=3 * (number - 1)), self.city.now)
            at = match.created_at if number == 0 else by_day(later)
            add(Step(match_id=match.id, verb=verb, before=before, by_id=by, at=at, note=note))
        yes = answered if match.state not in {State.OFFERED, State.EXPIRED} else None
        add(
            Ask(
                match_id=match.id, offer_id=offer.id, need_id=need.id, asked_at=match.created_at,
                said_yes=yes, answered_at=answered_at if yes is not None else None,
            )
        )  # fmt: skip
        if match.confirmed_at:
            for of, to in ((need.asker_id, offer.person_id), (offer.person_id, need.asker_id)):
                add(
                    Disclosure(
                        match_id=match.id, of_id=of, to_id=to, fields="name phone", at=match.confirmed_at
                    )
                )  # fmt: skip

    def _report(self, match: Match, need: Need, offer: Offer) -> None:
        """Both sides say what came of it; a coordinator approves."""
        dice, told = self.city.random, Told.drawn(self.city.random, need, offer)
        self._tell(match, need, Side.HELPER, told)
        if dice.random() < 0.75:  # not everybody answers
            self._tell(match, need, Side.ASKER, told)
        ended = need.last_end_at or need.created_at
        self.city.session.add(
            Outcome(
                match_id=match.id, need_id=need.id, person_id=offer.person_id,
                organization_id=offer.organization_id, held_on=told.held_on,
                fiscal_year=fiscal_year(told.held_on), initiative_id=need.initiative_id,
                district_id=need.district_id, minutes=told.minutes * told.people,
                people=told.people, solved=told.solved,
                approved_by_id=dice.choice(self.city.staff_coordinators).id,
                approved_at=min(ended + timedelta(days=dice.randint(1, 6)), self.city.now),
            )
        )  # fmt: skip

    def _tell(self, match: Match, need: Need, side: Side, told: Told) -> None:
        """One side's report."""
        dice, said = self.city.random, words()["outcomes"][need.kind]
        asks = side is Side.ASKER
        ended = need.last_end_at or need.created_at
        self.city.session.add(
            Report(
                match_id=match.id, side=side, by_id=need.asker_id if asks else told.helper_id,
                held_on=told.held_on, minutes=told.minutes, people=told.people,
                solved=told.solved if asks else None, done=dice.choice(said["done"]),
                thanks=dice.choice(said["thanks"]) if asks else "",
                problems=dice.choice(said["problems"]) if dice.random() < 0.15 else "",
                reported_at=min(ended + timedelta(hours=dice.randint(2, 70)), self.city.now),
            )
        )  # fmt: skip

    def _close(self, need: Need, closing: Closing, note: str) -> None:
        before, need.state, need.closing, need.closing_note = (
            need.state,
            NeedState.CLOSED,
            closing,
            note,
        )
        need.closed_at = min(
            (need.last_end_at or need.created_at) + timedelta(days=2), self.city.now
        )
        by = self.city.random.choice(self.city.staff_coordinators)
        self.city.session.add(
            NeedStep(
                need_id=need.id, verb=NeedVerb.CLOSE, before=before, by_id=by.id, at=need.closed_at,
                note=note,
            )
        )  # fmt: skip
