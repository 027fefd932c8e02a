"""A work as it stands on pages that are not its own: opening one, in a list, beside another work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.public.errors import gone
from archive.public.hosts import Host, answer, under_host
from archive.public.landing import with_pictures


@under_host
def glimpse(request: HttpRequest, host: Host, path: str) -> HttpResponse:
    """Show a work in each of its shorter forms, for who edits it or links to it; say why where it is gone."""
    work = with_pictures(Article.objects.published().for_card()).filter(path=path).first()
    if work is None:
        withdrawn = get_object_or_404(Article.objects.withdrawn().only("pk"), path=path)
        return gone(request, host, withdrawn.pk)
    context = {"title": _("On other pages"), "article": work, "noindex": True}
    return answer(request, host, "public/glimpse.html", context)
