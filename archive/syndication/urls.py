"""The addresses that machines ask: beside every list of works its feeds and exports; sitemaps; robots.txt."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import URLPattern, include, path, register_converter

from archive.syndication import citations, exports, formats, sitemaps, views
from archive.tags.models import FACET_PLURALS


class OneOf:
    """A path converter: one of some words, as it is."""

    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def one_of(words: Iterable[str]) -> type[OneOf]:
    """Return the converter of these words."""
    return type("OneOfThese", (OneOf,), {"regex": "|".join(words)})


register_converter(one_of(formats.FORMATS), "feed")
register_converter(one_of(exports.FORMATS), "export")
register_converter(one_of(citations.FORMATS), "citation")
register_converter(one_of(FACET_PLURALS.values()), "plural")
register_converter(one_of(sitemaps.SECTIONS), "section")

LISTS = {
    "articles": "articles/",
    "search": "search/",
    "author": "authors/<slug:slug>/",
    "series": "series/<slug:slug>/",
    "term": "<plural:vocabulary>/<slug:slug>/",
}
"""The lists of works that stand under every host, by the URL names of their pages."""


def beside(page: str, place: str) -> list[URLPattern]:
    """Return the addresses of the feeds and the exports beside the list of a page."""
    return [
        path(f"{place}feed.<feed:kind>", views.feed, {"page": page}, name=f"{page}_feed"),
        path(f"{place}export.<export:kind>", views.export, {"page": page}, name=f"{page}_export"),
    ]


lists = [address for page, place in LISTS.items() for address in beside(page, place)]

urlpatterns = [
    path("robots.txt", views.robots_txt, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-<section:section>-<int:part>.xml", views.sitemap, name="sitemap"),
    path("feed.<feed:kind>", views.feed, {"page": "home"}, name="home_feed"),
    path("articles/<path:path>/cite.<citation:kind>", citations.citation, name="citation"),
    *lists,
    *beside("center", "<slug:host>/"),
    path("<slug:host>/", include(lists)),
]
