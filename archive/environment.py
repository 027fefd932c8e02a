"""The environment, read strictly: one helper for each kind of value, one sentence for each mistake.

Every helper takes the variable's name and returns a value of one type, or raises `ImproperlyConfigured` with
the name, the value and what would be understood. An empty variable counts as absent. Secrets in an address
are never repeated in a sentence.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

POSTGRESQL_OPTIONS = (
    "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs", "connect_timeout",
    "application_name", "service", "passfile",
)  # fmt: skip
POOL_OPTIONS = ("pool_min", "pool_max")

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "busy_timeout=20000",
    "foreign_keys=ON",
    "cache_size=-32000",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
)


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding blanks."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Return a yes or no: only "true" and "false" are understood."""
    value = text(name)
    if not value:
        return default
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f'{name}={value} is not understood; use "true" or "false".')
    return value == "true"


def choice(name: str, allowed: Sequence[str], default: str) -> str:
    """Return one of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        expected = " or ".join(f'"{word}"' for word in allowed)
        raise ImproperlyConfigured(f"{name}={value} is not understood; use {expected}.")
    return value


def number(name: str, least: int, most: int, default: int) -> int:
    """Return a whole number between two others, both included."""
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdecimal() or len(value) > 9 or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name}={value} is not understood; use a number from {least} to {most}.")
    return int(value)


def hosts(name: str, default: Sequence[str]) -> list[str]:
    """Return host names, written with commas between them."""
    value = text(name)
    if not value:
        return list(default)
    names = [host.strip() for host in value.split(",") if host.strip()]
    for host in names:
        if "/" in host or " " in host:
            raise ImproperlyConfigured(
                f"{name} contains {host}, which is not a host name; write names with commas between them, "
                'such as "archive.example.org,www.example.org".'
            )
    return names


def folder(name: str, default: Path) -> Path:
    """Return an absolute folder, made on the way if it is missing."""
    path = Path(text(name, str(default))).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise ImproperlyConfigured(
            f"{name}={path} cannot be used as a folder ({reason.strerror}); name one that can be written to."
        ) from reason
    return path


def site(name: str, default: str) -> str:
    """Return the address that readers use, scheme and host only, without a slash at its end."""
    value = text(name, default).rstrip("/")
    parts = _split(name, value, 'use one such as "https://archive.example.org"')
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f'{name}={value} is not a site\'s address; use one such as "https://archive.example.org".'
        )
    return value


def secret(name: str, kept_in: Path) -> str:
    """Return the secret, else the one kept in the file, else a new one kept there for its owner only."""
    words = text(name) or kept(kept_in, lambda: secrets.token_urlsafe(48))
    if len(words) < 32:
        source = name if text(name) else kept_in
        raise ImproperlyConfigured(
            f"{source} holds {len(words)} characters, too few for a secret; use 32 or more, "
            "or leave it out and one is made and kept in the data folder."
        )
    return words


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return the words in the file; made the first time, readable by its owner only.

    Two processes that start together agree: the file appears whole, by a hard link, and only once.
    """
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    except OSError as reason:
        raise ImproperlyConfigured(
            f"{path} cannot be read ({reason.strerror}); let its owner run this."
        ) from reason
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(make() + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return path.read_text().strip()
    except OSError as reason:
        raise ImproperlyConfigured(
            f"{path} cannot be written ({reason.strerror}); make its folder writable."
        ) from reason


def database(name: str, default: Path | None, *, web: bool) -> dict[str, Any] | None:
    """Return Django's settings for the database at the address, for SQLite in `default` without one.

    `web` bounds what a reader's request may ask of PostgreSQL: 2 seconds a statement, 30 idle in a
    transaction. `?pool_max=N` gives each web process a pool of its own; commands connect plainly.
    """
    value = text(name)
    if not value:
        return sqlite(default) if default else None
    wanted = 'use "sqlite:///relative/or//absolute.sqlite3" or "postgresql://user:password@host:5432/name"'
    parts = _split(name, value, wanted)
    if parts.scheme == "sqlite":
        path = unquote(parts.path).removeprefix("/")
        if parts.netloc or not path:
            raise ImproperlyConfigured(f"{name} is not an address of an SQLite file; {wanted}.")
        return sqlite(Path(path).absolute())
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(name, parts, web=web)
    raise ImproperlyConfigured(f"{name} starts with {parts.scheme or value}; {wanted}.")


def sqlite(path: Path) -> dict[str, Any]:
    """Return Django's settings for one SQLite file that several processes read and write at once.

    Without IMMEDIATE a transaction that reads first and writes later fails at once with "database is locked",
    whatever the timeout.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in SQLITE_PRAGMAS),
        },
        "CONN_MAX_AGE": None,
    }


def _postgresql(name: str, parts: SplitResult, *, web: bool) -> dict[str, Any]:
    database_name = unquote(parts.path).strip("/")
    if not database_name:
        raise ImproperlyConfigured(
            f'{name} does not name a database; end it with one, as in "postgresql://host/archive".'
        )
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    for key in asked:
        if key not in POSTGRESQL_OPTIONS + POOL_OPTIONS:
            expected = ", ".join(POSTGRESQL_OPTIONS + POOL_OPTIONS)
            raise ImproperlyConfigured(
                f"{name} has the option {key}, which is not understood; use {expected}."
            )
    least, most = (_count(name, key, asked.pop(key, "")) for key in POOL_OPTIONS)
    options: dict[str, Any] = {key: value for key, value in asked.items() if key not in ("host", "port")}
    pooled = web and most > 0
    if web:
        options["options"] = "-c statement_timeout=2000 -c idle_in_transaction_session_timeout=30000"
    if pooled:
        options["pool"] = {"min_size": min(least or 1, most), "max_size": most, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.get("host") or unquote(parts.hostname or ""),
        "PORT": asked.get("port") or str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if pooled else 600,
        "CONN_HEALTH_CHECKS": not pooled,
    }


def _count(name: str, key: str, value: str) -> int:
    if not value:
        return 0
    if not value.isascii() or not value.isdecimal() or not 0 < int(value) <= 1000:
        raise ImproperlyConfigured(f"{name} has {key}={value}, which is not a number from 1 to 1000.")
    return int(value)


def cache(name: str) -> dict[str, Any]:
    """Return Django's settings for the cache: Redis at the address, this process's memory without one."""
    value = text(name)
    if not value:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}
    parts = _split(name, value, 'use one such as "redis://localhost:6379/0"')
    if parts.scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(
            f'{name} starts with {parts.scheme or value}; use one such as "redis://localhost:6379/0".'
        )
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": value,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},  # pages are made without it, too
    }


def mailer(name: str) -> dict[str, Any]:
    """Return Django's settings for the default mailer; without an address, letters are printed.

    `smtp+tls` begins in the clear and turns to TLS (port 587), `smtps` speaks TLS from the start (port 465).
    """
    value = text(name, "console:")
    wanted = 'use "smtp+tls://user:password@host:587", "smtps://...", "smtp://..." or "console:"'
    parts = _split(name, value, wanted)
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports:
        raise ImproperlyConfigured(f"{name} starts with {parts.scheme or value}; {wanted}.")
    if not parts.hostname:
        raise ImproperlyConfigured(f"{name} does not name a mail server; {wanted}.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or ports[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 10,
        },
    }


def media(name: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings for uploaded files: an S3 bucket at the address, the folder without one.

    The address is `s3://bucket/prefix`, with `?endpoint=https://...` for a service other than Amazon's and
    `?region=...`; the keys come from the places where Amazon's own tools look for them.
    """
    value = text(name)
    if not value:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": "/media/"},
        }
    return _bucket(name, value)


def evidence(name: str, folder: Path) -> dict[str, Any] | None:
    """Return Django's settings for a storage of the evidence; None for "database", which is the default.

    "files" means the folder, an address such as `s3://bucket/prefix` a bucket, written as for `media`.
    """
    value = text(name) or "database"
    if value == "database":
        return None
    if value == "files":
        options = {"location": folder, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    if not value.startswith("s3:"):
        raise ImproperlyConfigured(
            f'{name}={value} is not understood; use "database", "files", or one such as "s3://bucket/prefix".'
        )
    return _bucket(name, value)


def _bucket(name: str, value: str) -> dict[str, Any]:
    """Return Django's settings for a bucket at an address."""
    wanted = 'use one such as "s3://bucket/prefix?endpoint=https://objects.example.org"'
    parts = _split(name, value, wanted)
    asked = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.hostname or asked.keys() - {"endpoint", "region"}:
        raise ImproperlyConfigured(f"{name}={value} is not understood; {wanted}.")
    try:
        import storages.backends.s3  # noqa: F401
    except ImportError as reason:
        raise ImproperlyConfigured(
            f'{name} asks for S3, whose package is not installed; run "pip install django-storages[s3]".'
        ) from reason
    options: dict[str, Any] = {"bucket_name": parts.hostname, "location": parts.path.strip("/")}
    if "endpoint" in asked:
        options["endpoint_url"] = asked["endpoint"]
    if "region" in asked:
        options["region_name"] = asked["region"]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def _split(name: str, value: str, wanted: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 (raises for a port that is none)
    except ValueError as reason:
        raise ImproperlyConfigured(f"{name} is not an address; {wanted}.") from reason
    return parts
