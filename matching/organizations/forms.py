"""Forms about organisations."""

from __future__ import annotations

from typing import Any

from matching.accounts.forms import Email
from matching.districts.queries import districts
from matching.i18n import N_, _
from matching.organizations.drafts import Sheet
from matching.organizations.models import Organization
from matching.organizations.rules import KIND_WORDS, Kind
from matching.web.fields import Choice, LongText, Phone, Text, labels, record_id, required
from matching.web.forms import Form
from matching.web.transaction import session


def district_choices() -> list[tuple[Any, str]]:
    found = [(d.id, d.name) for d in session().scalars(districts())]
    return [("", _("選んでください")), *found]


class OrganizationForm(Form):
    """What an organisation says about itself."""

    kind = Choice(
        N_("団体の種類"),
        radio=True,
        choices=lambda: labels(
            [(k.value, KIND_WORDS[k]) for k in Kind if k is not Kind.UNIVERSITY]
        ),
        validators=[required(N_("団体の種類を選んでください。"))],
    )
    name = Text(N_("団体の名前"), validators=[required(N_("団体の名前を入力してください。"))])
    kana = Text(N_("ふりがな"), most=120)
    purpose = LongText(N_("活動の内容"), most=1000)
    district_id = Choice(N_("地区"), coerce=record_id, choices=district_choices)
    town = Text(N_("町"))
    street = Text(N_("番地"))
    phone = Phone(N_("電話番号"))
    website = Text(N_("ホームページ"), most=300)
    title = Text(N_("あなたの役職"), most=60, hint=N_("例：会長、社会貢献担当"))

    def sheet(self) -> Sheet:
        return Sheet(
            kind=Kind(self.kind.data),
            name=self.name.data or "",
            kana=self.kana.data or "",
            purpose=self.purpose.data or "",
            district_id=self.district_id.data,
            town=self.town.data or "",
            street=self.street.data or "",
            phone=self.phone.data,
            website=_safe(self.website.data or ""),
        )


def _safe(address: str) -> str:
    """Only web addresses; anything else would be a link that does something else."""
    return address if address.startswith(("https://", "http://")) else ""


class OfficerForm(Form):
    """One more officer, by the e-mail address they sign in with."""

    email = Email(
        N_("メールアドレス"), validators=[required(N_("メールアドレスを入力してください。"))]
    )
    title = Text(N_("役職"), most=60)


class AffiliationForm(Form):
    """Where one studies."""

    university = Choice(
        N_("大学"), coerce=record_id, validators=[required(N_("大学を選んでください。"))]
    )

    def offer(self, universities: list[Organization]) -> None:
        self.university.choices = [(u.id, u.name) for u in universities]


class EmptyForm(Form):
    """A button."""
