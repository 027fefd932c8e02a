"""Where sessions are kept: in the database, each with whose it is, so that they can be listed and ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.accounts.models import StaffSession
from archive.accounts.origins import address_of, agent_of

VISIT = "visit"
"""The key of a session under which it says where it began: [address, agent, began, seen], the latter two in
seconds since 1970."""


class SessionStore(db.SessionStore):
    """Django's sessions in the database; what a session says of itself stands in columns too."""

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        row = super().create_model_instance(data)
        row.user_id = data.get("_auth_user_id") or None
        row.address, row.agent, began, seen = data.get(VISIT) or (None, "", None, None)
        row.began, row.seen = moment(began), moment(seen)
        return row


def moment(seconds: int | None) -> dt.datetime | None:
    """Return the instant so many seconds after 1970."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC) if seconds else None


def start(request: HttpRequest) -> None:
    """Let a session say where and when it began."""
    now = int(timezone.now().timestamp())
    request.session[VISIT] = [address_of(request), agent_of(request), now, now]


def of(user: Any) -> QuerySet[StaffSession]:
    """Return the sessions of a user that are not over, the last seen first."""
    now = timezone.now()
    oldest = now - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    idle = now - settings.LONGEST_AWAY
    running = StaffSession.objects.filter(user=user, expire_date__gt=now, began__gt=oldest, seen__gt=idle)
    return running.order_by("-seen")


def handle(session_key: str) -> str:
    """Return the name by which a page speaks of a session, from which its key cannot be told."""
    return salted_hmac("archive.accounts.sessions", session_key, algorithm="sha256").hexdigest()[:20]


def end(user: Any, *, handles: set[str] | None = None, but: str | None = None) -> int:
    """End sessions of a user, those of the handles or all, but never the one of a key; return how many."""
    keys = StaffSession.objects.filter(user=user).values_list("session_key", flat=True)
    ended = [key for key in keys if key != but and (handles is None or handle(key) in handles)]
    StaffSession.objects.filter(session_key__in=ended).delete()
    return len(ended)
