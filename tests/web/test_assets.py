"""Front-end parts are found by name and served small."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from matching.web import assets


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "manifest.json").write_text(json.dumps({"app.css": "app-AB12.css"}))
    for name, content in {"": "plain", ".gz": "zipped", ".br": "smallest"}.items():
        (dist / f"app-AB12.css{name}").write_text(content)
    (dist / "icon.svg").write_text("<svg/>")
    app = Flask(__name__, static_folder=str(tmp_path), static_url_path="/static")
    assets.init(app)
    return app


def test_a_part_is_addressed_by_its_hashed_name(app):
    with app.test_request_context():
        assert assets.asset("app.css") == "/static/dist/app-AB12.css"


def test_an_unknown_part_is_refused_with_its_name(app):
    with app.test_request_context(), pytest.raises(RuntimeError, match=r"none\.css"):
        assets.asset("none.css")


def test_parts_that_were_not_built_say_how_to_build_them(app, tmp_path):
    (tmp_path / "dist" / "manifest.json").unlink()
    with app.test_request_context(), pytest.raises(RuntimeError, match="run `make assets`"):
        assets.asset("app.css")


def test_a_new_build_is_noticed_without_a_restart(app, tmp_path):
    with app.test_request_context():
        assets.asset("app.css")
        (tmp_path / "dist" / "manifest.json").write_text(json.dumps({"app.css": "app-CD34.css"}))
        assert assets.asset("app.css") == "/static/dist/app-CD34.css"


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", "smallest"),
        ("gzip", "gzip", "zipped"),
        ("br;q=0, gzip", "gzip", "zipped"),
        ("identity", None, "plain"),
        ("", None, "plain"),
    ],
)
def test_a_browser_is_sent_the_smallest_copy_it_takes(app, accepted, encoding, body):
    with app.test_client().get(
        "/static/dist/app-AB12.css", headers={"Accept-Encoding": accepted}
    ) as answer:
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.mimetype == "text/css"
        assert answer.text == body


def test_a_file_without_copies_is_sent_as_it_is(app):
    with app.test_client().get(
        "/static/dist/icon.svg", headers={"Accept-Encoding": "br"}
    ) as answer:
        assert answer.text == "<svg/>"


@pytest.mark.parametrize("path", ["dist/none.css", "../secret", "dist/%00.css", "dist"])
def test_what_is_not_there_is_not_found(app, path):
    answer = app.test_client().get(f"/static/{path}", headers={"Accept-Encoding": "br"})
    assert answer.status_code == 404


def test_a_site_that_runs_finds_its_parts_while_new_ones_are_built(project, tmp_path):
    for name in ("css", "js", "img"):
        (tmp_path / "static").mkdir(exist_ok=True)
        (tmp_path / "static" / name).symlink_to(project / "static" / name)
    dist = tmp_path / "static" / "dist"
    built(project, tmp_path).wait()
    (dist / "app-OLD.css").touch()

    again, looks = built(project, tmp_path), 0
    while again.poll() is None:
        names = json.loads((dist / "manifest.json").read_text())
        assert all((dist / name).is_file() for name in names.values())
        looks += 1

    assert (again.returncode, looks > 0) == (0, True)
    assert not (dist / "app-OLD.css").exists()


def built(project: Path, folder: Path) -> subprocess.Popen[bytes]:
    """The front-end parts, being built in this folder."""
    script = project / "deployment" / "node.sh"
    return subprocess.Popen(
        ["sh", str(script), "node", str(project / "deployment" / "assets.mjs")],
        cwd=folder, env={**os.environ, "PY": sys.executable},
    )  # fmt: skip
