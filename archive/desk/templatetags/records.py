"""What the form of a record offers besides its fields: merging it, splitting it."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from archive.desk.merging.merges import MODELS
from archive.desk.merging.splitting import RELATIONS
from archive.editing.actions import MERGE
from archive.rights import may

register = template.Library()


@register.simple_tag(takes_context=True)
def record_tools(context: dict[str, Any], record: Any) -> list[dict[str, str]]:
    """Return what can be done with a record as a whole, each with `label` and `url`; no query."""
    user = context["request"].user
    label = record._meta.label_lower if record is not None else ""
    if label not in MODELS or not user.has_perm(MERGE) or not may(user, MODELS[label], "change"):
        return []
    asked = urlencode({"of": label, "pk": record.pk})
    tools = [{"label": _("Merge…"), "url": f"{reverse('admin:desk_merge_new')}?{asked}"}]
    if MODELS[label] in RELATIONS:
        tools.append({"label": _("Split…"), "url": f"{reverse('admin:desk_merge_split')}?{asked}"})
    return tools
