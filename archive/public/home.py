"""The front page: the newest works, one of them with its picture, and the ways into the archive."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from archive.articles import facets, presence
from archive.articles.models import Article
from archive.articles.querysets import CARD_FIELDS
from archive.centers.models import Center
from archive.public.hosts import Host
from archive.public.listings import histogram

LATEST_WORKS = 9
SERIES = 12
PICTURE_FIELDS = ("image", "image_width", "image_height", "image_alt", "credit")


def front_page(host: Host) -> dict[str, Any]:
    """Return what the home page shows, under the names of its template. Five queries beside the frame's."""
    published = Article.objects.published()
    newest = list(published.newest().for_card().only(*CARD_FIELDS, *PICTURE_FIELDS)[: LATEST_WORKS + 1])
    lead = leading(newest, host.center.language if host.center else "")
    counts = facets.count(lambda _but: published, facets=["year"])
    archive = reverse("articles")
    return {
        "lead": lead,
        "latest": [work for work in newest if work is not lead],
        "centers": list(Center.objects.active().in_order()),
        "series": list(presence.series()[:SERIES]),
        "total": counts.total,
        "histogram": histogram(counts.years(), (), lambda year: f"{archive}?year={year}"),
    }


def leading(newest: list[Article], language: str) -> Article | None:
    """Return the work to open with: the newest pictured one in the house's language, else pictured."""
    pictured = [work for work in newest if work.image]
    spoken = [work for work in pictured if work.language == language]
    return next(iter([*spoken, *pictured, *newest]), None)
