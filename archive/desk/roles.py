"""The roles that a new archive begins with: groups of permissions, for the house to change as it likes.

They are made by the `migrate` that brings them and never again: what a house changes, renames or deletes
stays as the house left it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

BROUGHT_BY = ("centers", "0004_memberships")
"""The migration whose first run makes the roles."""

ROOMS = ("tags", "centers", "authors", "articles")
WORK_ROWS = ("articlecenter", "articleterm", "attachment", "bylineentry", "correction")
"""What stands in rows on the form of a work."""
AUTHORITIES = (
    "author", "authorname", "authorlink", "authorpastslug", "affiliation",
    "outlet", "outletname",
)  # fmt: skip
CENTER_ROWS = ("centername", "menuitem", "newsletter")
VOCABULARY = (
    "term",
    "termname",
    "termpastslug",
    "kind",
    "kindname",
    "series",
    "seriesname",
    "seriespastslug",
)
NEVER_DELETED = ("article", "author", "center", "series", "term")
"""Records that are withdrawn or merged, so that their addresses go on answering."""


def make_roles() -> list[Group]:
    """Make the four roles where no group has their name; return those that were made."""
    made = []
    for name, permissions in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(Permission.objects.filter(permissions()))
            made.append(group)
    return made


def make_roles_once(plan: Iterable[tuple[Any, bool]] = (), **kwargs: Any) -> None:
    """Make the roles when the migration that brings them was among those just run; after `migrate`."""
    if any((one.app_label, one.name) == BROUGHT_BY and not backwards for one, backwards in plan):
        make_roles()


def writer() -> Q:
    """Who writes and submits: drafts of her centers."""
    seen = Q(codename__startswith="view_", content_type__app_label__in=ROOMS)
    return seen | _all("add", "change", of=("article",)) | _all("add", "change", "delete", of=WORK_ROWS)


def editor() -> Q:
    """Who publishes, schedules, corrects and withdraws the works of her centers, and keeps their pages."""
    return (
        writer()
        | _named("publish_article", "correct_article", "withdraw_article")
        | _all("add", "change", "delete", of=(*AUTHORITIES, *CENTER_ROWS, "highlight", "legacyaddress"))
        | _all("change", of=("center", "conflict", "openname"))
        | _all("add", "change", of=("series", "seriesname"))
        | Q(codename__startswith="view_", content_type__app_label="importing")
        | _many()
    )


def chief_editor() -> Q:
    """Who does so for every center, says who works where, and takes imports back."""
    return (
        editor()
        | librarian()
        | _named("see_any_draft", "edit_any_center", "undo_importrun")
        | Q(content_type__app_label="desk")
        | _all("add", "change", "delete", "view", of=("membership", "preferences"))
        | _all("add", "change", of=("center",))
    )


def librarian() -> Q:
    """Who keeps the vocabularies and the names of people in every center, and settles what imports ask."""
    return (
        writer()
        | _named("edit_any_center", "correct_article")
        | _all("add", "change", "delete", of=(*AUTHORITIES, *VOCABULARY))
        | _all("add", "change", "delete", of=("legacyaddress", "missingaddress", "centername"))
        | _all("change", of=("conflict", "openname"))
        | Q(codename__startswith="view_", content_type__app_label="importing")
        | _many()
    )


ROLES = {"Writer": writer, "Editor": editor, "Chief editor": chief_editor, "Librarian": librarian}


def _many() -> Q:
    """The permissions to change many works at once and to merge records, as far as one may edit them."""
    names = ("bulk_change", "merge_records", "view_bulkchange", "view_merge", "view_likelytwin")
    return Q(codename__in=names, content_type__app_label="desk")


def _all(*verbs: str, of: Iterable[str]) -> Q:
    """The permissions to do something with some models; nothing deletes what is never deleted."""
    names = (f"{verb}_{model}" for verb in verbs for model in of)
    kept = {f"delete_{model}" for model in NEVER_DELETED}
    return _named(*(name for name in names if name not in kept))


def _named(*codenames: str) -> Q:
    return Q(codename__in=codenames, content_type__app_label__in=(*ROOMS, "importing"))
