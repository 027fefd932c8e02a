"""How fast pages are: prints a table, writes JSON, and asserts nothing.

    python -m tests.bench.bench_pages [--seconds 4] [--workers 2] [--out pages.json]

Serves the archive that ARCHIVE_DATA and DATABASE_URL name, as `manage.py serve` does, three times in one run:
as a bare view that answers with the bytes of a work's page behind the usual middleware, as it is, and with
nothing kept. Each kind of page is asked for over 8 connections, where nothing is kept at as many addresses as
there are; the web processes tell the CPU that they took. Shares of the bare view can be compared between
machines, requests a second cannot: who asks runs on the same processors.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from archive.articles import presence
from archive.articles.models import Article
from archive.operations import server
from tests.services import free_port

CONNECTIONS = 8
MOST_ADDRESSES = 400
HEADERS = {"Host": "127.0.0.1", "Accept-Encoding": "br, gzip"}


def main() -> None:
    """Measure, print, write."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--seconds", type=float, default=4)
    asked.add_argument("--workers", type=int, default=server.sensible_workers())
    asked.add_argument("--out", type=Path, default=None)
    options = asked.parse_args()
    pages = addresses()
    told: dict[str, Any] = {
        "database": connection.vendor,
        "works": Article.objects.published().count(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "workers": options.workers,
        "connections": CONNECTIONS,
        "seconds": options.seconds,
        "rows": [],
    }
    print(
        f"{told['works']:,} works, {told['database']}, Python {told['python']}, {told['processors']} "
        f"processors, {options.workers} workers, {CONNECTIONS} connections, {options.seconds:g} s each\n"
    )
    print(f"{'':44}{'requests/s':>11}{'web CPU':>11}{'of floor':>10}{'errors':>8}")

    def measure(site: Site, what: str, paths: list[str], **headers: str) -> None:
        row = {"what": what} | site.load(paths, options.seconds, HEADERS | headers)
        told["rows"].append(row)
        row["of_floor"] = row["rate"] / told["rows"][0]["rate"]
        figures = f"{row['rate']:11,.0f}{row['cpu'] * 1000:9.2f} ms{row['of_floor']:10.1%}{row['errors']:8}"
        print(f"{what:44}{figures}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "page"
        with override_settings(KEEP_PAGES=False):
            sample.write_bytes(Client(headers=HEADERS).get(pages["article"][0]).content)
        with serving("tests.bench.floor", options.workers, ARCHIVE_BENCH_BYTES=str(sample)) as site:
            site.load(["/"], 1, HEADERS)
            measure(site, "bare view, the bytes of a work's page", ["/"])
            told["memory_floor"] = site.memory()
    with serving("archive.settings", options.workers) as site:
        for what, paths in pages.items():
            one = paths[:1]
            site.load(one, 0.5, HEADERS)
            measure(site, f"{what}, read again", one)
            measure(site, f"{what}, unchanged", one, **{"If-None-Match": site.etag(one[0])})
        measure(site, "article, read again, not compressed", pages["article"][:1], **{"Accept-Encoding": ""})
        told["memory"] = site.memory()
    with serving("tests.bench.uncached", options.workers) as site:
        for what, paths in pages.items():
            site.load(paths[:CONNECTIONS], 0.5, HEADERS)
            measure(site, f"{what}, nothing kept", paths)
    held, bare = (told[name] / 2**20 for name in ("memory", "memory_floor"))
    print(f"\nMemory of the web processes: {held:.0f} MB (bare view {bare:.0f} MB)")
    if options.out:
        options.out.write_text(json.dumps(told, indent=2) + "\n")


def addresses() -> dict[str, list[str]]:
    """Return some addresses of each kind of page, spread over the archive."""
    works = Article.objects.published()
    keys = list(works.order_by("pk").values_list("pk", flat=True))
    some = keys[:: max(1, len(keys) // MOST_ADDRESSES)]
    people = presence.people().order_by("pk")[:MOST_ADDRESSES]
    terms = list(presence.terms().in_facet("topic").order_by("pk")[:20])
    years = sorted({day.year for day in works.exclude(published_on=None).dates("sort_date", "year")})[-20:]
    return {
        "article": [
            work.get_absolute_url() for work in works.only("path").filter(pk__in=some).order_by("pk")
        ],
        "list": [f"/articles/?page={page}" for page in range(1, 41)],
        "list, narrowed": [f"/articles/?year={year}" for year in years] or ["/articles/"],
        "term": [term.get_absolute_url() for term in terms] or ["/topics/"],
        "person": [person.get_absolute_url() for person in people] or ["/authors/"],
        "home": ["/"],
        "feed": [f"{term.get_absolute_url()}feed.atom" for term in terms] or ["/articles/feed.atom"],
    }


class Site:
    """A server that runs, and the processes that it is made of."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    def get(self, path: str) -> bytes:
        """Return a page as it is sent without a coding."""
        return self._ask(path, {"Host": "127.0.0.1"})[2]

    def etag(self, path: str) -> str:
        """Return the validator of a page."""
        found = re.search(rb"\r\netag: *([^\r]+)", self._ask(path, HEADERS)[1], re.IGNORECASE)
        return found[1].decode() if found else ""

    def load(self, paths: list[str], seconds: float, headers: dict[str, str]) -> dict[str, Any]:
        """Ask for the paths in turn over all connections; return {rate, cpu, errors, bytes}."""
        told: list[tuple[int, int, int]] = []
        before, begun = self.cpu(), time.monotonic()
        stop = begun + seconds
        threads = [
            threading.Thread(target=self._read, args=(paths[n::CONNECTIONS] or paths, stop, headers, told))
            for n in range(CONNECTIONS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - begun
        asked, errors, size = (sum(one[at] for one in told) for at in range(3))
        asked = max(asked, 1)
        return {
            "rate": asked / took,
            "cpu": (self.cpu() - before) / asked,
            "errors": errors,
            "bytes": size // asked,
        }

    def cpu(self) -> float:
        """Return the seconds of CPU that the server and its workers have taken."""
        ticks = 0
        for process in self._family():
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Return the bytes of memory that the server and its workers hold; what they share counts once."""
        total = 0
        for process in self._family():
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total * 1024

    def _family(self) -> Iterator[int]:
        yield self.process.pid
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        yield from map(int, children.split())

    def _ask(self, path: str, headers: dict[str, str]) -> tuple[int, bytes, bytes]:
        """Return (status, head, body) of one answer."""
        with socket.create_connection(("127.0.0.1", self.port), 60) as link:
            return ask(link, request(path, headers))

    def _read(self, paths: list[str], stop: float, headers: dict[str, str], told: list[Any]) -> None:
        requests = [request(path, headers) for path in paths]
        asked = errors = size = 0
        link = socket.create_connection(("127.0.0.1", self.port), 60)
        while time.monotonic() < stop:
            try:
                status, _head, body = ask(link, requests[asked % len(requests)])
                size += len(body)
                errors += status not in (200, 304)
            except (OSError, ValueError):
                errors += 1
                link.close()
                link = socket.create_connection(("127.0.0.1", self.port), 60)
            asked += 1
        link.close()
        told.append((asked, errors, size))


def request(path: str, headers: dict[str, str]) -> bytes:
    """Return a request as it is sent."""
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode()


def ask(link: socket.socket, sent: bytes) -> tuple[int, bytes, bytes]:
    """Send a request and return (status, head, body); as little work as can be, since it is measured too."""
    link.sendall(sent)
    told = b""
    while b"\r\n\r\n" not in told:
        if not (more := link.recv(65536)):
            raise OSError("The connection was closed.")
        told += more
    head, _gap, body = told.partition(b"\r\n\r\n")
    status = int(head[9:12])
    length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    if length is None and status != 304:
        raise ValueError("The length of the answer is not told.")
    while length and len(body) < int(length[1]):
        body += link.recv(65536)
    return status, head, body


@contextmanager
def serving(module: str, workers: int, **environment: str) -> Iterator[Site]:
    """Serve with some settings, as `manage.py serve` does."""
    port = free_port()
    command = server.command(port, workers=workers, threads=4)
    variables = server.environment(port, os.environ) | {"DJANGO_SETTINGS_MODULE": module} | environment
    process = subprocess.Popen(command, env=variables, cwd=settings.ROOT)
    site = Site(port, process)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                site.get("/healthz")
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit("The server did not start.")
                time.sleep(0.05)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    main()
