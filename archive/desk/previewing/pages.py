"""Pages as readers get them, asked for by address, and what of their head shows elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import translation
from lxml import html as lxml_html

from archive.articles.models import Article
from archive.centers.models import Center

ELSEWHERE = "glimpse"
PAGE = "article"
TOLD = ("description", "og:", "article:", "twitter:", "citation_")
"""How the names of the tags begin that others read."""


@dataclass(frozen=True, slots=True)
class Social:
    """What a shared link shows, and a search engine's result: taken from the head of the page."""

    title: str = ""
    description: str = ""
    image: str = ""
    image_alt: str = ""
    site: str = ""
    address: str = ""
    heading: str = ""
    language: str = ""
    direction: str = ""
    tags: dict[str, str] = field(default_factory=dict)


def seen(work: Article, host: Center | None, name: str = PAGE) -> HttpResponse:
    """Return a page of a work as a reader gets it under a host. Raises Http404 where readers get none.

    The view itself answers: nothing that keeps answers stands between.
    """
    under = {} if host is None or host.is_default else {"host": host.slug}
    address = reverse(name, kwargs={"path": work.path} | under)
    site = urlsplit(settings.BASE_URL)
    request = RequestFactory(SERVER_NAME=site.hostname or "localhost").get(address)
    request.resolver_match = match = resolve(address)
    with translation.override(settings.LANGUAGE_CODE):
        answer = match.func(request, *match.args, **match.kwargs)
    if answer.status_code != 200:
        raise Http404("Readers get no page here.")
    return answer


def social(page: str) -> Social:
    """Return what the head of a page says to those who share it."""
    tree = lxml_html.document_fromstring(page)
    tags = {
        one.get("property") or one.get("name"): one.get("content") or ""
        for one in tree.xpath("//head/meta[@property or @name]")
        if (one.get("property") or one.get("name")).startswith(TOLD)
    }
    return Social(
        title=tags.get("og:title", ""),
        description=tags.get("og:description", "") or tags.get("description", ""),
        image=tags.get("og:image", ""),
        image_alt=tags.get("og:image:alt", ""),
        site=tags.get("og:site_name", ""),
        address=tags.get("og:url", "") or next(iter(tree.xpath("//link[@rel='canonical']/@href")), ""),
        heading=tree.findtext(".//title") or "",
        language=next(iter(tree.xpath("//h1/@lang")), ""),
        direction=next(iter(tree.xpath("//h1/@dir")), ""),
        tags=tags,
    )
