"""What a body may link to within the archive: works, people and terms, found as their own lists find them."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.rights import visible
from archive.tags.models import Term
from authors.models import Author

MOST = 8
GROUPS = ((Article, _("Works")), (Author, _("People")), (Term, _("Terms")))


def linkable(site: AdminSite, request: HttpRequest, term: str) -> list[dict[str, Any]]:
    """Return groups of matches for what was typed; nothing for nothing. Only what the user may see."""
    if not term.strip():
        return []
    return [
        {"label": str(label), "matches": found}
        for model, label in GROUPS
        if (found := matches(site, request, model, term))
    ]


def matches(site: AdminSite, request: HttpRequest, model: Any, term: str) -> list[dict[str, Any]]:
    """Return what matches of one kind: its address, the line that tells it apart, whether readers see it."""
    page = site.get_model_admin(model)
    records = page.for_choosing(visible(model.objects.all(), request.user))
    found, may_repeat = page.get_search_results(request, records, term)
    found = found.distinct() if may_repeat else found
    return [
        {
            "url": record.get_absolute_url(),
            "name": str(record),
            "text": page.describe(record),
            "language": getattr(record, "language", ""),
            "hidden": isinstance(record, Article) and not record.is_public,
        }
        for record in found[:MOST]
    ]
