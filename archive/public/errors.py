"""What a reader sees when there is no page to show: not found (or moved), and broken."""

from __future__ import annotations

from django.core.validators import slug_re
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
)
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from archive.public.forwarding import new_address
from archive.public.hosts import LONGEST_QUERY, Host, answer, host_named, too_long


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead to where the page has gone, else say that there is none: alike for the absent and the hidden."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return too_long()
    if request.method in ("GET", "HEAD") and (moved := new_address(request)):
        return HttpResponsePermanentRedirect(moved)
    return answer(request, host_of(request), "404.html", {"title": _("Page not found")}, status=404)


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
