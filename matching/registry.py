"""The one list: rooms with pages, entries of the menu, jobs of the clock."""

from __future__ import annotations

from flask import Blueprint

from matching.accounts.access import MenuEntry

BLUEPRINTS: list[Blueprint] = []

# Shown to whoever may open the endpoint: who that is stands at the view, not here.
MENU: list[MenuEntry] = []
