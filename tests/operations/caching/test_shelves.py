"""What processes share: one makes a missing page while others wait; what breaks reaches no reader."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.cache.backends.redis import RedisCache
from django.http import HttpResponse
from django.test import RequestFactory

from archive.articles.shown import ANYTHING, tell
from archive.operations.caching import middleware, shelves
from archive.operations.caching.memory import Memory
from archive.operations.caching.middleware import Pages
from archive.operations.caching.shelves import Folder, Shared
from archive.operations.caching.version import Latest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=["folder", "redis"])
def shared(request, tmp_path):
    """Return what makes a shelf for one process: all of them hold the same."""
    if request.param == "folder":
        return lambda: Folder(tmp_path, 2**24)
    address = request.getfixturevalue("redis_address")
    RedisCache(address, {}).clear()
    return lambda: Shared(RedisCache(address, {}))


def test_what_one_keeps_another_finds(shared):
    one, other = shared(), shared()
    assert other.get("/") is None
    one.put("/", b"page\n\x00")
    assert other.get("/") == b"page\n\x00"
    one.put("/", b"newer")
    assert other.get("/") == b"newer"


def test_of_two_hundred_who_ask_at_once_one_makes_the_page(shared, monkeypatch, settings):
    settings.KEEP_PAGES = True
    monkeypatch.setattr("archive.freshness.version", lambda: "1.1;;1")
    servers = [Pages(Memory(2**20), shared(), "edition") for _ in range(4)]
    asked_of = threading.local()
    monkeypatch.setattr(middleware, "pages", lambda: asked_of.server)
    made = []

    def view(request):
        made.append(request)
        time.sleep(0.05)
        request.resolver_match = type("Match", (), {"url_name": "home"})
        return tell(HttpResponse("page"), ANYTHING)

    answer = middleware.keep(view)
    told = []

    def ask(number):
        asked_of.server = servers[number % 4]
        told.append(answer(RequestFactory().get("/")).content)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [b"page"] * 200
    assert len(made) == 1


def test_who_asks_for_the_version_is_never_told_one_from_before_he_asked(monkeypatch):
    count, running = itertools.count(1), threading.Event()

    def slow():
        number = next(count)
        running.set()
        time.sleep(0.02)
        return str(number)

    monkeypatch.setattr("archive.freshness.version", slow)
    latest, told = Latest(), []
    threads = [threading.Thread(target=lambda: told.append(latest.version_now())) for _ in range(20)]
    threads[0].start()
    running.wait()
    for thread in threads[1:]:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("1") == 1
    assert len(set(told)) < 20


def test_a_dead_maker_frees_its_place(tmp_path):
    program = (
        "import pathlib, sys, time; from archive.operations.caching.shelves import Folder\n"
        "with Folder(pathlib.Path(sys.argv[1]), 1).alone('/'): print('here', flush=True); time.sleep(60)"
    )
    maker = subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, cwd=ROOT)
    assert maker.stdout.readline() == b"here\n"
    maker.kill()
    maker.wait()
    with Folder(tmp_path, 1).alone("/") as alone:
        assert alone


def test_a_dead_machine_frees_its_place_in_redis_after_a_while(redis_address):
    cache = RedisCache(redis_address, {})
    cache.clear()
    place = cache.make_and_validate_key(f"making:{shelves.name_of('/')}")
    with Shared(cache).alone("/") as alone:
        assert alone
        assert 0 < cache._cache.get_client(place).ttl(place) <= shelves.PATIENCE
    assert cache._cache.get_client(place).ttl(place) < 0


def test_redis_that_does_not_answer_is_left_alone_for_a_while(tmp_path):
    place = Shared(RedisCache(f"unix://{tmp_path}/nobody", {}))
    assert place.get("/") is None
    place.put("/", b"page")
    with place.alone("/") as alone:
        assert alone
    assert place.silent_until > time.monotonic()


def test_a_folder_holds_so_many_bytes_and_lets_the_oldest_go(tmp_path):
    place = Folder(tmp_path, 256 * 1000)
    for number in range(3000):
        place.put(f"/{number}", b"x" * 300)
    held = sum(file.stat().st_size for file in tmp_path.glob("*/*"))
    assert 0 < held <= 256 * 1000
    assert place.get("/2999") is not None


def test_a_damaged_page_is_made_anew():
    answer = middleware.Answer.of(HttpResponse("page"), ANYTHING, "1", None)
    packed = answer.packed()
    assert middleware.Answer.unpacked(packed).bodies == answer.bodies
    for damaged in (b"", b"{}\n", packed[:-1], b"\xff" + packed):
        assert middleware.Answer.unpacked(damaged) is None


def test_a_folder_that_cannot_be_written_keeps_nothing_and_hinders_nobody(tmp_path):
    (tmp_path / "file").write_text("")
    place = Folder(tmp_path / "file", 2**20)
    place.put("/", b"page")
    assert place.get("/") is None
    with place.alone("/") as alone:
        assert alone
