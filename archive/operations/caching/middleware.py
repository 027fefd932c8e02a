"""The keeping itself: what is kept and right is handed out, what is missing is made once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from archive.articles.shown import told
from archive.operations.caching.answers import IDENTITY, LONGEST, Answer
from archive.operations.caching.asking import KEPT, key_of
from archive.operations.caching.journal import Journal
from archive.operations.caching.memory import Memory
from archive.operations.caching.shelves import Folder, Shared, Shelf
from archive.operations.caching.version import Latest
from archive.operations.replica import read_what_is_written

TURNS = 3
"""How often anybody waits for another's making in vain before he makes the page himself."""
MADE_OF = ("archive/**/*.py", "authors/**/*.py", "templates/**/*.html", "locale/**/*.mo")
"""The files that make pages: what was kept by other ones is not looked at."""

CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
latest = Latest()

View = Callable[[HttpRequest], HttpResponse]


class Pages:
    """What is kept, in this process and beside it."""

    def __init__(self, memory: Memory, shelf: Shelf, edition: str) -> None:
        self.memory, self.shelf, self.edition = memory, shelf, edition
        self.journal = Journal()

    def right(self, key: str, version: str) -> Answer | None:
        """Return the answer under a key if it is right at a version."""
        return self._checked(key, self.memory.get(key), version)

    def right_beside(self, key: str, version: str) -> Answer | None:
        """Return the answer that another process has kept, if it is right."""
        answer = self._checked(key, self._beside(key), version)
        if answer is not None:
            self.memory.put(key, answer)
        return answer

    def before(self, key: str) -> Answer | None:
        """Return the answer that was kept last, right or not."""
        return self.memory.get(key) or self._beside(key)

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer where it is new."""
        if answer.is_new and len(answer.bodies[IDENTITY]) <= LONGEST:
            answer.is_new = False
            self.memory.put(key, answer)
            self.shelf.put(self.edition + key, answer.packed())

    def _beside(self, key: str) -> Answer | None:
        data = self.shelf.get(self.edition + key)
        return Answer.unpacked(data) if data else None

    def _checked(self, key: str, answer: Answer | None, version: str) -> Answer | None:
        if answer is None or not self.journal.is_right(answer.shown, answer.version, version):
            return None
        answer.version = version
        return answer


def keep(get_response: View) -> View:
    """Hand out kept answers, and keep those that say what they show. The first of all middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not settings.KEEP_PAGES or not (key := key_of(request)):
            return get_response(request)
        request.get_host()  # a host that is not ours is refused, kept page or not
        try:
            version = latest.version_now()
            answer = pages().right(key, version)
        except DatabaseError:
            return get_response(request)
        if answer is None:
            made = missing(request, key, version, get_response)
            if not isinstance(made, Answer):
                return made
            answer = made
        response = answer.response(request)
        pages().keep(key, answer)
        return response

    return middleware


def missing(request: HttpRequest, key: str, version: str, get_response: View) -> Answer | HttpResponse:
    """Return what is kept beside this process or made by another, else make it; a response is not kept."""
    kept = pages()
    for _turn in range(TURNS):
        with kept.shelf.alone(kept.edition + key) as alone:
            if answer := kept.right_beside(key, version):
                return answer
            if alone:
                return make(request, key, version, get_response)
        version = latest.version_now()
    return make(request, key, version, get_response)


def make(request: HttpRequest, key: str, version: str, get_response: View) -> Answer | HttpResponse:
    """Make an answer anew: whole, whatever of it is asked for and under which conditions."""
    asked = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
    method = request.method
    request.method = request.META["REQUEST_METHOD"] = "GET"
    read_what_is_written(request, version)
    try:
        response = get_response(request)
    finally:
        request.method = request.META["REQUEST_METHOD"] = method
        request.META |= asked
    if not may_be_kept(request, response):
        return response
    answer = Answer.of(response, told(response), version, pages().before(key))
    answer.body(answer.coding_for(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    pages().keep(key, answer)
    return answer


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is the same for everybody: it says what it shows, and nothing about who asked."""
    headers = response.headers
    return (
        response.status_code == 200
        and told(response) is not None
        and request.resolver_match is not None
        and request.resolver_match.url_name in KEPT
        and not response.cookies
        and "cookie" not in headers.get("Vary", "").lower()
        and not {"private", "no-store"} & set(re.split(r"[\s,]+", headers.get("Cache-Control", "").lower()))
    )


@cache
def pages() -> Pages:
    """Return what this process keeps, begun when it is first asked for."""
    backend = settings.CACHES["default"]["BACKEND"]
    shelf: Shelf = Folder(settings.DATA / "pages", settings.KEPT_ON_DISK)
    if backend.endswith("RedisCache"):
        shelf = Shared(caches["default"])
    return Pages(Memory(settings.KEPT_IN_MEMORY), shelf, edition())


def edition() -> str:
    """Return a short name of the code, the templates, the wording and the addresses that make pages."""
    total = hashlib.blake2b(digest_size=8)
    total.update(f"{settings.BASE_URL} {settings.STATIC_URL} {settings.MEDIA_URL}".encode())
    files = [path for pattern in MADE_OF for path in settings.ROOT.glob(pattern)]
    for path in [*sorted(files), Path(settings.STATIC_ROOT) / "staticfiles.json"]:
        if path.exists():
            total.update(path.read_bytes())
    return total.hexdigest()
