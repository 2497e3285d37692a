"""Settings from the environment, refused loudly when they cannot work."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

ROOT = Path(__file__).parent
ENVIRONMENTS = ("development", "production", "test")
PHONE = re.compile(r"0\d{1,4}-?\d{1,4}-?\d{3,4}", re.ASCII)


class BadConfig(Exception):
    """A setting is missing or cannot work; the text says which and what to do."""


@dataclass(frozen=True)
class Config:
    """Everything the process may know about where it runs; secrets are never printed."""

    environment: str
    var: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    host: str
    port: int
    web_processes: int
    base_url: str
    smtp_url: str | None = field(repr=False)
    mail_from: str
    proxies: int
    mails_per_minute: int
    center_phone: str
    demo: bool

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Config:
        """Read and check the settings.

        Raises:
            BadConfig: a value is missing or cannot work.
        """
        environment = env.get("YUI_ENV", "development")
        if environment not in ENVIRONMENTS:
            raise BadConfig(
                f"YUI_ENV must be one of {', '.join(ENVIRONMENTS)}, not {environment!r}."
            )
        var = _var(Path(env.get("YUI_VAR", str(ROOT / "var"))))
        return cls(
            environment=environment,
            var=var,
            database_url=_database_url(env.get("DATABASE_URL", ""), var),
            secret_key=_secret_key(env.get("SECRET_KEY", ""), environment, var),
            host=env.get("HOST", "127.0.0.1"),
            port=_whole("PORT", env.get("PORT", "8000"), 1, 65_535),
            web_processes=_whole("WEB_CONCURRENCY", env.get("WEB_CONCURRENCY", "2"), 1, 64),
            base_url=_base_url(env, environment),
            smtp_url=_smtp_url(env.get("SMTP_URL", "")),
            mail_from=env.get("MAIL_FROM", "結 Yui <yui@localhost>"),
            proxies=_whole("YUI_PROXIES", env.get("YUI_PROXIES", "0"), 0, 9),
            mails_per_minute=_whole(
                "MAILS_PER_MINUTE", env.get("MAILS_PER_MINUTE", "600"), 1, 60_000
            ),
            center_phone=_phone("CENTER_PHONE", env.get("CENTER_PHONE", "").strip()),
            demo=environment != "production",
        )

    @property
    def secure(self) -> bool:
        """Pages are served over https."""
        return self.base_url.startswith("https://")


def _whole(name: str, text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise BadConfig(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _phone(name: str, text: str) -> str:
    if text and not PHONE.fullmatch(text):
        raise BadConfig(f"{name} must be a telephone number such as 055-000-0000, not {text!r}.")
    return text


def _split(name: str, text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port  # read now: a port that is no number is refused here, not when it is used
    except ValueError as why:
        raise BadConfig(f"{name} is not an address that can be read ({why}).") from None
    return parts


def _var(var: Path) -> Path:
    try:
        var.mkdir(parents=True, exist_ok=True)
        probe = var / ".writable"
        probe.touch()
        probe.unlink(missing_ok=True)  # several processes may look at once
    except OSError as why:
        raise BadConfig(
            f"The folder {var} cannot be written ({why.strerror}). "
            "Create it, make it writable for this user, or set YUI_VAR to another folder."
        ) from None
    return var


def _database_url(text: str, var: Path) -> str:
    if not text:
        return f"sqlite:///{var / 'yui.db'}"
    scheme = _split("DATABASE_URL", text).scheme
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return "postgresql+psycopg" + text[len(scheme) :]
    if scheme == "sqlite":
        return text
    raise BadConfig(
        f"DATABASE_URL must begin with postgresql:// or sqlite://, not {scheme or 'nothing'}://."
    )


def _secret_key(text: str, environment: str, var: Path) -> str:
    if len(text) >= 32:
        return text
    if text or environment == "production":
        raise BadConfig(
            "SECRET_KEY must be set to at least 32 characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return _kept_key(var / "secret_key")


def _kept_key(kept: Path) -> str:
    """The key in this file; made on the first start, whole or not at all."""
    try:
        if not kept.exists():
            _make_key(kept)
        key = kept.read_text(encoding="ascii")
    except (OSError, ValueError) as why:
        raise BadConfig(
            f"The key in {kept} cannot be read or made ({why}). "
            "Let this user read and write it, or set SECRET_KEY."
        ) from None
    if len(key) < 32:
        raise BadConfig(
            f"The key in {kept} is not whole. Delete the file to get a new key "
            "(everybody signs in anew), or set SECRET_KEY."
        )
    return key


def _make_key(kept: Path) -> None:
    """Several processes may start at once: one key holds for all of them."""
    made = kept.with_name(f"secret_key.{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    try:
        made.write_text(secrets.token_hex(32), encoding="ascii")
        kept.hardlink_to(made)
    except FileExistsError:
        pass  # another process was first
    finally:
        made.unlink()


def _base_url(env: Mapping[str, str], environment: str) -> str:
    text = env.get("BASE_URL", "").rstrip("/")
    if not text:
        if environment == "production":
            raise BadConfig(
                "BASE_URL must be set to the public address, such as https://yui.example."
            )
        return f"http://127.0.0.1:{env.get('PORT', '8000')}"
    parts = _split("BASE_URL", text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise BadConfig(f"BASE_URL must look like https://yui.example, not {text!r}.")
    return text


def _smtp_url(text: str) -> str | None:
    if not text:
        return None
    parts = _split("SMTP_URL", text)
    if parts.scheme not in {"smtp", "smtps", "smtp+starttls"} or not parts.hostname:
        raise BadConfig(
            "SMTP_URL must look like smtp://host:25, smtp+starttls://user:password@host:587 "
            "or smtps://user:password@host:465."
        )
    return text
