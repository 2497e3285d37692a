"""What a rule of the house says when it is broken; shown to people, answered 409."""

from __future__ import annotations


class RuleBroken(Exception):
    """A person asked for something the rules do not allow.

    `text` is a Japanese msgid marked with `N_`; `facts` fill its `%(name)s` places.
    """

    def __init__(self, text: str, **facts: object) -> None:
        super().__init__(text)
        self.text = text
        self.facts = facts
