"""The houses: the home page, all centers, one center, and the colours they bring."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive.articles import presence
from archive.articles.models import Article
from archive.centers.models import Center
from archive.public.home import front_page
from archive.public.hosts import Host, answer, under_host
from archive.public.listings import listing_of
from archive.text.colours import NIGHT, shade_for

MOST_PEOPLE = 60


@under_host
def home(request: HttpRequest, host: Host) -> HttpResponse:
    """Show the newest works and the ways into the archive."""
    title = host.center or _("Archive")
    return answer(request, host, "public/home.html", {"title": title, **front_page(host)})


@under_host
def centers(request: HttpRequest, host: Host) -> HttpResponse:
    """Show the institution: each umbrella followed by its centers, however deep."""
    known = list(Center.objects.in_order().select_related("successor"))
    below: dict[int | None, list[Center]] = {}
    for one in known:
        below.setdefault(one.umbrella_id, []).append(one)
    ordered: list[Center] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting += below.get(one.pk, [])[::-1]
    return answer(request, host, "public/centers.html", {"title": _("Centers"), "centers": ordered})


@under_host
def center(request: HttpRequest, host: Host) -> HttpResponse:
    """Show a center's home: what it is and was called, its people, its series, its works."""
    found = host.center
    listing = listing_of(request, Article.objects.from_center(found), wanted=())
    related = list(Center.objects.in_order().filter(Q(umbrella=found) | Q(successor=found)))
    context = {
        "title": found,
        "center": found,
        "former_names": list(found.names.filter(is_former=True)),
        "centers": [one for one in related if one.umbrella_id == found.pk],
        "predecessors": [one for one in related if one.successor_id == found.pk],
        "successor": found.successor,
        "people": list(presence.people().at(found).alphabetical()[:MOST_PEOPLE]),
        "series": list(presence.series().filter(center=found)),
        "listing": listing,
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
    return HttpResponse("".join(rules), content_type="text/css; charset=utf-8")
