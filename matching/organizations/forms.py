"""Forms about organisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from matching.accounts.forms import Email, district_choices, optional_id
from matching.i18n import N_, _
from matching.organizations.drafts import Sheet, read_domain, read_website
from matching.organizations.models import Organization
from matching.organizations.rules import APPROVAL_WORDS, KIND_WORDS, Kind
from matching.text import hiragana
from matching.web.fields import Choice, LongText, Phone, Text, labels, record_id, required
from matching.web.forms import Form


class Website(Text):
    """A web address; https:// is put before one that was typed without."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        try:
            self.data = read_website(self.data) if self.data else ""
        except ValueError:
            return  # shown as it was typed, beside what is wrong with it

    def pre_validate(self, form: object) -> None:
        del form
        try:
            read_website(self.data or "https://example.org")
        except ValueError:
            raise StopValidation(
                _("ホームページの住所を確かめてください（例：https://example.jp/）。")
            ) from None


class Domain(Text):
    """The end of a university's e-mail addresses."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        try:
            self.data = read_domain(self.data or "")
        except ValueError:
            return  # shown as it was typed, beside what is wrong with it

    def pre_validate(self, form: object) -> None:
        del form
        try:
            read_domain(self.data or "example.org")
        except ValueError:
            raise StopValidation(
                _("ドメインを確かめてください（例：yamanashi-eiwa.ac.jp）。")
            ) from None


def _reading(text: str | None) -> str:
    return hiragana(text or "")


class SheetForm(Form):
    """What an organisation says about itself."""

    version = HiddenField()
    name = Text(N_("団体の名前"), validators=[required()], hint=N_("例：里垣地区自治会"))
    kana = Text(N_("ふりがな"), most=120, filters=[_reading])
    purpose = LongText(
        N_("活動の内容"), most=1000, hint=N_("だれが、何のために、どんな活動をしているか。")
    )
    district_id = Choice(N_("地区"), choices=district_choices, coerce=optional_id)
    town = Text(N_("町名"), hint=N_("例：善光寺町、丸の内二丁目"))
    street = Text(N_("番地"), hint=N_("公開しません。"))
    phone = Phone(
        N_("電話番号"),
        hint=N_(
            "公開しません。センターからの連絡に使います。担当者の電話番号がないときは、"
            "活動が決まった相手にもこの番号をお知らせします。"
        ),
    )
    website = Website(N_("ホームページ"), most=300, hint=N_("例：https://example.jp/"))

    def is_fine(self) -> bool:
        return bool(self.validate_on_submit())

    def is_overtaken(self, version: int) -> bool:
        """Whether somebody saved after this form was opened; sent again, it would be kept."""
        opened, self.version.data = record_id(self.version.data), str(version)
        return opened != version

    def sheet(self, it: Organization) -> Sheet:
        """What was entered; the kind stays, and the name where it was not asked."""
        return self._sheet(it.kind, self.name.data if "name" in self else it.name)

    def _sheet(self, kind: Kind, name: str | None) -> Sheet:
        texts = ("kana", "purpose", "town", "street", "website")
        return Sheet(
            kind=kind,
            name=name or "",
            district_id=self.district_id.data or None,
            phone=self.phone.data,
            **{field: self[field].data or "" for field in texts},
        )

    @classmethod
    def of(cls, it: Organization, *, named: bool) -> SheetForm:
        """Filled with what is kept, or with what was just sent.

        The name is what the centre approved: only the centre changes it.
        """
        form = cls(obj=it)
        if not named:
            del form.name
        return form


class ApplyForm(SheetForm):
    """Somebody applies for their organisation."""

    kind = Choice(
        N_("団体の種類"), radio=True, validators=[required(N_("団体の種類を選んでください。"))]
    )
    title = Text(N_("あなたの役職"), most=60, hint=N_("例：会長、社会貢献担当"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = _choices(
            (kind, words) for kind, words in KIND_WORDS.items() if kind is not Kind.UNIVERSITY
        )

    def sheet(self, it: Organization | None = None) -> Sheet:
        del it  # there is none yet
        return self._sheet(Kind(self.kind.data), self.name.data)


class InvitationForm(Form):
    """One more officer, by e-mail."""

    email = Email(N_("メールアドレス"), validators=[required()])
    title = Text(N_("役職"), most=60, hint=N_("例：副会長、総務"))


class AffiliationForm(Form):
    """Where one studies."""

    university = Choice(
        N_("大学"),
        radio=True,
        coerce=record_id,
        validators=[required(N_("大学を選んでください。"))],
    )

    def offer(self, universities: Iterable[Organization]) -> None:
        self.university.choices = [SelectChoice(it.id, it.name) for it in universities]


class DomainForm(AffiliationForm):
    """One more e-mail domain of a university."""

    domain = Domain(
        N_("メールアドレスの @ より後ろ"),
        most=253,
        validators=[required()],
        hint=N_("例：yamanashi-eiwa.ac.jp（下につく st.〜 などもふくみます）"),
    )


class FilterForm(Form):
    """Filters of the centre's list; sent by GET."""

    class Meta:
        csrf = False

    kind = Choice(N_("種類"), default="")
    approval = Choice(N_("状態"), default="")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        every = SelectChoice("", _("すべて"))
        self.kind.choices = [every, *_choices(KIND_WORDS.items())]
        self.approval.choices = [every, *_choices(APPROVAL_WORDS.items())]


def _choices(pairs: Iterable[tuple[Any, str]]) -> list[Any]:
    return [SelectChoice(str(value), text) for value, text in labels(list(pairs))]
