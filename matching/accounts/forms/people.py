"""Forms about people's entries and roles."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from matching import clock
from matching.accounts.drafts import (
    Caller,
    Profile,
    problems,
)
from matching.accounts.forms.fields import (
    Year,
    district_choices,
    optional_id,
    read_roles,
    worded,
)
from matching.accounts.forms.names import COME_FOR, NameForm
from matching.accounts.models import Person
from matching.accounts.rules import LANGUAGE_WORDS, ROLE_WORDS, Language, Role
from matching.i18n import N_, _
from matching.web.fields import (
    Choice,
    Choices,
    Phone,
    PostalCode,
    Text,
    record_id,
)
from matching.web.forms import Form


class ProfileForm(NameForm):
    """A person's entries; `version` tells whether somebody else changed them meanwhile."""

    version = HiddenField()
    phone = Phone(N_("電話番号"), hint=N_("例：055-237-1161"))
    postal_code = PostalCode(N_("郵便番号"), hint=N_("例：400-0858"))
    town = Text(N_("町名"), hint=N_("例：善光寺町、丸の内二丁目"))
    street = Text(N_("番地"))
    building = Text(N_("建物・部屋番号"))
    district_id = Choice(N_("地区"), choices=district_choices, coerce=optional_id)
    birth_year = Year(
        N_("生まれた年"), most=20, hint=N_("例：昭和34年、1959年。月日はいりません。")
    )
    guardian_name = Text(N_("保護者の名前"), most=120)
    guardian_agrees = BooleanField(N_("保護者が、この登録と活動に同意しています"))
    language = Choice(N_("メールのことば"), radio=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.language.choices = worded(LANGUAGE_WORDS.items())

    def profile(self) -> Profile:
        texts = ("postal_code", "town", "street", "building", "guardian_name")
        return Profile(
            name=self.name(),
            phone=self.phone.data,
            district_id=self.district_id.data or None,
            birth_year=self.birth_year.year,
            guardian_agrees=bool(self.guardian_agrees.data),
            language=Language(self.language.data or Language.JA),
            **{name: self[name].data or "" for name in texts},
        )

    def is_fine(self) -> bool:
        return self.validate_on_submit() and not self.blame(
            problems(self.profile(), today=clock.today())
        )

    def is_overtaken(self, version: int) -> bool:
        """Whether somebody saved after this form was opened; sent again, it would be kept."""
        opened, self.version.data = record_id(self.version.data), str(version)
        return opened != version

    @classmethod
    def of(cls, person: Person) -> ProfileForm:
        """Filled with what is kept, or with what was just sent."""
        return cls(obj=person, guardian_agrees=person.guardian_consented_at is not None)


class CallerForm(ProfileForm):
    """Somebody on the telephone or at the counter."""

    roles = Choices(N_("ここでしたいこと"))
    agrees = BooleanField(
        N_("個人情報の使い方を説明し、本人の同意を確かめました（電話・書面・窓口）")
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.roles.choices = worded(COME_FOR)
        self.agrees.flags.required = True

    def caller(self) -> Caller:
        return Caller(self.profile(), bool(self.agrees.data), read_roles(self.roles.data))

    def is_fine(self) -> bool:
        return self.validate_on_submit() and not self.blame(
            problems(self.caller(), today=clock.today())
        )


class RolesForm(Form):
    roles = Choices(N_("役割"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.roles.choices = worded(ROLE_WORDS.items())

    def wanted(self) -> frozenset[Role]:
        return read_roles(self.roles.data)


class SearchForm(Form):
    """Filters of the list of people; sent by GET."""

    class Meta:
        csrf = False

    q = Text(
        N_("名前・読み・電話・メール・町名"), most=100, hint=N_("例：高橋、たかはし、善光寺町")
    )
    role = Choice(N_("役割"), default="")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.role.choices = [SelectChoice("", _("すべて")), *worded(ROLE_WORDS.items())]
