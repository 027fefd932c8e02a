"""How long somebody stays signed in: twelve hours, and no hour away from the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.accounts import sessions
from archive.accounts.models import Kind
from archive.accounts.noting import note

ADMIN = "/admin/"
EVERY = 60
"""Seconds after which a session notes that it is still in use."""


def begin(sender: Any, request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Note that somebody has signed in, and let the session say from where."""
    if request is not None:
        sessions.start(request)
    note(Kind.SIGNED_IN, user, request=request)


def end(sender: Any, request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Note that somebody has signed out."""
    if user is not None and not getattr(request, "was_away", False):
        note(Kind.SIGNED_OUT, user, request=request)


def watch(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """End the session of whoever was away for too long, before the admin answers. Stands behind messages."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADMIN) and settings.SESSION_COOKIE_NAME in request.COOKIES:
            _look(request)
        return get_response(request)

    return middleware


def _look(request: HttpRequest) -> None:
    visit = request.session.get(sessions.VISIT)
    if not visit or "_auth_user_id" not in request.session:
        return
    address, agent, began, seen = visit
    now = int(timezone.now().timestamp())
    if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.LONGEST_AWAY.total_seconds():
        note(Kind.AWAY, request.user, request=request)
        request.was_away = True
        logout(request)
        messages.warning(request, _("You were away for a while and have been signed out. Sign in to go on."))
    elif now - seen > EVERY:
        request.session[sessions.VISIT] = [address, agent, began, now]
