"""The frame of every answer to a machine: to requests that read, of a bounded length, from any origin."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponsePermanentRedirect,
)
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from archive.articles import whereabouts
from archive.articles.shown import ANYTHING, tell

LONGEST_QUERY = 4096
"""Bytes of a query string: what readers' pages take, too."""


def for_machines(max_age: int) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view answer GET and HEAD alone, for any origin, to be kept by anybody for `max_age` seconds.

    What stands beside a page that has moved leads to where the page is now.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
                return too_long()
            try:
                response = view(request, **arguments)
            except Http404:
                if address := moved(request):
                    return HttpResponsePermanentRedirect(address)
                raise
            patch_cache_control(response, public=True, max_age=max_age)
            tell(response, ANYTHING)
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            return response

        return answer

    return decorate


def too_long() -> HttpResponse:
    """Refuse a question longer than any list asks."""
    return HttpResponseBadRequest(
        f"What follows the question mark in this address is over {LONGEST_QUERY:,} bytes; shorten it.\n",
        content_type="text/plain; charset=utf-8",
    )


def moved(request: HttpRequest) -> str:
    """Return where the file beside a page is now that the page has another address; "" for nowhere."""
    folder, slash, name = request.path.rpartition("/")
    page = whereabouts.find(folder + slash, to_readers=True)
    if page is None or page.is_withdrawn or page.address == folder + slash:
        return ""
    query = request.META.get("QUERY_STRING", "")
    return f"{page.address}{name}?{query}" if query else page.address + name
