"""Every endpoint declares who may open it; every job may run twice."""

from __future__ import annotations

from flask import Flask

from matching.accounts.access import may_open


def test_every_endpoint_declares_its_access(bare_app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in bare_app.url_map.iter_rules()
        if not hasattr(bare_app.view_functions[rule.endpoint], "access")
    ]

    assert not silent


def test_an_endpoint_that_declares_nothing_is_closed(bare_app: Flask) -> None:
    with bare_app.test_request_context("/"):
        assert not may_open("no.such.endpoint", None)
