"""Forms about signing in and signing up."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField

from matching import clock
from matching.accounts import passwords
from matching.accounts.drafts import (
    Name,
    Newcomer,
    problems,
)
from matching.accounts.forms.fields import (
    Email,
    district_choices,
    optional_id,
    read_roles,
    worded,
)
from matching.accounts.forms.names import COME_FOR, NameForm
from matching.accounts.models import Person
from matching.accounts.rules import Language
from matching.i18n import N_, _
from matching.text import digits
from matching.web.fields import (
    Choice,
    Choices,
    PostalCode,
    Text,
    required,
)
from matching.web.forms import Form


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


class SignUpForm(NameForm):
    district_id = Choice(
        N_("お住まいの地区"),
        choices=district_choices,
        coerce=optional_id,
        hint=N_("自治会の地区です。わからないときは、選ばなくてもかまいません。"),
    )
    postal_code = PostalCode(N_("郵便番号"), hint=N_("例：400-0858"))
    town = Text(N_("町名"), hint=N_("例：善光寺町、丸の内二丁目"))
    roles = Choices(N_("ここでしたいこと"), hint=N_("両方選べます。あとから変えられます。"))
    agrees = BooleanField(N_("個人情報の使い方に同意します"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.roles.choices = worded(COME_FOR)
        self.roles.flags.required = self.agrees.flags.required = True

    def draft(self, language: Language) -> Newcomer:
        return Newcomer(
            self.name(), self.district_id.data or None, self.town.data or "",
            read_roles(self.roles.data), bool(self.agrees.data), language,
            postal_code=self.postal_code.data or "",
        )  # fmt: skip

    def is_fine(self) -> bool:
        return self.validate_on_submit() and not self.blame(
            problems(self.draft(Language.JA), today=clock.today())
        )


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
