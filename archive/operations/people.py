"""Who may sign in to a demonstration: an administrator and an editor; their passwords stay in its folder."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from archive.environment import kept

CONTENT = ("tags", "centers", "authors", "articles")
PROVENANCE = ("importing",)
# What imports leave to editors: which of two values stands, and whom a name means.
DECIDED = ("change_conflict", "change_openname")
# An editor withdraws or merges these, so that their addresses go on answering; only an administrator deletes.
NEVER_DELETED = ("article", "author", "center", "series", "term")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class SignIn:
    """A user's name, the password kept for it, and whether that is still the one that opens the door."""

    name: str
    password: str
    still_valid: bool
    may: str


@transaction.atomic
def welcome() -> list[SignIn]:
    """Return how to sign in as `admin` and as `editor`; both are made the first time, with new passwords."""
    admin = _user("admin", "do everything", is_superuser=True)
    editor = _user("editor", "write and curate, in the group Editors", is_superuser=False)
    get_user_model().objects.get(username="editor").groups.add(editors())
    return [admin, editor]


def editors() -> Group:
    """Return the group that curates content and reads where it came from; made or completed on the way."""
    group, _ = Group.objects.get_or_create(name="Editors")
    curate = Q(content_type__app_label__in=CONTENT)
    keep = Q(codename__in=[f"delete_{model}" for model in NEVER_DELETED])
    look = Q(content_type__app_label__in=PROVENANCE)
    look &= Q(codename__startswith="view_") | Q(codename__in=DECIDED)
    group.permissions.add(*Permission.objects.filter(look | (curate & ~keep)))
    return group


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
