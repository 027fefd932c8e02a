"""What of a request tells the answer: the path, and the parameters that its page reads. Nothing else does.

What a page does not read neither makes a second copy of it nor reaches the first: a link with the sender's
trackers finds the page that everybody finds.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from archive.articles import presence
from archive.articles.filters import PARAMETERS
from archive.articles.whereabouts import FIXED
from archive.text.addresses import normalise

NEVER = ("/admin/", "/static/", "/media/", "/healthz", "/readyz")
"""Where paths begin whose answers are not kept here."""
EXPORT = "/export."
LONGEST_QUERY = 4096
LONGEST_KEY = 2048
OF_A_LIST = frozenset({"articles", "search", "author", "series", "term", "center"})
READ = {
    **dict.fromkeys((*OF_A_LIST, *(f"{name}_feed" for name in OF_A_LIST)), PARAMETERS),
    **dict.fromkeys(("authors", "browse-titles"), ("q", "letter", "page")),
    **dict.fromkeys(("browse-year", "browse-month", "browse-undated"), ("page",)),
}
"""The parameters that a page reads, by its URL name; all other pages read none."""
KEPT = frozenset(READ) - {"search_feed"} | {
    "home", "home_feed", "accents", "article", "cite", "centers", "terms", "browse",
    "citation", "robots", "sitemap", "sitemap_index",
}  # fmt: skip
"""The pages, by URL name, whose answers are kept where they say what they show."""
UNDERSTOOD = frozenset({*PARAMETERS, "letter"})


def key_of(request: HttpRequest) -> str:
    """Return under what the answer to a request is kept; "" for one that is not looked for.

    A path alone costs nothing. A query costs finding the page; a strange one to a page that may have been
    another at a former site costs a query.
    """
    path = request.path
    if request.method not in ("GET", "HEAD") or path.startswith(NEVER) or EXPORT in path:
        return ""
    if not (query := request.META.get("QUERY_STRING", "")):
        return path if len(path) <= LONGEST_KEY else ""
    if len(query) > LONGEST_QUERY:
        return ""
    key, is_doubtful = key_with(path, query)
    return "" if is_doubtful and was_another_page(request, query) else key


@lru_cache(maxsize=4096)
def key_with(path: str, query: str) -> tuple[str, bool]:
    """Return the key of a path with a query, and whether the two may have been a page of a former site."""
    try:
        match = resolve(path)
    except Resolver404:
        return "", False
    asked = QueryDict(query)
    read = READ.get(match.url_name or "", ())
    pairs = [(name, value) for name in read for value in asked.getlist(name) if value]
    key = f"{path}?{urlencode(pairs)}" if pairs else path
    strange = any(one.partition("=")[0] not in UNDERSTOOD for one in query.split("&"))
    is_doubtful = strange and match.url_name in FIXED and "host" not in match.kwargs
    return key if len(key) <= LONGEST_KEY else "", is_doubtful


def was_another_page(request: HttpRequest, query: str) -> bool:
    """Whether a question that no page of ours understands was a page of a former site, or may have been.

    One query.
    """
    if not query.isascii():
        return True
    address = normalise(f"http://{request.get_host()}{request.path}?{query}")
    return presence.former_addresses().spelt(address).exists()
