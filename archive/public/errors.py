"""What a reader sees when there is no page to show: not found (or moved), gone, and broken."""

from __future__ import annotations

from django.core.validators import slug_re
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
)
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.public.forwarding import Gone, Moved, answer_to
from archive.public.hosts import LONGEST_QUERY, Host, answer, host_named, too_long
from archive.public.missing import note


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead to where the page has gone, else say that there is none: alike for the absent and the hidden."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return too_long()
    if request.method in ("GET", "HEAD"):
        answer_now = answer_to(request)
        if isinstance(answer_now, Moved):
            return HttpResponsePermanentRedirect(answer_now.address)
        if isinstance(answer_now, Gone):
            return gone(request, host_of(request), answer_now.work)
    response = answer(request, host_of(request), "404.html", {"title": _("Page not found")}, status=404)
    note(request)
    return response


def gone(request: HttpRequest, host: Host, key: int | None) -> HttpResponse:
    """Answer 410: with the reason where a work was withdrawn, else that nothing will come back here."""
    if key is None:
        return answer(request, host, "410.html", {"title": _("Page not found")}, status=410)
    columns = ("title", "language", "withdrawal_reason", "published_on", "published_precision")
    work = get_object_or_404(Article.objects.withdrawn().only(*columns), pk=key)
    context = {"title": work.title, "article": work}
    return answer(request, host, "410.html", context, language=work.language, status=410)


def host_of(request: HttpRequest) -> Host:
    """Return the host whose slug begins the address, else the default one."""
    first = request.path.split("/")[1]
    try:
        return host_named(first if slug_re.match(first) else "")
    except Http404:
        return host_named("")


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke, without asking anything of what may be broken."""
    return HttpResponseServerError(render_to_string("500.html"))
