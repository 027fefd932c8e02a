"""How long an old address takes to be found, and a list of redirects to be imported: prints, asserts nothing.

    python -m tests.bench.bench_addresses [NUMBER...]
    ARCHIVE_TEST_DATABASE=postgresql python -m tests.bench.bench_addresses 10000 100000 1000000

Each NUMBER of redirects is imported into a database that goes away; ten thousand, a hundred thousand and a
million where none is given.
"""

from __future__ import annotations

import io
import logging
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from archive.articles import presence
from archive.articles.models import Article, LegacyAddress
from archive.public import missing

NUMBERS = (10_000, 100_000, 1_000_000)
WORKS = 1_000
TIMES = 300


def main(numbers: list[int]) -> None:
    """Import more and more redirects; after each list, ask for old addresses."""
    scratch = settings.DATA / "bench.sqlite3" if connection.vendor == "sqlite" else None
    connection.settings_dict.setdefault("TEST", {})["NAME"] = scratch and str(scratch)
    logging.disable(logging.WARNING)  # each 404 is one
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        say(f"{connection.vendor}, Python {sys.version.split()[0]}")
        Article.objects.bulk_create(
            Article(title=f"Work {one}", slug=f"work-{one}", status="published") for one in range(WORKS)
        )
        done = 0
        for number in numbers:
            measure_import(done, number)
            done = number
            measure_lookups(number)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def measure_import(first: int, last: int) -> None:
    """Import the redirects from one number to another, then the same list again."""
    with a_list(first, last) as path:
        for name in ("imported", "again"):
            start, start_here = time.perf_counter(), time.process_time()
            out = io.StringIO()
            call_command("import_redirects", str(path), verbosity=0, stdout=out)
            seconds, here = time.perf_counter() - start, time.process_time() - start_here
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            say(
                f"{last - first:10,} lines {name} in {seconds:7.1f} s ({here:.1f} of this process), "
                f"{(last - first) / seconds:8,.0f} a second, peak {peak:,.0f} MB: {out.getvalue().strip()}"
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure_lookups(number: int) -> None:
    """Ask for old addresses that are known and for some that are not; show how the database finds them."""
    client = Client()
    asked = [f"/posts/{one * 7919 % number}?lang=en" for one in range(TIMES)]
    say(f"{LegacyAddress.objects.count():,} redirects")
    say(f"  the query            {timed(lambda at: list(rows(asked[at]).values_list('pk')))} ms")
    say(f"  the whole answer 301 {timed(lambda at: expect(client, asked[at], 301))} ms")
    missing.allowance.pause(3600)
    say(f"  the whole answer 404 {timed(lambda at: expect(client, f'/absent/{at}/', 404))} ms")
    say("  " + rows(asked[0]).explain().replace("\n", "\n  "))


def rows(address: str) -> presence.LegacyAddressQuerySet:
    """Return what the archive reads to answer an address."""
    bare = address.partition("?")[0]
    return presence.former_addresses().spelt(f"testserver{bare}").order_by()


def expect(client: Client, address: str, status: int) -> None:
    """Ask for an address, and stop the benchmark where the answer is not the expected one."""
    found = client.get(address).status_code
    if found != status:
        raise SystemExit(f"{address} answered {found}, not {status}.")


@contextmanager
def a_list(first: int, last: int) -> Iterator[Path]:
    """Hold a list of redirects from old posts to the works."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "redirects.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("old,new\n")
            file.writelines(
                f"https://old.example/posts/{one},/articles/undated/work-{one % WORKS}/\n"
                for one in range(first, last)
            )
        yield path


def timed(do: Callable[[int], object]) -> str:
    """Return the best, the median and the 95th percentile of some hundred times, in milliseconds."""
    do(0)
    times = []
    for at in range(TIMES):
        start = time.perf_counter()
        do(at)
        times.append((time.perf_counter() - start) * 1000)
    figures = (min(times), statistics.median(times), statistics.quantiles(times, n=20)[-1])
    return " /".join(f"{figure:6.2f}" for figure in figures)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([int(one.replace("_", "")) for one in sys.argv[1:]] or list(NUMBERS))
