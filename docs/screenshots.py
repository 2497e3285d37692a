"""Makes the pictures of the README from the demo city: `make screenshots`."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from config import Config
from matching import clock, masters
from matching.app import create_app
from matching.db import Database, migrations
from matching.demo.city import build
from matching.demo.people import PASSWORD

FOLDER = Path(__file__).parent / "screenshots"
WIDTHS = {"phone": 375, "desktop": 1280}
# name, path, who (None: nobody)
PAGES = (
    ("home", "/", None),
    ("board", "/board", None),
    ("need", "NEED", None),
    ("my", "/my", "volunteer"),
    ("offer", "/offers/mine", "student"),
    ("ask", "/needs/new", "resident"),
    ("desk", "/desk", "coordinator"),
    ("candidates", "DESK", "coordinator"),
    ("intake", "/desk/intake", "coordinator"),
    ("week", "/desk/week", "coordinator"),
    ("progress", "/progress", None),
)


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    config = Config.from_env({"YUI_VAR": str(folder)})
    database = Database(config.database_url)
    migrations.upgrade(database.engine)
    with database.writing() as session:
        masters.load(session)
        build(session, now=clock.now())
    server = make_server("127.0.0.1", 0, create_app(config, database), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for width in WIDTHS:
            shoot(browser, f"http://127.0.0.1:{server.server_port}", width, sys.argv[1:])
        browser.close()
    server.shutdown()
    shutil.rmtree(folder)


def shoot(browser: Browser, site: str, width: str, only: list[str]) -> None:
    size = {"width": WIDTHS[width], "height": 812 if width == "phone" else 900}
    for name, path, who in PAGES:
        if only and name not in only:
            continue
        context = browser.new_context(base_url=site, viewport=size, locale="ja-JP")
        page = context.new_page()
        if who:
            page.goto("/sign-in/password")
            page.get_by_label("メールアドレス").fill(f"{who}@demo.example")
            page.get_by_label("パスワード").fill(PASSWORD)
            page.get_by_role("button", name="サインイン").last.click()
        page.goto(path if path.startswith("/") else first(page, path))
        small(page.screenshot(full_page=True)).save(FOLDER / f"{name}-{width}.png", optimize=True)
        context.close()


def small(picture: bytes) -> Image.Image:
    """Few colours are enough for a page, and a third of the size."""
    return Image.open(io.BytesIO(picture)).convert("RGB").quantize(96, dither=Image.Dither.NONE)


def first(page: object, what: str) -> str:
    """The address of the first need on the board, or of the first at the desk."""
    start, part = {"NEED": ("/board", "/needs/"), "DESK": ("/desk?queue=choose", "/desk/needs/")}[
        what
    ]
    page.goto(start)  # type: ignore[attr-defined]
    link = page.locator(f"main a[href*='{part}']").first  # type: ignore[attr-defined]
    return str(link.get_attribute("href"))


if __name__ == "__main__":
    main()
