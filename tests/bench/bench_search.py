"""How fast search is: prints figures and asserts nothing.

    python -m tests.bench.bench_search RECORDS.jsonl
    ARCHIVE_TEST_DATABASE=postgresql python -m tests.bench.bench_search RECORDS.jsonl

The records are those of `import_content`; a file of at least 10,000 tells something.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection

from archive.articles import presence, sets
from archive.articles.facets import count
from archive.articles.models import Article, ArticleTerm, BylineEntry
from archive.articles.search import Found, completion, find, index, rebuild, suggest
from archive.fields import CleanHTML
from archive.tags.models import Facet, Term
from archive.text.slugs import slugify
from authors.models import Author

PAGE = 20
TIMES = 30
FACETS = (("topics", Facet.TOPIC), ("regions", Facet.REGION), ("programs", Facet.PROGRAM))


def main(path: Path) -> None:
    """Load the records into a database that goes away, index them, and ask."""
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = (
        settings.DATA / "bench.sqlite3" if connection.vendor == "sqlite" else None
    )
    connection.settings_dict.setdefault("TEST", {}).update(settings.DATABASES["default"]["TEST"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        say(f"{connection.vendor}, Python {sys.version.split()[0]}")
        load(path)
        measure_index()
        measure_queries()
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def load(path: Path) -> None:
    """Make articles of the records, with their people and terms."""
    people: dict[str, Author] = {}
    terms: dict[tuple[str, str], Term] = {}
    total = 0
    with path.open(encoding="utf-8") as lines:
        for batch in itertools.batched(enumerate(lines), 500):
            records = [(number, json.loads(line)) for number, line in batch]
            for _, record in records:
                for name in record["authors"]:
                    if name not in people:
                        people[name] = Author.objects.create(name=name, slug=f"{slugify(name)}-{len(people)}")
                for key, facet in FACETS:
                    for name in record.get(key) or ():
                        if (facet, name) not in terms:
                            terms[facet, name] = Term.objects.create(
                                facet=facet, name=name, slug=slugify(name)
                            )
            articles = Article.objects.bulk_create(article(number, record) for number, record in records)
            BylineEntry.objects.bulk_create(
                BylineEntry(article=one, author=people[name], name=name, position=place)
                for one, (_, record) in zip(articles, records, strict=True)
                for place, name in enumerate(dict.fromkeys(record["authors"]))
            )
            ArticleTerm.objects.bulk_create(
                ArticleTerm(content_object=one, tag=terms[facet, name], position=place)
                for one, (_, record) in zip(articles, records, strict=True)
                for key, facet in FACETS
                for place, name in enumerate(dict.fromkeys(record.get(key) or ()))
            )
            total += len(articles)
    say(f"{total:,} articles, {len(people):,} people, {len(terms):,} terms")


def article(number: int, record: dict[str, Any]) -> Article:
    """Return the article of a record, which need not be cleaned: it was made clean."""
    return Article(
        title=record["title"],
        deck=record.get("deck", ""),
        body=CleanHTML(record["body"]),
        language=record.get("language", "en"),
        slug=f"work-{number}",
        status="published",
        published_on=dt.date.fromisoformat(record["published"][:10]),
    )


def measure_index() -> None:
    """Say how many articles are indexed in a second: a first time, and again."""
    for name, do in (("first time", lambda: index(Article.objects.all())), ("rebuilt", rebuild)):
        start, start_here = time.perf_counter(), time.process_time()
        number = do()
        seconds, here = time.perf_counter() - start, time.process_time() - start_here
        say(
            f"index, {name}: {number / seconds:,.0f} articles a second, "
            f"{1000 * here / number:.2f} ms of this process for each"
        )
    say(f"size of the index: {size():,} kB")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def measure_queries() -> None:
    """Say how long a reader waits: for the hits and a page, for relevance, excerpts and facets."""
    published = Article.objects.published()
    now = sets.current()

    def ask(q: str) -> Found:
        now.memory.pop("hits", None)  # as for the first reader who asks
        return find(q, now.everything, now)

    for q in queries():
        hits = ask(q)
        page = list(Article.objects.filter(pk__in=hits.by_relevance()[:PAGE]).only("language", "deck"))
        figures = {
            "newest": lambda q=q: now.page(ask(q).works, 0, PAGE),
            "relevance": lambda q=q: ask(q).by_relevance()[:PAGE],
            "excerpts": lambda hits=hits, page=page: hits.excerpts(page),
            "facets": lambda hits=hits: count(now, lambda facet: hits.works),
        }
        measured = "   ".join(f"{name} {timed(do)}" for name, do in figures.items())
        say(f"{q[:28]:28} {len(hits.works):6,} hits   {measured}")
    say(f"did you mean: {timed(lambda: suggest('goverment polcy'))}")
    for typed in ("s", "se", "sec", "security pol", "an"):
        names = timed(lambda typed=typed: completion.names(typed, presence.people(), presence.terms(), PAGE))
        titles = timed(lambda typed=typed: completion.titles(typed, published, PAGE))
        say(f"suggestions for {typed:14} names {names}   titles {titles}")


def queries() -> list[str]:
    """Return queries of every sort: common and rare words, phrases, scripts, names."""
    words = list(Article.objects.order_by("pk").values_list("title", flat=True)[:2000:400])
    rare = [title.split()[0] for title in words]
    common = [
        "policy",
        "international security",
        '"foreign policy"',
        "state -war",
        "the government of states",
        f"author:{Author.objects.order_by('pk')[7].name.split()[-1]} policy",
        "title:policy -title:foreign year:2010..2014",
        "policy government xylophone",
    ]
    return [*common, *rare, words[0], Author.objects.order_by("pk")[7].name, "政策", "политика", "السياسة"]


def timed(do: Callable[[], Any]) -> str:
    """Return the best, the median and the 95th percentile of some thirty times, in milliseconds.

    On a machine that has other work the best is the figure to trust.
    """
    do()
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        do()
        times.append((time.perf_counter() - start) * 1000)
    figures = (min(times), statistics.median(times), statistics.quantiles(times, n=20)[-1])
    return " /".join(f"{figure:6.1f}" for figure in figures)


def size() -> int:
    """Return the size of the index in kilobytes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('articles_indexentry') / 1024")
        else:
            cursor.execute(
                "SELECT sum(pgsize) / 1024 FROM dbstat WHERE name LIKE 'articles_fulltext%' "
                "OR name LIKE '%articles_indexentry%'"
            )
        return cursor.fetchone()[0]


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
