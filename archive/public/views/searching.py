"""The search: its page, and what it suggests while a reader types."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from archive.articles.search import suggest
from archive.public.hosts import LONGEST_QUERY, Host, answer, host_named, too_long, under_host
from archive.public.listings import listing_of
from archive.public.suggesting import examples, suggestions_for

SECONDS_KEPT = 60
"""How long a browser may show what it was suggested before."""

_title = lazy(lambda q: gettext("Search: %(q)s") % {"q": q}, str)


@under_host
def search(request: HttpRequest, host: Host) -> HttpResponse:
    """Show what a search finds, the most relevant first; without a question, what can be asked."""
    listing = listing_of(request)
    lacks = listing.q and (not listing.total or listing.is_relaxed)
    other = suggest(listing.q) if lacks else None
    context = {
        "title": _title(listing.q) if listing.q else _("Search"),
        "listing": listing,
        "is_asked": bool(listing.q or listing.chosen),
        "examples": [] if listing.q else examples(listing, request.path),
        "suggestion": {"text": other, "url": f"{request.path}?{urlencode({'q': other})}"} if other else None,
    }
    return answer(request, host, "public/search.html", context, asked=listing.canonical)


@csrf_exempt
@require_safe
def suggestions(request: HttpRequest, host: str = "") -> HttpResponse:
    """Answer in JSON what a reader who has typed `q` may mean: titles, people and terms, with addresses."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return too_long()
    prefix = host_named(host).prefix if host else ""
    found = suggestions_for(request.GET.get("q", ""), prefix)
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
