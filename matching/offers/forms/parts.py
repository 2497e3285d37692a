"""The small pages of one sheet: each shows a part of the draft and gives it back changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from wtforms import BooleanField, Field, FieldList, FormField

from matching.districts import queries
from matching.i18n import N_, _, language
from matching.offers.drafts import Absence, OfferDraft, fingerprint
from matching.offers.forms.shared import SharedForm
from matching.offers.rules import (
    LANGUAGE_WORDS,
    LEVEL_WORDS,
    MOST_ASKS_PER_MONTH,
    MOST_HEADS,
    MOST_INTERESTS,
    MOST_NOTE,
    RADII_KM,
    TRAVEL_WORDS,
    Level,
    Travel,
)
from matching.skills.rules import groups, licences, skills_by_code
from matching.web.fields import (
    Choice,
    Choices,
    Day,
    LongText,
    Number,
    WeekHours,
    labels,
    record_id,
    required,
)
from matching.web.forms import Part
from matching.web.transaction import session

RENEWED = tuple(licence for licence in licences() if licence.renewed)


def districts() -> list[tuple[int, str]]:
    """The city's districts to choose from."""
    return [(district.id, district.name) for district in session().scalars(queries.districts())]


def optional_id(text: object) -> int | str | None:
    """A row's id, or nothing chosen."""
    return "" if text in ("", None) else record_id(text)


class SheetForm(SharedForm):
    """A part of the sheet."""

    parts: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def of(cls, draft: OfferDraft) -> SheetForm:
        """The form showing what the sheet says; what was sent goes before."""
        return cls(data={**cls.filled(draft), "shown": cls.sign(draft)})

    @classmethod
    def filled(cls, draft: OfferDraft) -> dict[str, Any]:
        """The draft as values of fields."""
        return {name: getattr(draft, name) for name in cls.parts}

    @classmethod
    def sign(cls, draft: OfferDraft) -> str:
        return fingerprint(*(getattr(draft, name) for name in cls.parts))

    def answer(self) -> dict[str, Any]:
        """What was filled in, as values of the draft."""
        return {name: self[name].data for name in self.parts}

    def draft(self, before: OfferDraft) -> OfferDraft:
        """The whole sheet with this part changed."""
        return replace(before, **self.answer())

    def comes_second(self, before: OfferDraft) -> bool:
        """This part was changed meanwhile by somebody else."""
        return self.is_overtaken(self.sign(before), self.sign(self.draft(before)))


def _levels() -> list[tuple[str, str]]:
    return [("", _("選ばない")), *labels(list(LEVEL_WORDS.items()))]


class SkillsForm(SheetForm):
    """できること: a level for each skill of the taxonomy, group by group."""

    parts = ("skills", "interests")
    interests = LongText(
        N_("そのほか、好きなこと・やってみたいこと"),
        most=MOST_INTERESTS,
        hint=N_("例：将棋が好きです。犬の散歩もできます。"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, skill in skills_by_code().items():
            self[code].label.text = skill.name(language())

    @classmethod
    def filled(cls, draft: OfferDraft) -> dict[str, Any]:
        levels = {code: level.value for code, level in draft.skills.items()}
        return {"interests": draft.interests, **levels}

    def answer(self) -> dict[str, Any]:
        chosen = {code: self[code].data for code in skills_by_code()}
        levels = {code: Level(level) for code, level in chosen.items() if level}
        return {"interests": self.interests.data or "", "skills": levels}

    def grouped(self) -> list[tuple[str, list[Field], int, bool]]:
        """Each group: its name, its fields, how many are chosen, whether one is wrong."""
        found = []
        for group in groups():
            fields = [self[skill.code] for skill in group.skills]
            count = sum(1 for field in fields if field.data)
            found.append((group.name(language()), fields, count, any(f.errors for f in fields)))
        return found


for _code, _skill in skills_by_code().items():
    setattr(SkillsForm, _code, Choice(_skill.name_ja, choices=_levels, radio=True, default=""))


class AbsenceForm(Part):
    """One time away; both empty: none."""

    from_on = Day(N_("始まり"))
    to_on = Day(N_("終わり"), hint=N_("1日だけのときは空欄でかまいません。"))


class TimesForm(SheetForm):
    """時間: the usual week, and days away."""

    parts = ("week", "days_off")
    week = WeekHours(
        N_("空いている時間"),
        hint=N_(
            "ふだんの1週間で、手伝える時間を選んでください。"
            "選ばないと「時間は相談」として扱います。"
        ),
    )
    days_off = FieldList(FormField(AbsenceForm, label=N_("休みの日")), label=N_("休みの日"))

    @classmethod
    def filled(cls, draft: OfferDraft) -> dict[str, Any]:
        away = [{"from_on": day.from_on, "to_on": day.to_on} for day in draft.days_off]
        return {"week": draft.week or (), "days_off": [*away, {}, {}]}

    def validate(self, extra_validators: Any = None) -> bool:
        for entry in self.days_off.entries:
            if entry.form.to_on.data and not entry.form.from_on.data:
                entry.form.from_on.data = entry.form.to_on.data  # one day, written at the end
        return bool(super().validate(extra_validators))

    def answer(self) -> dict[str, Any]:
        rows = [entry.form for entry in self.days_off.entries if entry.form.from_on.data]
        away = {Absence(r.from_on.data, r.to_on.data or r.from_on.data) for r in rows}
        return {
            "week": frozenset(self.week.data or ()) or None,
            "days_off": tuple(sorted(away, key=lambda a: (a.from_on, a.to_on))),
        }


def _ways() -> list[tuple[str, str]]:
    return [("", _("決めていない")), *labels(list(TRAVEL_WORDS.items()))]


def _radii() -> list[tuple[int | str, str]]:
    return [("", _("決めていない")), *((km, _("%(km)s kmまで", km=km)) for km in RADII_KM)]


def _homes() -> list[tuple[int | str, str]]:
    return [("", _("選ばない")), *districts()]


class PlacesForm(SheetForm):
    """場所: where from, how far, how, and which districts."""

    parts = ("home_district_id", "travel", "radius_km", "districts", "remote_ok")
    home_district_id = Choice(N_("どの地区から出かけますか"), choices=_homes, coerce=optional_id)
    travel = Choice(N_("移動の方法"), choices=_ways, radio=True, default="")
    radius_km = Choice(N_("行ける距離"), choices=_radii, coerce=optional_id)
    districts = Choices(
        N_("手伝える地区"),
        choices=districts,
        coerce=record_id,
        hint=N_("選んだ地区は、遠くても候補になります。"),
    )
    remote_ok = BooleanField(N_("電話やオンラインでも手伝える"))

    @classmethod
    def filled(cls, draft: OfferDraft) -> dict[str, Any]:
        radius = min((km for km in RADII_KM if km >= (draft.radius_km or 0)), default=RADII_KM[-1])
        return {
            **super().filled(draft),
            "home_district_id": draft.home_district_id or "",
            "travel": draft.travel.value if draft.travel else "",
            "radius_km": radius if draft.radius_km else "",
        }

    def answer(self) -> dict[str, Any]:
        return {
            "home_district_id": self.home_district_id.data or None,
            "travel": Travel(self.travel.data) if self.travel.data else None,
            "radius_km": self.radius_km.data or None,
            "districts": frozenset(self.districts.data or ()),
            "remote_ok": self.remote_ok.data,
        }


class LanguagesForm(SheetForm):
    """言葉と免許: languages spoken, licences held, and when they run out."""

    parts = ("languages", "licences")
    languages = Choices(
        N_("話せることば"), choices=lambda: labels(list(LANGUAGE_WORDS.items()))
    )  # fmt: skip
    licences = Choices(
        N_("持っている免許・資格"),
        choices=lambda: [(one.code, one.name(language())) for one in licences()],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for one in RENEWED:
            self[f"expires_{one.code}"].label.text = one.name(language())

    @classmethod
    def filled(cls, draft: OfferDraft) -> dict[str, Any]:
        until = {f"expires_{code}": day for code, day in draft.licences.items()}
        return {"languages": draft.languages, "licences": list(draft.licences), **until}

    def answer(self) -> dict[str, Any]:
        held = {code: self._until(code) for code in self.licences.data or ()}
        spoken = [code for code in LANGUAGE_WORDS if code in (self.languages.data or ())]
        return {"languages": tuple(spoken), "licences": held}

    def _until(self, code: str) -> Any:
        return self[f"expires_{code}"].data if f"expires_{code}" in self else None

    def expiries(self) -> list[Field]:
        """The fields of those licences that run out."""
        return [self[f"expires_{one.code}"] for one in RENEWED]


for _one in RENEWED:
    setattr(LanguagesForm, f"expires_{_one.code}", Day(_one.name_ja))


class AsksForm(SheetForm):
    """お願いの頻度: whether, how often, and how suddenly somebody may be asked."""

    parts = ("opted_in", "asks_per_month", "urgent_ok")
    opted_in = BooleanField(N_("依頼が合うとき、お願いの連絡を受け取ることに同意します"))
    asks_per_month = Number(
        N_("1か月に受け取るお願いの数（多くて）"),
        most=MOST_ASKS_PER_MONTH,
        hint=N_("例：4。ふだんは、この数をこえてお願いすることはありません。"),
        validators=[required()],
    )
    urgent_ok = BooleanField(N_("急ぎのときは、この数をこえて連絡してもよい"))


class StaffForm(SheetForm):
    """人数: how many people an organisation can send at once."""

    parts = ("head_count",)
    head_count = Number(
        N_("一度に参加できる人数（多くて）"), least=1, most=MOST_HEADS, validators=[required()]
    )


class NoteForm(SheetForm):
    """The centre's own note."""

    parts = ("note",)
    note = LongText(N_("センターの覚え書き"), most=MOST_NOTE, hint=N_("本人には見えません。"))
