"""Forms about needs: one step at a time for residents, one sheet for associations and changes."""

from matching.needs.forms.sheet import NeedForm
from matching.needs.forms.small import CloseForm, PhotoForm
from matching.needs.forms.steps import KindForm, WhatForm, WhenForm, WhereForm, WhoForm
from matching.needs.forms.times import TimesForm

__all__ = [
    "CloseForm",
    "KindForm",
    "NeedForm",
    "PhotoForm",
    "TimesForm",
    "WhatForm",
    "WhenForm",
    "WhereForm",
    "WhoForm",
]
