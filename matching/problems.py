"""What is wrong with something a person submitted: which field, in words, with facts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`text` is a msgid that says what to do; `facts` fill its `%(name)s` places."""

    field: str
    text: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)
