"""The page of one work, in the chrome of its host."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from archive.articles.models import Article
from archive.articles.prepared import Prepared
from archive.public.body import lay_out
from archive.public.errors import gone
from archive.public.heads import described
from archive.public.hosts import Host, answer, under_host
from archive.public.surroundings import surroundings_of

_WORK = Prepared(Article, lambda path: Article.objects.published().for_page().filter(path=path))


@under_host
def article(request: HttpRequest, host: Host, path: str) -> HttpResponse:
    """Show a work and what stands around it; say why where it was withdrawn."""
    work = next(iter(_WORK.records(path=path)), None)
    if work is None:
        withdrawn = get_object_or_404(Article.objects.withdrawn().only("pk"), path=path)
        return gone(request, host, withdrawn.pk)
    around = surroundings_of(work, host.center)
    shown = around.pop("shown")
    context = {"title": work.title, "article": work, "body": lay_out(work), **around}
    context["described"] = partial(described, work, host, around)
    return answer(request, host, "public/article.html", context, language=work.language, shown=shown)
