"""The houses: the home page, all centers, one center, and the colours they bring."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive.articles.sets import Scope
from archive.articles.shown import ANYTHING, tell
from archive.centers.models import Center, CenterName
from archive.public.home import front_page, opening_of
from archive.public.hosts import Host, answer, under_host
from archive.public.house import in_families
from archive.public.landing import is_opening, terms_counted, with_pictures
from archive.public.listings import listing_of
from archive.text.colours import NIGHT, shade_for

FACETS = ("topic", "series", "language")


@under_host
def home(request: HttpRequest, host: Host) -> HttpResponse:
    """Show the newest works and the ways into the archive."""
    title = host.center or _("Archive")
    return answer(request, host, "public/home.html", {"title": title, **front_page(host)})


@under_host
def centers(request: HttpRequest, host: Host) -> HttpResponse:
    """Show the institution: each umbrella followed by its centers, with what they were called."""
    former = Prefetch("names", CenterName.objects.filter(is_former=True).order_by("until", "key"))
    known = list(Center.objects.in_order().select_related("successor").prefetch_related(former))
    context = {"title": _("Centers"), "centers": in_families(known)}
    return answer(request, host, "public/centers.html", context)


@under_host
def center(request: HttpRequest, host: Host) -> HttpResponse:
    """Show a center's home: what it is and was called, its people, its series, its works."""
    found = host.center
    listing = listing_of(request, Scope("house", found.pk), wanted=FACETS, shape=with_pictures)
    context = {
        "title": found,
        "center": found,
        "listing": listing,
        "is_opening": is_opening(listing),
        "topics": terms_counted(listing.counts, "topic", path=request.path),
        **opening_of(found, listing),
    }
    return answer(request, host, "public/center.html", context, asked=listing.canonical)


@require_safe
@cache_control(public=True, max_age=300)
def accents(request: HttpRequest) -> HttpResponse:
    """Give every center its colour, in a shade that can be read by day and by night."""
    rules = [
        f'[data-center="{slug}"]{{--accent:light-dark({accent},{shade_for(NIGHT, accent)})}}\n'
        for slug, accent in Center.objects.order_by("slug").values_list("slug", "accent")
    ]
    return tell(HttpResponse("".join(rules), content_type="text/css; charset=utf-8"), ANYTHING)
