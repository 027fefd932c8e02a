"""Addresses asked for in vain are noted: those that may have been pages, never who asked, never at a cost."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import DatabaseError, connection

from archive.articles.models import MissingAddress
from archive.public import missing
from archive.public.missing import Allowance, is_worth_noting
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def allowance():
    missing.allowance.reset()
    makers.make_center("Tarn")
    yield
    missing.allowance.reset()


def noted():
    return {row.path: row.hits for row in MissingAddress.objects.all()}


def test_an_address_that_leads_nowhere_is_noted_once_however_it_is_spelt(client):
    for address in ("/posts/7/", "/Posts/7/", "/posts//7/?utm_source=x", "/posts/7/index.html"):
        assert client.get(address).status_code == 404
    assert noted() == {"/posts/7": 4}


def test_an_address_that_is_asked_again_with_a_slash_is_counted_once(client):
    assert client.get("/nowhere", follow=True).status_code == 404
    assert noted() == {"/nowhere": 1}


@pytest.mark.parametrize(
    "address",
    [
        "/page.php?id=7", "/article.asp?id=4", "/index.php?option=com_content&id=5", "/pub/report.pdf",
        "/?option=x", "/people/ann", "/cgi-bin-history", "/console-wars", "/ministry.php",
        "/installing-peace.html",
        "/2007/07/05/ferry-pub-19999", "/articles/2014/12/nothing", "/статьи/1",
    ],
)  # fmt: skip
def test_what_may_have_been_a_page_is_worth_noting(address):
    assert is_worth_noting(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "/static/x", "/media/a.pdf", "/admin/x", "/favicon.ico", "/robots.txt", "/feed", "/blog/feed",
        "/articles/feed.rss", "/api/v1", "/.env", "/.well-known/security.txt", "/a/.git/config",
        "/wp-login.php", "/blog/wp-login.php", "/xmlrpc.php", "/wp-admin/setup-config.php",
        "/wp-includes/x.html",
        "/1.php", "/x.php?cmd=id", "/shell.php", "/phpmyadmin/index", "/vendor/phpunit/eval", "/cgi-bin/luci",
        "/a.sql", "/backup.tar.gz", "/old/logo.gif", "/style.css?v=2", "/%24%7Bjndi:ldap://x%7D",
        "/a?b=../../etc/passwd",
        "/x?q=%3Cscript%3E", "/?id=1%20union%20select%202", "/actuator/health", "/" + "a" * 3000,
    ],
)  # fmt: skip
def test_machines_and_scanners_are_not(address):
    assert not is_worth_noting(address)


def test_only_readers_count_and_only_by_looking(client):
    client.head("/posts/7/")
    client.post("/posts/7/")
    client.options("/posts/7/")
    assert noted() == {}


def test_nothing_of_the_reader_is_kept_but_the_page_she_came_from(client):
    client.get(
        "/posts/7/", REMOTE_ADDR="203.0.113.9",
        headers={"referer": "https://ann:word@other.example/list?for=ann", "user-agent": "Zed"},
    )  # fmt: skip
    client.get("/posts/8/", headers={"referer": "https://other.example/list?for=ann#top"})
    rows = {row.path: row.referrer for row in MissingAddress.objects.all()}
    assert rows["/posts/8"] == "https://other.example/list"
    assert "ann" not in " ".join(rows.values())
    columns = {field.name for field in MissingAddress._meta.fields}
    assert columns == {"id", "path", "key", "hits", "referrer", "is_ignored", "first_seen", "last_seen"}


def test_a_flood_of_addresses_writes_a_few_rows_only(client, monkeypatch):
    monkeypatch.setattr(missing.time, "monotonic", lambda: missing.allowance.since)
    for number in range(60):
        client.get(f"/x/{number}/")
    assert MissingAddress.objects.count() == missing.AT_ONCE


def test_an_allowance_grows_with_time_and_not_beyond_its_bound(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(missing.time, "monotonic", lambda: now[0])
    allowance = Allowance(a_second=2, at_once=3)
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
    now[0] += 1
    assert [allowance.take() for _ in range(3)] == [True, True, False]
    now[0] += 3600
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
    allowance.pause(30)
    now[0] += 29
    assert not allowance.take()
    now[0] += 2
    assert allowance.take()


def test_a_database_that_cannot_be_written_is_left_alone_for_a_while(client, monkeypatch):
    tried = []

    def refuse(path, referrer):
        tried.append(path)
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(missing, "note_missing", refuse)
    for number in range(5):
        assert client.get(f"/x/{number}/").status_code == 404
    assert tried == ["/x/0"]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_note_does_not_wait_for_who_holds_the_database(client):
    if connection.is_in_memory_db():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
        try:
            assert client.get("/x/1/").status_code == 404
        finally:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")
    else:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            assert client.get("/x/1/").status_code == 404
        finally:
            other.close()
    assert noted() == {}
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] >= 5000


def test_absent_and_hidden_are_noted_alike_and_answered_alike(client):
    makers.make_article("Hidden", status="draft")
    hidden = client.get("/articles/2014/12/hidden/")
    absent = client.get("/articles/2014/12/absent/")
    assert hidden.content == absent.content
    assert noted() == {"/articles/2014/12/hidden": 1, "/articles/2014/12/absent": 1}
