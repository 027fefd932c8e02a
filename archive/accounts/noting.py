"""Writing down: a row that the admin shows, and a line for the house's own log."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from archive.accounts.origins import address_of, agent_of, origin_of
from archive.text.strings import tidy

KEPT_FOR = dt.timedelta(days=365)
PRUNED_EVERY = 500
"""With how many events those that are older than `KEPT_FOR` go."""

log = logging.getLogger("archive.security")


def note(
    kind: str,
    user: Any = None,
    *,
    name: str = "",
    by: Any = None,
    request: HttpRequest | None = None,
    detail: str = "",
) -> Any:
    """Write an event into the log of security and return it.

    `user` is whom it is about, `by` who did it if that is somebody else, `name` what was typed where no user
    is known. Without a request no address is told.
    """
    from archive.accounts.models import LONGEST_NAME, SecurityEvent

    address = address_of(request) if request else None
    event = SecurityEvent.objects.create(
        kind=kind,
        user=user,
        by=by,
        name=sign_in_name(name or (user.get_username() if user else ""))[:LONGEST_NAME],
        address=address,
        origin=origin_of(address),
        agent=agent_of(request) if request else "",
        detail=detail,
    )
    log.info("%s name=%r address=%s by=%s %s", kind, event.name, address, by or "-", detail)
    if event.pk % PRUNED_EVERY == 0:
        SecurityEvent.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return event


def sign_in_name(typed: str) -> str:
    """Return a name as tries are counted under: spellings that mean one user are one name."""
    return tidy(typed, limit=1000).casefold()
