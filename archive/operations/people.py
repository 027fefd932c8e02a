"""Who may sign in to a demonstration: an administrator, and colleagues of one center with their roles.

Their passwords stay in the folder of the data.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from archive.centers.models import Center
from archive.environment import kept

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Colleague:
    """Somebody of the demonstration: her role, whether for one center only, and what she may do."""

    name: str
    role: str
    of_one_center: bool
    may: str


COLLEAGUES = (
    Colleague("chief", "Chief editor", False, "publish, correct and withdraw the work of every center"),
    Colleague("librarian", "Librarian", False, "keep people, terms and imports of every center"),
    Colleague("editor", "Editor", True, "publish, correct and withdraw the work of"),
    Colleague("writer", "Writer", True, "write and submit work of"),
)


@dataclass(frozen=True)
class SignIn:
    """A user's name, the password kept for it, and whether that is still the one that opens the door."""

    name: str
    password: str
    still_valid: bool
    may: str


@transaction.atomic
def welcome() -> list[SignIn]:
    """Return how to sign in as `admin` and as each colleague; all are made the first time.

    The colleagues of one center work for the first that belongs to another, else for the first of all.
    """
    house = Center.objects.filter(umbrella__isnull=False).in_order().first() or Center.objects.default()
    admin = _user("admin", "do everything", is_superuser=True)
    return [admin, *(_colleague(one, house) for one in COLLEAGUES)]


def _colleague(one: Colleague, house: Center | None) -> SignIn:
    """Return how to sign in as a colleague; her role and center are given once, when she is made."""
    users = get_user_model().objects
    is_new = not users.filter(username=one.name).exists()
    may = f"{one.may} {house.brand}" if one.of_one_center and house else one.may
    sign_in = _user(one.name, may, is_superuser=False)
    if is_new:
        user = users.get(username=one.name)
        user.groups.set(Group.objects.filter(name=one.role))
        if one.of_one_center and house:
            user.memberships.create(center=house)
    return sign_in


def _user(name: str, may: str, *, is_superuser: bool) -> SignIn:
    users = get_user_model()
    password = kept(settings.DATA / f"password-of-{name}", _password)
    user = users.objects.filter(username=name).first()
    if user is None:
        user = users.objects.create_user(name, password=password, is_staff=True, is_superuser=is_superuser)
    return SignIn(name, password, user.check_password(password), may)


def _password() -> str:
    """Return some 79 bits of chance that a person can copy by hand."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
