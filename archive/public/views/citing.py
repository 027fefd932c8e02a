"""The page on which a work is cited."""

from __future__ import annotations

from functools import partial

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive.articles.citing import STYLES
from archive.articles.models import Article, BylineEntry
from archive.public.errors import gone
from archive.public.heads import described
from archive.public.hosts import Host, answer, under_host


@under_host
def cite(request: HttpRequest, host: Host, path: str) -> HttpResponse:
    """Show the citations of a work, and offer them as files; say why where it was withdrawn."""
    work = Article.objects.published().for_page().filter(path=path).first()
    if work is None:
        withdrawn = get_object_or_404(Article.objects.withdrawn().only("pk"), path=path)
        return gone(request, host, withdrawn.pk)
    prefetch_related_objects([work], Prefetch("byline_entries", BylineEntry.objects.select_related("author")))
    context = {
        "title": format_lazy("{}: {}", _("Cite this"), work.title),
        "article": work,
        "described": partial(described, work, host, {}),
        "styles": STYLES,
        "noindex": True,
    }
    return answer(request, host, "public/cite.html", context, language=work.language)
