"""What the head of a page says to machines."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from archive.articles.citing import styled
from archive.articles.description import Description
from archive.public import heads
from archive.public.heads import Head

register = template.Library()

_MARKUP = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""What could end the element or begin another, as JSON may write it too."""


@register.simple_tag
def work_head(described: Description) -> Head:
    """Return the head of a work's page."""
    return heads.work_head(described)


@register.simple_tag(takes_context=True)
def page_head(context: template.Context) -> Head:
    """Return the head of a page that is not a work's, from what it shows."""
    return heads.page_head(context.flatten())


@register.filter
def linked_data(graph: list[dict[str, Any]]) -> SafeString:
    """Return nodes of linked data as the block of data that a page's head holds; "" for none."""
    if not graph:
        return SafeString()
    whole = graph[0] if len(graph) == 1 else {"@graph": graph}
    text = json.dumps({"@context": "https://schema.org"} | whole, ensure_ascii=False, separators=(",", ":"))
    data = mark_safe(text.translate(_MARKUP))  # noqa: S308 (no markup is left in it)
    return format_html('<script type="application/ld+json">{}</script>', data)


@register.filter
def cited_in(described: Description, style: str) -> SafeString:
    """Return the citation of a work in a style, as HTML of one line."""
    return styled(described, style)
