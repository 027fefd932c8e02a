"""Reading from a copy of the database: what a visitor only looks at may come from it, nothing else.

An editor, known by the session's cookie, always reads what was just written. So do commands, and a request
that writes after all.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from archive import freshness
from archive.operations.headers import ADMIN

only_looking: ContextVar[bool] = ContextVar("only_looking", default=False)


def choose(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let a visitor's page be read from the copy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
        looking = request.method in ("GET", "HEAD") and visitor and not request.path.startswith(ADMIN)
        looking = looking and not getattr(request, "needs_what_is_written", False)
        before = only_looking.set(looking)
        try:
            return get_response(request)
        finally:
            only_looking.reset(before)

    return middleware


def read_what_is_written(request: HttpRequest, version: str) -> None:
    """Let a page that is going to be kept be read from where the version is of, if the copy is behind it."""
    if "replica" in settings.DATABASES:
        try:
            is_behind = freshness.version(using="replica") != version
        except DatabaseError:
            is_behind = True
        request.needs_what_is_written = is_behind


class Router:
    """Which database a query goes to; tables are made on the first one only."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        if only_looking.get() and not transaction.get_connection("default").in_atomic_block:
            return "replica"
        return "default"

    def db_for_write(self, model: type, **hints: Any) -> str:
        only_looking.set(False)
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"
