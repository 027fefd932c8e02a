"""Where a page has gone: past slugs, past addresses of this archive, addresses at sites before it.

Asked when an address leads nowhere, and when the home page or a list is asked what none of ours understands
("/?p=123"). Every answer is one hop: a page that readers find now, or the reason why there is none. What
readers may not see has gone nowhere either.
"""

from __future__ import annotations

import re
import string
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import Q
from django.http import HttpRequest

from archive.articles import presence, whereabouts
from archive.articles.addresses import Known
from archive.articles.filters import PARAMETERS
from archive.articles.models import LegacyAddress
from archive.centers.models import Center
from archive.publication import Status
from archive.text.addresses import normalise, path_of

UNDERSTOOD = frozenset({*PARAMETERS, "letter"})
"""The parameters that some page of ours reads."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The page is at another address of this archive: its path, with a query where the page reads one."""

    address: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing will come back to the address; `work` is the key of the withdrawn work that stood there."""

    work: int | None = None


def answer_to(request: HttpRequest) -> Moved | Gone | None:
    """Return what has become of the page that is not found at the address asked; None where nobody knows.

    An old question to a page of ours comes first; then where that page of ours is now; then what former
    sites had at the address, found in one query.
    """
    asked = address_of(request)
    known = None
    if is_foreign_question(asked):
        known = _read(asked)
        if answer := _answer(known.row(asked), request):
            return answer
    page = whereabouts.find(request.path, to_readers=True)
    if page and page.address != request.path:
        return Gone(page.work) if page.is_withdrawn else Moved(page.address + query_of(request))
    return _answer(_former(asked, known or _read(asked)), request) if asked else None


def answer_to_question(request: HttpRequest) -> Moved | Gone | None:
    """Return what has become of an old page that was a question at an address where a page of ours stands."""
    asked = address_of(request) if request.META.get("QUERY_STRING") else ""
    return _answer(_read(asked).row(asked), request) if is_foreign_question(asked) else None


def address_of(request: HttpRequest) -> str:
    """Return the address asked, normalised; "" for one that is too long.

    Bytes of the path that are no UTF-8 reach a page percent-encoded by Django: they are taken as they were.
    """
    path = re.sub(r"%25(?=[89A-F][0-9A-F])", "%", quote(request.path))
    return normalise(f"http://{request.get_host()}{path}{query_of(request)}")


def is_foreign_question(asked: str) -> bool:
    """Whether a normalised address asks something that no page of ours understands."""
    asks = asked.partition("?")[2]
    return bool(asks) and any(one.partition("=")[0] not in UNDERSTOOD for one in asks.split("&"))


def query_of(request: HttpRequest) -> str:
    """Return the query string with its question mark, "" for none; raw letters of it percent-encoded."""
    query = request.META.get("QUERY_STRING", "")
    if not query.isascii():
        with suppress(UnicodeEncodeError):  # a gateway hands on bytes as letters of Latin-1
            query = quote(query.encode("latin-1"), safe=string.punctuation)
    return f"?{query}" if query else ""


def _read(asked: str) -> Known:
    """Read all rows that could say where the address leads: one query."""
    columns = ("key", "path_key", "article", "target", "is_gone", "article__path", "article__status")
    rows = presence.former_addresses().spelt(*_spellings(asked), *_spellings(_without_first(asked)))
    return Known(rows.select_related("article").only(*columns).order_by())


def _former(asked: str, known: Known) -> LegacyAddress | None:
    """Choose the row that answers: the whole address before its path, what a host's slug precedes last."""
    for spelling in _spellings(asked):
        if row := known.row(spelling):
            return row
    for spelling in _spellings(_without_first(asked)):
        if (row := known.row(spelling)) and _is_host(asked.split("/")[1]):
            return row
    return None


def _spellings(asked: str) -> list[str]:
    """Return the address, and the address without its query, which may be nothing but an unknown tracker."""
    bare = asked.partition("?")[0]
    return list(filter(path_of, dict.fromkeys((asked, bare))))


def _without_first(asked: str) -> str:
    """Return the path without its first segment, which may be the slug of a host; "" where none is left."""
    path, mark, asks = path_of(asked).partition("?")
    rest = path[1:].partition("/")[2]
    return f"/{rest}{mark}{asks}" if rest else ""


def _is_host(slug: str) -> bool:
    return Center.objects.filter(Q(slug=slug.lower()) | Q(past_slugs__slug=slug.lower())).exists()


def _answer(row: LegacyAddress | None, request: HttpRequest) -> Moved | Gone | None:
    if row is None:
        return None
    if row.is_gone:
        return Gone()
    if row.article is not None:
        withdrawn = row.article.status == Status.WITHDRAWN
        return Gone(row.article_id) if withdrawn else Moved(row.article.get_absolute_url())
    page = whereabouts.find(row.target, to_readers=True)
    if page is None or page.address == request.get_full_path():
        return None
    return Gone(page.work) if page.is_withdrawn else Moved(page.address)
