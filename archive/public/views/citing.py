"""The page on which a work is cited."""

from __future__ import annotations

from functools import partial

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive.articles import whereabouts
from archive.articles.citing import STYLES
from archive.articles.models import Article, BylineEntry
from archive.articles.models.article import permalink
from archive.articles.whereabouts import Page
from archive.public.errors import gone
from archive.public.heads import described
from archive.public.hosts import Host, answer, under_host


@under_host
def cite(request: HttpRequest, host: Host, path: str) -> HttpResponse:
    """Show the citations of a work, and offer them as files; say why where it was withdrawn."""
    work = Article.objects.published().for_page().filter(path=path).first()
    if work is None:
        return elsewhere(request, host, whereabouts.find(permalink(path), to_readers=True))
    prefetch_related_objects([work], Prefetch("byline_entries", BylineEntry.objects.select_related("author")))
    context = {
        "title": format_lazy("{}: {}", _("Cite this"), work.title),
        "article": work,
        "described": partial(described, work, host, {}),
        "styles": STYLES,
        "noindex": True,
    }
    return answer(request, host, "public/cite.html", context, language=work.language)


def elsewhere(request: HttpRequest, host: Host, page: Page | None) -> HttpResponse:
    """Lead to where the work is cited now, or say why it was withdrawn; raise Http404 for no work."""
    if page is None:
        raise Http404("No work that readers may see is or was at this address.")
    if page.is_withdrawn:
        return gone(request, host, page.work)
    return HttpResponsePermanentRedirect(f"{host.prefix}{page.address}cite/")
