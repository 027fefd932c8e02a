"""Whose pages a reader is in: the host center, its chrome, and the frame in which every page is answered.

A page is article x host center. The host is the default center, or the one whose slug begins the address;
its menus, colour and newsletters frame the page, and links stay under its prefix. One address is canonical:
the one without a prefix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import CharField, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from archive.articles.prepared import Prepared
from archive.articles.shown import ANYTHING, Shown, tell
from archive.articles.whereabouts import FIXED
from archive.centers.models import Center, MenuItem, Newsletter
from archive.public.forwarding import answer_to_question
from archive.public.naming import name_in
from archive.public.offers import Offers, offers_of
from archive.public.parts import publishing_much
from archive.tags.models import Term
from archive.text.languages import direction, normalise

LONGEST_QUERY = 4096


@dataclass(slots=True)
class Chrome:
    """What frames the pages of one center: its menus and its newsletters, in order."""

    main: list[MenuItem] = field(default_factory=list)
    featured: list[MenuItem] = field(default_factory=list)
    footer: list[MenuItem] = field(default_factory=list)
    newsletters: list[Newsletter] = field(default_factory=list)

    def terms(self) -> list[int]:
        """Return the keys of the terms that the menus lead to."""
        return [item.term.pk for item in (*self.main, *self.featured, *self.footer) if item.term]


@dataclass(frozen=True, slots=True)
class Host:
    """The center whose pages these are (None in an empty archive); whether its slug begins the address."""

    center: Center | None
    is_prefixed: bool = False

    @property
    def prefix(self) -> str:
        """What every link within these pages begins with: "" or "/levant"."""
        return f"/{self.center.slug}" if self.center and self.is_prefixed else ""

    def chrome(self) -> Chrome:
        """Return the menus and newsletters of the center, in one query."""
        chrome = Chrome()
        if self.center is None:
            return chrome
        for place, _position, pk, label, url, *rest in sorted(
            _CHROME.rows(host=self.center.pk), key=lambda row: row[:3]
        ):
            if place == "newsletter":
                chrome.newsletters.append(
                    Newsletter(pk=pk, name=label, url=url, code=rest[0], language=rest[1])
                )
                continue
            name, facet, slug, key = rest
            term = Term(pk=key, name=name, facet=facet, slug=slug) if key else None
            item = MenuItem(pk=pk, place=place, label=label, url=url, term=term)
            if term is not None:
                item.url = self.prefix + term.get_absolute_url()
            getattr(chrome, place).append(item)
        return chrome


def host_named(slug: str) -> Host:
    """Return the host whose slug begins the address, the default one for ""; raise Http404 for none."""
    found = _NAMED.records(slug=slug) if slug else _DEFAULT.records()
    if slug and not found:
        raise Http404("No center has this slug.")
    return Host(found[0] if found else None, is_prefixed=bool(slug))


def under_host(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the host that its address names; answer only requests that read, of a bounded length.

    Where nothing is taken there is nothing to forge: a request that would write is told 405, not 403.
    """

    @csrf_exempt
    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *, host: str = "", **arguments: Any) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return too_long()
        if not host and request.resolver_match.url_name in FIXED and answer_to_question(request):
            raise Http404("An old page was a question at this address.")
        return view(request, host_named(host), **arguments)

    return page


def too_long() -> HttpResponse:
    """Refuse a question longer than any page asks."""
    return HttpResponseBadRequest(
        f"What follows the question mark in this address is over {LONGEST_QUERY:,} bytes; shorten it.\n",
        content_type="text/plain; charset=utf-8",
    )


def answer(
    request: HttpRequest,
    host: Host,
    template: str,
    context: dict[str, Any],
    *,
    language: str = "",
    asked: str = "",
    status: int = 200,
    arrange: Callable[[], None] | None = None,
    shown: Shown = ANYTHING,
) -> HttpResponse:
    """Render a page in the frame of its host, in the language of the page.

    `language` is the work's own, where the page is a work's; the host's is spoken if the interface does not
    know it. What the page shows takes on the names that it has in that language. `asked` is the query string
    of the canonical address, whose path has no host's prefix. `arrange` puts in order what goes by names.
    `shown` says of what the page is made, for whoever keeps it.
    """
    spoken = interface_language(language) or interface_language(host.center.language if host.center else "")
    spoken = spoken or settings.LANGUAGE_CODE
    tag = normalise(spoken)
    address = settings.BASE_URL + canonical_path(request.path, host) + asked
    frame = {
        "host": host.center,
        "chrome": host.chrome(),
        "hosted": host.is_prefixed,
        "prefix": host.prefix,
        "canonical": address if status == 200 else "",
        "language": tag,
        "direction": direction(tag),
        "offers": offers_of(request, host.prefix, asked) if status == 200 else Offers(),
    }
    name_in(tag, [host.center, *(getattr(frame["chrome"], place) for place in MenuItem.Place), context])
    if arrange:
        arrange()
    with translation.override(spoken):
        frame |= context | {"title": str(context["title"])}
        response = render(request, template, frame, status=status)
    response.headers["Content-Language"] = tag
    if status == 200:
        response.headers["Link"] = f'<{address}>; rel="canonical"'
        tell(response, shown.beside(("term", key) for key in frame["chrome"].terms()))
    return response


def canonical_path(path: str, host: Host) -> str:
    """Return the path without the host's prefix; a center's own page is the same page nowhere else."""
    bare = path.removeprefix(host.prefix)
    return bare if bare != "/" else path


def interface_language(tag: str) -> str:
    """Return the language of the interface that comes nearest to a BCP 47 tag; "" if none does."""
    try:
        return translation.get_supported_language_variant(tag.lower()) if tag else ""
    except LookupError:
        return ""


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _chrome(host: int) -> QuerySet[Any, tuple[Any, ...]]:
    """The rows of which a chrome is made: (place, order, key, label, address, and what else there is)."""
    items = MenuItem.objects.filter(center=host).order_by()
    letters = Newsletter.objects.filter(center=host).order_by()
    return items.values_list(
        "place", "position", "pk", "label", "url", "term__name", "term__facet", "term__slug", "term_id"
    ).union(
        letters.values_list(
            _text("newsletter"), "position", "pk", "name", "url", "code", "language", _text(""), Value(0)
        ),
        all=True,
    )


_CHROME = Prepared(MenuItem, _chrome)
_CENTERS = publishing_much(Center.objects.select_related("umbrella", "successor"))
_NAMED = Prepared(Center, lambda slug: _CENTERS.filter(slug=slug))
_DEFAULT = Prepared(Center, lambda: _CENTERS.order_by("-is_default", "pk")[:1])
