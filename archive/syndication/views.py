"""What machines are answered: feeds, exports, sitemaps, and what robots may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from archive.syndication import exports, robots, sitemaps
from archive.syndication.asking import for_machines
from archive.syndication.entries import entries_of
from archive.syndication.formats import FORMATS, written
from archive.syndication.lists import list_of
from archive.syndication.stamps import stamp_of

MINUTES, HOURS = 60, 3600
XML = "application/xml; charset=utf-8"


@for_machines(max_age=5 * MINUTES)
def feed(request: HttpRequest, *, page: str, kind: str, **named: str) -> HttpResponse:
    """Hand over the newest works of a list, or say that they are still the same."""
    found = list_of(request, page, **named)
    stamp = stamp_of(found, kind)
    response = stamp.not_modified(request)
    if response is None:
        text = written(kind, found, entries_of(stamp.keys), stamp.changed)
        response = HttpResponse(text, content_type=FORMATS[kind].content_type)
    return stamp.mark(response)


@for_machines(max_age=5 * MINUTES)
def export(request: HttpRequest, *, page: str, kind: str, **named: str) -> HttpResponse:
    """Hand over the works of a list as a file: the first 5,000 in its order."""
    keys = exports.keys_of(list_of(request, page, **named))
    media_type, write = exports.FORMATS[kind]
    given = keys[: exports.MOST_WORKS]
    lines = () if request.method == "HEAD" else write(exports.described(given))
    response = StreamingHttpResponse(lines, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{named.get('slug') or page}.{kind}"
    )
    response.headers["X-Works"] = str(len(given))
    response.headers["X-More-Works"] = "yes" if len(keys) > len(given) else "no"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@for_machines(max_age=HOURS)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name the parts of the sitemap that have pages."""
    return StreamingHttpResponse(sitemaps.index(), content_type=XML)


@for_machines(max_age=HOURS)
def sitemap(request: HttpRequest, *, section: str, part: int) -> HttpResponse:
    """Hand over one part of the sitemap."""
    pages = sitemaps.pages_of(section, part)
    if not pages:
        raise Http404("The sitemap has no such part.")
    return StreamingHttpResponse(sitemaps.written(pages), content_type=XML)


@for_machines(max_age=24 * HOURS)
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Tell robots where the sitemap is, and what is not worth their while."""
    return HttpResponse(robots.text(), content_type="text/plain; charset=utf-8")
