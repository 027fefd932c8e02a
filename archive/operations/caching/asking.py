"""What of a request tells the answer: the path, and the parameters that its page reads. Nothing else does.

What a page does not read neither makes a second copy of it nor reaches the first: a link with the sender's
trackers finds the page that everybody finds.
"""

from __future__ import annotations

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
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    if match.url_name in FIXED and "host" not in match.kwargs and was_another_page(request, query):
        return ""
    asked = QueryDict(query)
    read = READ.get(match.url_name or "", ())
    pairs = [(name, value) for name in read for value in asked.getlist(name) if value]
    key = f"{path}?{urlencode(pairs)}" if pairs else path
    return key if len(key) <= LONGEST_KEY else ""


def was_another_page(request: HttpRequest, query: str) -> bool:
    """Whether a question that no page of ours understands was a page of a former site, or may have been."""
    if all(one.partition("=")[0] in UNDERSTOOD for one in query.split("&")):
        return False
    if not query.isascii():
        return True
    address = normalise(f"http://{request.get_host()}{request.path}?{query}")
    return presence.former_addresses().spelt(address).exists()
