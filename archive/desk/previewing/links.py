"""Links for outsiders: which of them a work has, and what opening one takes."""

from __future__ import annotations

import re

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from archive.articles.models import Article
from archive.desk.models import PreviewLink
from archive.publication import Status

MOST_LISTED = 20
SHAPE = "[0-9a-f]{32}"


def links_for(work: Article) -> QuerySet[PreviewLink]:
    """Return the newest links of a work, those that answer no more among them."""
    return work.preview_links.select_related("made_by")[:MOST_LISTED]


def open_link(token: str) -> PreviewLink | None:
    """Return the link that a token opens, and note that it was opened; None where it opens nothing.

    A link answers as long as the one who made it may change the work, and never for a withdrawn work.
    """
    if not re.fullmatch(SHAPE, token):
        return None
    found = PreviewLink.objects.live().with_token(token).select_related("article__primary_center", "made_by")
    link = found.first()
    if link is None or link.article.status == Status.WITHDRAWN or not link.made_by.is_active:
        return None
    if not Article.objects.editable_by(link.made_by).filter(pk=link.article_id).exists():
        return None
    now = timezone.now()
    PreviewLink.objects.filter(pk=link.pk).update(
        first_opened=Coalesce("first_opened", now), last_opened=now, openings=F("openings") + 1
    )
    return link
