"""What robots are told: where the sitemap is, and which addresses are not worth their while.

Works, people, terms and every page of every list may be read. What only narrows or sorts a list shows the
same works again, and what a search finds is endless. Questions of other words are not barred: they are
addresses of former sites, and lead to where their pages are now.
"""

from __future__ import annotations

from django.urls import reverse

from archive.articles.description import absolute
from archive.articles.filters import PARAMETERS

OWN_PAGES = ("page", "letter")
"""Parameters that turn the pages of a list."""


def text() -> str:
    """Return robots.txt. The first rule that fits counts for some robots, the longest for others."""
    articles, search = reverse("articles"), reverse("search")
    narrowing = [name for name in PARAMETERS if name not in OWN_PAGES]
    barred = [
        reverse("admin:index"),
        search,
        f"/*{search}?",
        f"{articles}export.",
        "/*/export.",
        *(f"{articles}?{name}=" for name in narrowing),
        *(f"/*/?{name}=" for name in narrowing),
        "/*/feed.*?",
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in barred), ""]
    return "\n".join([*lines, f"Sitemap: {absolute(reverse('sitemap_index'))}", ""])
