"""The environment is read once, strictly; without one the site is safe as it stands."""

from __future__ import annotations

import os
import runpy
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

import archive.settings

VARIABLES = (
    "ARCHIVE_DATA", "ARCHIVE_DEBUG", "ARCHIVE_SECRET_KEY", "ARCHIVE_ALLOWED_HOSTS", "ARCHIVE_BASE_URL",
    "ARCHIVE_REPLICA_URL", "ARCHIVE_MEDIA_URL", "ARCHIVE_PROCESS", "ARCHIVE_EVIDENCE",
    "DATABASE_URL", "REDIS_URL", "EMAIL_URL",
)  # fmt: skip


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Return a function that reads the settings afresh in the environment given to it."""

    def read_settings(**variables):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"ARCHIVE_DATA": str(tmp_path / "data"), **variables}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(archive.settings.__file__)

    return read_settings


def test_is_safe_without_any_variable(read):
    settings = read()
    assert settings["DEBUG"] is False
    assert set(settings["ALLOWED_HOSTS"]) == {"localhost", "127.0.0.1", "[::1]"}
    assert "unsafe" not in str(settings["SECURE_CSP"])


def test_keeps_everything_in_one_folder(read, tmp_path):
    settings = read()
    data = tmp_path / "data"
    assert settings["DATABASES"]["default"]["NAME"] == data / "archive.sqlite3"
    assert settings["STATIC_ROOT"].parent == settings["MEDIA_ROOT"].parent == data


def test_an_empty_variable_is_an_absent_one(read):
    assert read(ARCHIVE_DEBUG="", DATABASE_URL="")["DEBUG"] is False


def test_makes_a_secret_key_once_for_its_owner_only(read, tmp_path):
    first, second = read()["SECRET_KEY"], read()["SECRET_KEY"]
    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path / "data")) == ["secret-key"]


def test_takes_the_secret_key_that_is_given(read, tmp_path):
    assert read(ARCHIVE_SECRET_KEY="k" * 40)["SECRET_KEY"] == "k" * 40
    assert not (tmp_path / "data" / "secret-key").exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ARCHIVE_DEBUG", "yes", 'ARCHIVE_DEBUG=yes is not understood; use "true" or "false".'),
        ("ARCHIVE_PROCESS", "cron", 'ARCHIVE_PROCESS=cron is not understood; use "command" or "web".'),
        (
            "ARCHIVE_SECRET_KEY",
            "short",
            "ARCHIVE_SECRET_KEY holds 5 characters, too few for a secret; use 32 or more, "
            "or leave it out and one is made and kept in the data folder.",
        ),
        (
            "ARCHIVE_ALLOWED_HOSTS",
            "https://archive.example.org",
            "ARCHIVE_ALLOWED_HOSTS contains https://archive.example.org, which is not a host name; write "
            'names with commas between them, such as "archive.example.org,www.example.org".',
        ),
        (
            "ARCHIVE_BASE_URL",
            "archive.example.org",
            "ARCHIVE_BASE_URL=archive.example.org is not a site's address; "
            'use one such as "https://archive.example.org".',
        ),
        (
            "REDIS_URL",
            "memcached://cache",
            'REDIS_URL starts with memcached; use one such as "redis://localhost:6379/0".',
        ),
        (
            "ARCHIVE_MEDIA_URL",
            "gs://bucket",
            "ARCHIVE_MEDIA_URL=gs://bucket is not understood; "
            'use one such as "s3://bucket/prefix?endpoint=https://objects.example.org".',
        ),
        (
            "ARCHIVE_EVIDENCE",
            "cupboard",
            'ARCHIVE_EVIDENCE=cupboard is not understood; use "database", "files", or one such as '
            '"s3://bucket/prefix".',
        ),
        (
            "EMAIL_URL",
            "post.example.org",
            'EMAIL_URL starts with post.example.org; use "smtp+tls://user:password@host:587", '
            '"smtps://...", "smtp://..." or "console:".',
        ),
        (
            "DATABASE_URL",
            "mysql://db/archive",
            'DATABASE_URL starts with mysql; use "sqlite:///relative/or//absolute.sqlite3" or '
            '"postgresql://user:password@host:5432/name".',
        ),
        (
            "DATABASE_URL",
            "postgresql://db.example.org",
            'DATABASE_URL does not name a database; end it with one, as in "postgresql://host/archive".',
        ),
        (
            "DATABASE_URL",
            "postgresql://db/archive?pool_max=many",
            "DATABASE_URL has pool_max=many, which is not a number from 1 to 1000.",
        ),
    ],
)
def test_says_what_is_wrong_and_what_would_be_right(read, name, value, sentence):
    with pytest.raises(ImproperlyConfigured) as mistake:
        read(**{name: value})
    assert str(mistake.value) == sentence


@pytest.mark.parametrize("name", ["DATABASE_URL", "ARCHIVE_REPLICA_URL", "EMAIL_URL", "REDIS_URL"])
@pytest.mark.parametrize(
    "value", ["postgresql://me:hunter2@db:port/x", "mysql://me:hunter2@db/x", "x://me:hunter2@["]
)
def test_never_repeats_a_password(read, name, value):
    with pytest.raises(ImproperlyConfigured) as mistake:
        read(**{name: value})
    assert "hunter2" not in str(mistake.value)


def test_a_file_in_the_place_of_the_data_folder_is_named(read, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="cannot be used as a folder"):
        read(ARCHIVE_DATA=str(tmp_path / "file"))


def test_reads_an_address_of_postgresql(read):
    database = read(DATABASE_URL="postgresql://ed:p%40ss@db.example.org:5433/archive?sslmode=require")[
        "DATABASES"
    ]
    found = database["default"]
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("ed", "p@ss", "db.example.org")
    assert (found["PORT"], found["NAME"]) == ("5433", "archive")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_reads_an_address_of_a_socket(read):
    found = read(DATABASE_URL="postgresql:///archive?host=/run/postgresql")["DATABASES"]["default"]
    assert (found["HOST"], found["NAME"]) == ("/run/postgresql", "archive")


def test_reads_an_address_of_an_sqlite_file(read, tmp_path):
    found = read(DATABASE_URL=f"sqlite:///{tmp_path}/elsewhere.sqlite3")["DATABASES"]["default"]
    assert found["NAME"] == tmp_path / "elsewhere.sqlite3"


def test_bounds_what_a_web_process_asks_and_nothing_that_a_command_does(read):
    address = "postgresql://db/archive?pool_max=8"
    web = read(DATABASE_URL=address, ARCHIVE_PROCESS="web")["DATABASES"]["default"]
    command = read(DATABASE_URL=address)["DATABASES"]["default"]
    assert web["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 8, "timeout": 10}
    assert "statement_timeout=2000" in web["OPTIONS"]["options"]
    assert command["OPTIONS"] == {}


def test_a_site_on_https_keeps_its_cookies_there(read):
    settings = read(ARCHIVE_BASE_URL="https://archive.example.org/")
    assert settings["BASE_URL"] == "https://archive.example.org"
    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    assert "archive.example.org" in settings["ALLOWED_HOSTS"]


def test_reads_a_mail_server(read):
    mailer = read(EMAIL_URL="smtp+tls://post:secret@mail.example.org")["MAILERS"]["default"]
    assert mailer["OPTIONS"]["host"] == "mail.example.org"
    assert (mailer["OPTIONS"]["port"], mailer["OPTIONS"]["use_tls"]) == (587, True)


def test_reads_a_cache(read):
    assert read(REDIS_URL="redis://cache:6379/1")["CACHES"]["default"]["LOCATION"] == "redis://cache:6379/1"


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("synchronous", 1), ("busy_timeout", 20_000), ("temp_store", 2)],
)
def test_sqlite_is_set_up_for_several_readers_and_writers(pragma, value):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_file_of_sqlite_keeps_a_log_ahead_and_locks_before_it_reads(read):
    import sqlite3

    found = read()["DATABASES"]["default"]
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with sqlite3.connect(found["NAME"]) as file:
        for statement in found["OPTIONS"]["init_command"].split(";"):
            file.execute(statement)
        assert file.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_copy_of_the_database_serves_readers_when_there_is_one(read):
    settings = read(DATABASE_URL="postgresql://db/archive", ARCHIVE_REPLICA_URL="postgresql://copy/archive")
    assert settings["DATABASES"]["replica"]["HOST"] == "copy"
    assert settings["DATABASE_ROUTERS"] == ["archive.operations.replica.Router"]
    assert "archive.operations.replica.choose" in settings["MIDDLEWARE"]
    assert "replica" not in read()["DATABASES"]


def test_the_cache_speaks_to_redis(read, redis_address):
    from django.core.cache import CacheHandler

    cache = CacheHandler(read(REDIS_URL=redis_address)["CACHES"])["default"]
    cache.set("ferry", {"timetable": [7, 9]}, timeout=60)
    assert cache.get("ferry") == {"timetable": [7, 9]}


def test_the_site_is_there_for_both_kinds_of_server(monkeypatch):
    monkeypatch.setenv("ARCHIVE_PROCESS", "command")
    from archive.asgi import application as asgi
    from archive.wsgi import application as wsgi

    assert callable(asgi)
    assert callable(wsgi)
