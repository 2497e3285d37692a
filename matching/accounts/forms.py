"""Forms about signing in, signing up and people's entries."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from matching import calendar, clock
from matching.accounts import passwords
from matching.accounts.drafts import (
    MOST_EMAIL,
    Caller,
    Name,
    Newcomer,
    Profile,
    problems,
    read_email,
)
from matching.accounts.models import Person
from matching.accounts.rules import LANGUAGE_WORDS, ROLE_WORDS, Language, Role
from matching.districts.queries import districts
from matching.i18n import N_, _
from matching.text import digits, hiragana
from matching.web.fields import (
    Choice,
    Choices,
    Phone,
    PostalCode,
    Text,
    labels,
    record_id,
    required,
)
from matching.web.forms import Form
from matching.web.transaction import session


class Email(Text):
    """An e-mail address, kept in lower case; full-width letters are read."""

    def __init__(self, label: str = "", **options: Any) -> None:
        options.setdefault("render_kw", {"autocomplete": "email", "inputmode": "email"})
        validators = [*options.pop("validators", ()), self._is_address]
        super().__init__(label, most=MOST_EMAIL, validators=validators, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        try:
            self.data = read_email(self.data or "")
        except ValueError:
            return  # shown as it was typed, beside what is wrong with it

    def _is_address(self, _form: object, _field: object) -> None:
        try:
            read_email(self.data or "")
        except ValueError:
            if self.data:
                raise StopValidation(
                    _("メールアドレスを確かめてください（例：hanako@example.jp）。")
                ) from None


class Year(Text):
    """A year, typed as 昭和34年, S34 or 1959."""

    year: int | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.year = calendar.parse_year(self.data or "")

    def pre_validate(self, form: object) -> None:
        del form
        if self.data and self.year is None:
            raise StopValidation(_("生まれた年を確かめてください（例：昭和34年、1959年）。"))


def district_choices() -> list[Any]:
    """The 31 districts, after an empty line."""
    rows = session().scalars(districts())
    return [SelectChoice("", _("選んでください"))] + [SelectChoice(d.id, d.name) for d in rows]


def optional_id(text: object) -> int | str | None:
    """For `coerce` of a choice that may stay empty."""
    return "" if text == "" else record_id(text)


def _reading(text: str | None) -> str:
    return hiragana(text or "")


def _code(text: str | None) -> str:
    return "".join(sign for sign in digits(text or "") if sign in "0123456789")


class SignInForm(Form):
    email = Email(N_("メールアドレス"), validators=[required()])
    next = HiddenField()


class PasswordForm(SignInForm):
    password = PasswordField(N_("パスワード"), validators=[required()])


class CodeForm(Form):
    code = Text(
        N_("6けたの番号"),
        most=40,
        filters=[_code],
        validators=[required(N_("メールに書かれた6けたの番号を入力してください。"))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class NameForm(Form):
    """The fields of a name."""

    family_name = Text(N_("姓"), most=60, render_kw={"autocomplete": "family-name"})
    given_name = Text(N_("名"), most=60, render_kw={"autocomplete": "given-name"})
    family_kana = Text(N_("せい（ひらがな）"), most=60, filters=[_reading])
    given_kana = Text(N_("めい（ひらがな）"), most=60, filters=[_reading])
    known_as = Text(
        N_("通称・ローマ字の名前"),
        most=120,
        hint=N_("姓と名に分けられないときは、ここに1行で書いてください。"),
    )

    def name(self) -> Name:
        return Name(**{part: self[part].data or "" for part in Name.__dataclass_fields__})


COME_FOR = ((Role.RESIDENT, N_("手伝ってほしい")), (Role.VOLUNTEER, N_("手伝いたい")))


class SignUpForm(NameForm):
    district_id = Choice(
        N_("お住まいの地区"),
        choices=district_choices,
        coerce=optional_id,
        hint=N_("自治会の地区です。わからないときは、選ばなくてもかまいません。"),
    )
    town = Text(N_("町名"), hint=N_("例：善光寺町、丸の内二丁目"))
    roles = Choices(N_("ここでしたいこと"), hint=N_("両方選べます。あとから変えられます。"))
    agrees = BooleanField(N_("個人情報の使い方に同意します"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.roles.choices = _choices(COME_FOR)
        self.roles.flags.required = self.agrees.flags.required = True

    def draft(self, language: Language) -> Newcomer:
        return Newcomer(
            self.name(), self.district_id.data or None, self.town.data or "",
            _roles(self.roles.data), bool(self.agrees.data), language,
        )  # fmt: skip

    def is_fine(self) -> bool:
        return self.validate_on_submit() and not self.blame(
            problems(self.draft(Language.JA), today=clock.today())
        )


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
        self.language.choices = _choices(LANGUAGE_WORDS.items())

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
        self.roles.choices = _choices(COME_FOR)
        self.agrees.flags.required = True

    def caller(self) -> Caller:
        return Caller(self.profile(), bool(self.agrees.data), _roles(self.roles.data))

    def is_fine(self) -> bool:
        return self.validate_on_submit() and not self.blame(
            problems(self.caller(), today=clock.today())
        )


class RolesForm(Form):
    roles = Choices(N_("役割"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.roles.choices = _choices(ROLE_WORDS.items())

    def wanted(self) -> frozenset[Role]:
        return _roles(self.roles.data)


class NewPasswordForm(Form):
    password = PasswordField(
        N_("新しいパスワード"),
        validators=[required()],
        description=N_("15文字以上。好きな言葉を4つ並べると、覚えやすく強くなります。"),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        N_("新しいパスワード（もう一度）"),
        validators=[required()],
        render_kw={"autocomplete": "new-password"},
    )

    def is_fine(self, person: Person) -> bool:
        if not self.validate_on_submit():
            return False
        if self.password.data != self.again.data:
            self.again.errors = [_("上と同じパスワードを入力してください。")]
            return False
        about = [getattr(person, part) for part in Name.__dataclass_fields__]
        return not self.blame(
            passwords.problems(self.password.data or "", [*about, person.email or ""])
        )


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
        self.role.choices = [SelectChoice("", _("すべて")), *_choices(ROLE_WORDS.items())]


def _choices(pairs: Any) -> list[Any]:
    return [SelectChoice(str(value), text) for value, text in labels(list(pairs))]


def _roles(values: list[str] | None) -> frozenset[Role]:
    return frozenset(Role(value) for value in values or ())
