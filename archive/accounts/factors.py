"""The second factor: a code that a telephone shows (TOTP, RFC 6238), or one of ten recovery codes on paper.

Until the code is given nobody is signed in: the session only remembers, for some minutes, who has given the
right password.
"""

from __future__ import annotations

import base64
import secrets
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts import sessions
from archive.accounts.models import FactorRule

WAITING = "waiting"
"""The key of a session: who has given the right password, by which backend, till when."""
PATIENCE = 600
RECOVERY_CODES = 10
NAME = "telephone"
PAPER = "paper"


def has_one(user: Any) -> bool:
    """Whether the user has set up a second factor."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_required_of(user: Any) -> bool:
    """Whether a role of the user needs a second factor."""
    rules = FactorRule.objects.filter(role__user=user)
    if user.is_superuser:
        rules |= FactorRule.objects.filter(role=None)
    return rules.exists()


def wait_for_code(request: HttpRequest, user: Any) -> None:
    """Remember that the user has given the right password."""
    until = int(timezone.now().timestamp()) + PATIENCE
    request.session.cycle_key()
    request.session[WAITING] = [user.pk, user.backend, until, user.get_session_auth_hash()]


def waiting(request: HttpRequest) -> Any:
    """Return the user who has given the right password and no code yet; None where nobody has."""
    pk, backend, until, password = request.session.get(WAITING) or (None, "", 0, "")
    user = get_user_model().objects.filter(pk=pk, is_active=True, is_staff=True).first() if pk else None
    if user is None or until < timezone.now().timestamp() or password != user.get_session_auth_hash():
        request.session.pop(WAITING, None)
        return None
    user.backend = backend
    return user


@transaction.atomic
def accepts(user: Any, code: str) -> bool:
    """Whether the code is the one that the user's telephone shows now. Each is taken once."""
    devices = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True)
    return any(device.verify_token(_digits(code)) for device in devices)


@transaction.atomic
def accepts_paper(user: Any, code: str) -> bool:
    """Whether the code is one of the recovery codes, which is used up by it."""
    devices = StaticDevice.objects.select_for_update().filter(user=user, confirmed=True)
    return any(device.verify_token(_hidden(code)) for device in devices)


def paper_left(user: Any) -> int:
    """Return how many recovery codes are left."""
    devices = StaticDevice.objects.filter(user=user, confirmed=True)
    return sum(device.token_set.count() for device in devices)


def new_key() -> str:
    """Return a key of 160 bits, as hexadecimal digits."""
    return secrets.token_hex(20)


def fits(key: str, code: str) -> bool:
    """Whether a code is the one that a new key gives now; a step of 30 seconds early or late is forgiven."""
    digits = _digits(code)
    return digits.isdecimal() and TOTP(bytes.fromhex(key)).verify(int(digits), tolerance=1)


@transaction.atomic
def set_up(user: Any, key: str, code: str) -> list[str]:
    """Give the user a second factor in place of any other; return the recovery codes, shown once.

    The code that proved the key is used up. Sessions that began without a second factor are ended.
    """
    remove(user)
    device = TOTPDevice.objects.create(user=user, name=NAME, key=key, confirmed=True)
    device.verify_token(_digits(code))
    return new_paper(user)


@transaction.atomic
def new_paper(user: Any) -> list[str]:
    """Return ten new recovery codes, shown once; the former are worth nothing any more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=PAPER, confirmed=True)
    codes = [
        f"{secrets.token_hex(2)}-{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _ in range(RECOVERY_CODES)
    ]
    for code in codes:
        device.token_set.create(token=_hidden(code))
    return codes


def remove(user: Any) -> bool:
    """Take the second factor away; return whether there was one."""
    gone, _ = TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    return gone > 0


def end_sessions_of(rule: FactorRule, *, but: str | None) -> None:
    """End the sessions of those who have to have a second factor from now on."""
    for user in get_user_model().objects.filter(is_staff=True, **rule.members()):
        sessions.end(user, but=but)


def address_of_key(user: Any, key: str) -> str:
    """Return what the picture tells the telephone: the `otpauth` address of a key."""
    house = urlsplit(settings.BASE_URL).hostname or "archive"
    label = quote(f"{house}:{user.get_username()}")
    return f"otpauth://totp/{label}?{urlencode({'secret': spelt(key), 'issuer': house})}"


def spelt(key: str) -> str:
    """Return a key as people type it."""
    return base64.b32encode(bytes.fromhex(key)).decode()


def picture(address: str) -> SafeString:
    """Return a QR code as SVG, dark on light in either scheme."""
    svg = segno.make(address, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff")
    return mark_safe(svg)  # noqa: S308 (drawn from nothing but squares)


def _digits(code: str) -> str:
    """Return a code as typed, without the blanks between."""
    return "".join(code.split())[:12]


def _hidden(code: str) -> str:
    """Return what is kept of a recovery code."""
    typed = "".join(code.split()).replace("-", "").casefold()[:40]
    return salted_hmac("archive.accounts.paper", typed, algorithm="sha256").hexdigest()[:16]
