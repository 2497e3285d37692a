"""Whatever is typed into the fields of organisations, no page fails."""

from __future__ import annotations

import pytest

from matching.accounts.models import Grant
from matching.accounts.rules import Role
from matching.organizations.rules import Kind
from tests.awkward import AWKWARD, type_everywhere
from tests.make import NOON, make_organization

SHEET = {"kind": "association", "name": "里垣地区自治会"}


@pytest.mark.parametrize(
    ("path", "good", "form"),
    [
        ("/organizations/new", SHEET, 0),
        ("/organizations/{it}/edit", {}, 0),
        ("/organizations/{it}/officers", {}, -1),
        ("/organizations/mine", {}, "act"),
        ("/organizations/affiliation", {}, 0),
        ("/organizations/domains", {"domain": "a.example"}, -1),
        ("/organizations/{waiting}", {}, "decide"),
    ],
)
def test_nothing_typed_fails(browser, session, root, path, good, form):
    root.grants.append(Grant(role=Role.COORDINATOR, granted_at=NOON))
    it = make_organization(session, "朝日地区自治会", Kind.ASSOCIATION, root)
    waiting = make_organization(session, "会", Kind.GROUP, approval="pending")
    browser.sign_in(root)
    type_everywhere(browser, path.format(it=it.id, waiting=waiting.id), good, form)


@pytest.mark.parametrize("words", AWKWARD)
def test_nothing_in_an_address_fails(browser, root, words):
    browser.sign_in(root)
    value = AWKWARD[words].encode("utf-8", "surrogatepass")
    quoted = "".join(f"%{byte:02x}" for byte in value[:1500])
    for path in ("?kind=", "?approval=", "?page=", "/", "/domains/1/"):
        assert browser.raw(f"/organizations{path}{quoted}").status_code < 500
