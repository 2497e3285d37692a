"""A thing to lend, and searching the register."""

from __future__ import annotations

from matching.i18n import N_, _, language
from matching.offers.drafts import ResourceDraft, fingerprint
from matching.offers.forms.parts import districts, optional_id
from matching.offers.forms.shared import SharedForm
from matching.offers.rules import MOST_QUANTITY
from matching.skills.rules import RESOURCE_WORDS, ResourceKind, groups
from matching.web.fields import Choice, LongText, Number, Text, WeekHours, labels, required
from matching.web.forms import Part


class ResourceForm(SharedForm):
    """A vehicle, room, goods or staff-days."""

    kind = Choice(
        N_("種類"),
        choices=lambda: labels(list(RESOURCE_WORDS.items())),
        radio=True,
        validators=[required(N_("種類を選んでください。"))],
    )
    name = Text(
        N_("名前"), most=80, hint=N_("例：軽トラック、会議室、テント"), validators=[required()]
    )
    quantity = Number(N_("数"), least=1, most=MOST_QUANTITY, default=1, validators=[required()])
    unit = Text(N_("単位"), most=20, hint=N_("例：台、室、張、人日"))
    note = LongText(
        N_("条件・メモ"), most=300, hint=N_("例：運転できる人も一緒に行けます。返却は当日中。")
    )
    week = WeekHours(
        N_("使える時間"), hint=N_("ふだんの1週間で使える時間です。選ばないと「相談」になります。")
    )

    @classmethod
    def of(cls, draft: ResourceDraft) -> ResourceForm:
        """The form showing what is kept; what was sent goes before."""
        return cls(data=vars(draft) | {"shown": cls.sign(draft)})

    def comes_second(self, before: ResourceDraft) -> bool:
        """The thing was changed meanwhile by somebody else."""
        return self.is_overtaken(self.sign(before), self.sign(self.draft()))

    @staticmethod
    def sign(draft: ResourceDraft) -> str:
        return fingerprint(*vars(draft).values())

    def draft(self) -> ResourceDraft:
        """What was filled in."""
        return ResourceDraft(
            kind=ResourceKind(self.kind.data) if self.kind.data else None,
            name=self.name.data or "",
            quantity=self.quantity.data or 0,
            unit=self.unit.data or "",
            week=frozenset(self.week.data or ()) or None,
            note=self.note.data or "",
        )


def _skills() -> list[tuple[str, str]]:
    named = ((skill, group) for group in groups() for skill in group.skills)
    return [("", _("すべて")), *((skill.code, skill.name(language())) for skill, _g in named)]


def _districts() -> list[tuple[int | str, str]]:
    return [("", _("すべて")), *districts()]


class SearchForm(Part):
    """What a coordinator looks for in the register; sent by GET, so without a token."""

    q = Text(N_("名前・ことば"), most=200)
    skill = Choice(N_("できること"), choices=_skills, default="")
    district = Choice(N_("地区"), choices=_districts, coerce=optional_id, default="")
