"""What an organisation says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from matching.organizations.rules import Kind


@dataclass(frozen=True)
class Sheet:
    """What an organisation says about itself."""

    kind: Kind
    name: str
    kana: str = ""
    purpose: str = ""
    district_id: int | None = None
    town: str = ""
    street: str = ""
    phone: str | None = None
    website: str = ""
