"""Settings are refused loudly when they cannot work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config import BadConfig, Config

KEY = "0123456789abcdef0123456789abcdef"


def settings(var: Path, **env: str) -> Config:
    return Config.from_env({"YUI_VAR": str(var), **env})


def test_development_needs_no_settings_and_keeps_its_key(tmp_path: Path) -> None:
    first = settings(tmp_path)

    assert first.database_url == f"sqlite:///{tmp_path / 'yui.db'}"
    assert settings(tmp_path).secret_key == first.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_several_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    together = Barrier(8)

    def start(_number: int) -> str:
        together.wait()
        return settings(tmp_path).secret_key

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(start, range(8)))

    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("content", [b"", b"0123", b"\xff" * 64])
def test_a_key_that_was_not_kept_whole_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret_key").write_bytes(content)

    with pytest.raises(BadConfig, match=r"secret_key.*SECRET_KEY"):
        settings(tmp_path)


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"YUI_ENV": "prod"}, "YUI_ENV"),
        ({"YUI_ENV": "production", "BASE_URL": "https://yui.example"}, "SECRET_KEY"),
        ({"YUI_ENV": "production", "SECRET_KEY": KEY}, "BASE_URL"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"BASE_URL": "yui.example"}, "BASE_URL"),
        ({"SMTP_URL": "mail.example"}, "SMTP_URL"),
        ({"DATABASE_URL": "postgresql://u@[::1/yui"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://u@host:port/yui"}, "DATABASE_URL"),
        ({"PORT": "0"}, "PORT"),
        ({"WEB_CONCURRENCY": "some"}, "WEB_CONCURRENCY"),
        ({"YUI_PROXIES": "many"}, "YUI_PROXIES"),
        ({"MAILS_PER_MINUTE": "0"}, "MAILS_PER_MINUTE"),
        ({"CENTER_PHONE": "ask at the desk"}, "CENTER_PHONE"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    tmp_path: Path, env: dict[str, str], words: str
) -> None:
    with pytest.raises(BadConfig, match=words):
        settings(tmp_path, **env)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()

    with pytest.raises(BadConfig, match="YUI_VAR"):
        settings(blocked / "var")


def test_a_postgres_address_is_read_in_every_spelling(tmp_path: Path) -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        made = settings(tmp_path, DATABASE_URL=f"{scheme}://u:p@127.0.0.1/yui")
        assert made.database_url == "postgresql+psycopg://u:p@127.0.0.1/yui"


def test_secrets_are_not_printed_with_the_settings(tmp_path: Path) -> None:
    shown = repr(settings(tmp_path, SECRET_KEY=KEY, SMTP_URL="smtp://u:secret@mail.example"))

    assert KEY not in shown
    assert "secret@" not in shown
