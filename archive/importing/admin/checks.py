"""What imports leave to editors, for the quality board."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.editing import checks
from archive.importing.models import Conflict, OpenName


def names() -> QuerySet:
    """Return the names that nobody has decided and for which works wait."""
    return OpenName.objects.asked().filter(state=OpenName.State.OPEN)


def conflicts() -> QuerySet:
    """Return the conflicts that nobody has settled."""
    return Conflict.objects.filter(state=Conflict.State.OPEN)


def list_of_names(user: Any) -> str:
    return reverse("admin:importing_openname_changelist")


def list_of_conflicts(user: Any) -> str:
    return reverse("admin:importing_conflict_changelist")


checks.register(
    checks.Check(
        "names",
        checks.Group.NAMES,
        _("Names to decide"),
        _("Say whom each name means: one decision serves all works that wait."),
        names,
        list_of_names,
    ),
    checks.Check(
        "conflicts",
        checks.Group.IMPORTS,
        _("Conflicts to settle"),
        _("Choose between an editor’s value and the source’s."),
        conflicts,
        list_of_conflicts,
        center="article__primary_center",
    ),
)
