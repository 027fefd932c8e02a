"""How often somebody may try. A try is written down before it is judged: of many at once none is free.

Tries are counted by name and place: whoever fails elsewhere keeps nobody out. When guesses come from
everywhere, only those get a try who have signed in from the same place before.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from archive.accounts.models import Kind, SecurityEvent
from archive.accounts.noting import note, sign_in_name

TRIES = 10
TRIES_IN_ALL = 1000
WINDOW = dt.timedelta(minutes=5)
KNOWN_FOR = dt.timedelta(days=90)


class TooManyTries(Exception):
    """Nobody looks at another try for now."""


def begin(kind: str, name: str, request: HttpRequest) -> SecurityEvent:
    """Write down a try as one that failed, and return it; whoever succeeds deletes it.

    `kind` is `REFUSED` or `CODE_REFUSED`. Raises TooManyTries.
    """
    attempt = note(kind, name=name, request=request)
    since = timezone.now() - WINDOW
    same = SecurityEvent.objects.filter(name=attempt.name, origin=attempt.origin, at__gt=since)
    if same.filter(kind=kind, pk__lte=attempt.pk).count() <= TRIES and _has_room(attempt, since):
        return attempt
    attempt.delete()
    if not same.filter(kind=Kind.THROTTLED).exists():
        note(Kind.THROTTLED, name=name, request=request)
    raise TooManyTries


def _has_room(attempt: SecurityEvent, since: dt.datetime) -> bool:
    """Whether the house takes this try among all of them."""
    tries = SecurityEvent.objects.filter(kind=attempt.kind, at__gt=since, pk__lte=attempt.pk)
    return tries.count() <= TRIES_IN_ALL or is_known(attempt.name, attempt.origin)


def is_known(name: str, origin: str) -> bool:
    """Whether somebody of this name has signed in from there lately."""
    since = timezone.now() - KNOWN_FOR
    signed_in = SecurityEvent.objects.filter(kind=Kind.SIGNED_IN, at__gt=since)
    return signed_in.filter(name=sign_in_name(name), origin=origin).exists()
