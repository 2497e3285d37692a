"""The form that every page's form inherits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form as PlainForm
from wtforms import HiddenField

from matching.i18n import _
from matching.problems import Problem


class _Labels:
    """Labels and hints are declared as msgids and shown in the reader's language."""

    def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
        field = super().bind_field(form, unbound_field, options)  # type: ignore[misc] # WTForms joins this with its own Meta
        field.label.text = _(field.label.text)
        field.description = _(field.description)
        if "hint" in vars(
            field
        ):  # asking a FormField would look into its form, which is not there yet
            field.hint = _(field.hint)
        return field


class Part(PlainForm):
    """A group of fields inside a form, for `FormField`."""

    class Meta(_Labels):
        pass


class Form(FlaskForm):
    """A form with a CSRF token, and a hidden `version` where two people may edit one thing."""

    class Meta(_Labels):
        csrf_time_limit = None  # people may take an hour over a form

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)

    def is_submitted(self) -> bool:
        """The form was sent, not only opened."""
        return bool(super().is_submitted())

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """The form was sent and every field is sound."""
        return bool(super().validate_on_submit(extra_validators))

    def blame(self, problems: Iterable[Problem]) -> bool:
        """Write each problem beside its field; True if there was any.

        A problem about no field of this form, or one that nobody sees, is shown in the summary.
        """
        found = False
        for problem in problems:
            found = True
            words = _(problem.text, **problem.facts)
            target = self._fields.get(problem.field)
            if target is None or isinstance(target, HiddenField):
                self.form_errors.append(words)
            else:
                target.errors = [*target.errors, words]
        return found
