"""What the first page of the admin says of imports: what waits for an editor."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.importing.models import Conflict, OpenName

register = template.Library()


@register.simple_tag(takes_context=True)
def imports_waiting(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what imports leave to an editor, each with `label`, `number` and `url`; nothing that is none.

    One count for each list that the user may see.
    """
    lists = [
        ("openname", _("names to decide"), OpenName.objects.asked().exclude(state=OpenName.State.DECIDED)),
        ("conflict", _("conflicts to settle"), Conflict.objects.filter(state=Conflict.State.OPEN)),
    ]
    seen = [one for one in lists if context["user"].has_perm(f"importing.view_{one[0]}")]
    counted = [
        {"label": label, "number": rows.count(), "url": reverse(f"admin:importing_{name}_changelist")}
        for name, label, rows in seen
    ]
    return [one for one in counted if one["number"]]
