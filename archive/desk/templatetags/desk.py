"""What the first page of the admin shows besides its rooms: the work that waits for an editor."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.articles.models import Article, BodyLink, BylineEntry, Kind
from archive.publication import Status

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what waits, each with `label`, `number` and the `url` of its list; nothing of it when none does.

    Six counts, and none for a user who may not see articles.
    """
    if not context["user"].has_perm("articles.view_article"):
        return []
    works = reverse("admin:articles_article_changelist")
    kinds = reverse("admin:articles_kind_changelist")
    links = reverse("admin:articles_bodylink_changelist")
    nowhere = BodyLink.objects.waiting().order_by().values("key").distinct()
    found = [
        (_("in review"), Article.objects.with_status(Status.REVIEW), f"{works}?state=review"),
        (_("drafts"), Article.objects.with_status(Status.DRAFT), f"{works}?state=draft"),
        (_("scheduled"), Article.objects.scheduled(), f"{works}?state=scheduled"),
        (_("names of nobody known"), BylineEntry.objects.filter(author=None), f"{works}?byline=unmatched"),
        (_("linked addresses that lead nowhere yet"), nowhere, links),
        (_("kinds without a label"), Kind.objects.filter(is_known=False), f"{kinds}?is_known__exact=0"),
    ]
    counted = [{"label": label, "number": rows.count(), "url": url} for label, rows, url in found]
    return [one for one in counted if one["number"]]
