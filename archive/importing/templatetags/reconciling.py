"""What the first page of the admin says of imports: the names that wait for an editor."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.importing.models import OpenName

register = template.Library()


@register.simple_tag(takes_context=True)
def names_to_decide(context: dict[str, Any]) -> dict[str, Any] | None:
    """Return `label`, `number` and `url` of the names to decide; None when there are none. One count.

    Nothing is counted for a user who may not see them.
    """
    if not context["user"].has_perm("importing.view_openname"):
        return None
    number = OpenName.objects.asked().exclude(state=OpenName.State.DECIDED).count()
    url = reverse("admin:importing_openname_changelist")
    return {"label": _("names to decide"), "number": number, "url": url} if number else None
