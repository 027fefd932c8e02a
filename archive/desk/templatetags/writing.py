"""What the form of a work shows of writing: words not saved, what is missing, links for outsiders."""

from __future__ import annotations

import json
import re
from typing import Any

from django import template
from django.urls import reverse

from archive.articles.models import Article
from archive.desk.models import Draft, PreviewLink
from archive.desk.models.drafts import KEY, new_key
from archive.desk.previewing.links import links_for
from archive.text.excerpts import WORDS_A_MINUTE, reading_rates

register = template.Library()

MOST_OFFERED = 5


@register.simple_tag(takes_context=True)
def unsaved(context: dict[str, Any], work: Article | None) -> list[Draft]:
    """Return what the user typed into the form of this work, or of new ones, and never saved."""
    shown = context["request"].GET.get("draft", "")
    return list(Draft.objects.of(context["user"], work).exclude(key=shown).defer("form")[:MOST_OFFERED])


@register.simple_tag(takes_context=True)
def draft_key(context: dict[str, Any]) -> str:
    """Return under which key this opening of the form keeps its words: that of what it restores, else new."""
    request = context["request"]
    if not hasattr(request, "draft_key"):
        restores = getattr(request, "restored", None) is not None
        asked = request.POST.get("draft") or (request.GET.get("draft") if restores else None)
        request.draft_key = asked if re.fullmatch(KEY, asked or "") else new_key()
    return request.draft_key


@register.simple_tag
def keeping_address(key: str, work: Article | None) -> str:
    """Return where the form keeps its words."""
    return reverse("draft-keep", kwargs={"key": key} | ({"work": work.pk} if work else {}))


@register.simple_tag
def preview_address(work: Article | None) -> str:
    """Return where the form is sent to be shown."""
    return reverse("preview-begin", kwargs={"work": work.pk} if work else {})


@register.simple_tag
def preview_links(work: Article) -> list[PreviewLink]:
    """Return the newest links of a work for outsiders."""
    return list(links_for(work))


@register.filter
def as_json(value: Any) -> str:
    """Return a value as JSON, for an attribute."""
    return json.dumps(value)


@register.simple_tag
def rates() -> dict[str, int]:
    """Return how many words a minute are read, by language; under "" for all others."""
    return {"": WORDS_A_MINUTE} | reading_rates()
