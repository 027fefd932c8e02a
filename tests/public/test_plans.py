"""No page reads the table of works from end to end: asked of each database's own plans, at 20,000 works."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.articles import sets
from archive.articles.models import Article, ArticleCenter, ArticleTerm, BylineEntry, IndexEntry
from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db

WORKS = 20_000
PAGES = (
    "/", "/articles/", "/articles/?page=30", "/articles/?kind=paper&topic=ports&language=en&year=2014",
    "/articles/?sort=title", "/articles/?sort=oldest&kind=paper", "/search/?q=ferries", "/search/?q=rare3",
    "/search/?q=ferries&sort=newest&kind=paper", "/topics/", "/topics/ports/", "/series/slate/", "/tarn/",
    "/authors/", "/authors/ann-moss/", "/browse/", "/browse/2014/", "/browse/2014/05/", "/browse/titles/",
    "/browse/titles/?letter=w", "/feed.rss", "/topics/ports/feed.atom",
)  # fmt: skip


def furnish() -> None:
    """Make 20,000 works with their links and their places in the index, in bulk."""
    center = makers.make_center("Tarn")
    kinds = [makers.make_kind("paper"), makers.make_kind("note")]
    people = [makers.make_author("Ann Moss"), *(makers.make_author() for _ in range(200))]
    terms = [makers.make_term("topic", "Ports"), *(makers.make_term("topic") for _ in range(40))]
    series = makers.make_series("Slate")
    days = [dt.date(2010, 1, 1) + dt.timedelta(days=number) for number in range(3_000)]
    works = Article.objects.bulk_create(
        Article(
            title=f"Work {number}", title_key=f"1work01{number:05}", slug=f"work-{number}",
            path=f"2014/work-{number}", body="<p>Ferries</p>",
            status=Status.PUBLISHED if number % 50 else Status.DRAFT, published_on=days[number % len(days)],
            kind=kinds[number % 7 == 0], series=series if number % 90 == 0 else None,
        )
        for number in range(WORKS)
    )  # fmt: skip
    names, tags = itertools.cycle(people), itertools.cycle(terms)
    BylineEntry.objects.bulk_create(BylineEntry(article=work, author=next(names), name="M") for work in works)
    ArticleTerm.objects.bulk_create(
        ArticleTerm(content_object=work, tag=next(tags), position=place)
        for work in works
        for place in range(3)
    )
    ArticleCenter.objects.bulk_create(ArticleCenter(article=work, center=center) for work in works)
    empty = dict.fromkeys(("names", "subjects", "deck", "files", "telling", "marked"), "")
    IndexEntry.objects.bulk_create(
        IndexEntry(article=work, title="work", body=f"ferri rare{number % 700}", **empty)
        for number, work in enumerate(works)
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("UPDATE articles_indexentry SET vector = to_tsvector('simple', body)")
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'ANALYZE "{table}"')
        else:
            cursor.execute("ANALYZE")


def scans(sql: str) -> list[str]:
    """Return the steps of a plan that read the table of works from end to end, and not an index of it."""
    names = {"articles_article", *re.findall(r'"articles_article" "?(\w+)"?', sql)}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN {sql}")
            return [
                row[0] for row in cursor.fetchall() if re.search(r"Seq Scan on articles_article\b", row[0])
            ]
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3].split() for row in cursor.fetchall()]
    return [
        " ".join(step) for step in steps if step[0] == "SCAN" and step[1] in names and "USING" not in step
    ]


def test_no_page_reads_all_works():
    furnish()
    client = Client()
    sets.current()
    found: dict[str, Any] = {}
    for page in PAGES:
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(page)
        assert response.status_code == 200, page
        questions = [
            one["sql"] for one in asked.captured_queries if one["sql"].startswith(("SELECT", "WITH"))
        ]
        assert questions, page
        if slow := [(step, sql[:300]) for sql in questions for step in scans(sql)]:
            found[page] = slow
    assert found == {}
