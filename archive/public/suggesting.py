"""What the search suggests: titles, people and terms while a reader types, and questions to begin with."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.articles import presence
from archive.articles.models import Article
from archive.articles.search import completion
from archive.public.listings import Listing

MOST = 10
MOST_NAMES = 6
"""Of them people and terms, where there are titles too."""


def suggestions_for(typed: str, prefix: str) -> list[dict[str, str]]:
    """Return what readers may see that is called as they have begun to type: {kind, label, also, lang, url}.

    `kind` is "title", "author" or a term's facet; `also` the name by which a record goes, where another form
    of it was typed. At most ten; three queries.
    """
    names = completion.names(typed, presence.people(), presence.terms(), MOST)
    titles = completion.titles(typed, Article.objects.published(), MOST)
    names = names[: max(MOST_NAMES, MOST - len(titles))]
    found = [
        {
            "kind": one.kind,
            "label": one.form,
            "also": one.name if one.name != one.form else "",
            "lang": "",
            "url": prefix + one.record.get_absolute_url(),
        }
        for one in names
    ]
    found += [
        {
            "kind": "title",
            "label": work.title,
            "also": "",
            "lang": work.language,
            "url": prefix + work.get_absolute_url(),
        }
        for work in titles[: MOST - len(names)]
    ]
    return found


def examples(listing: Listing, path: str) -> list[dict[str, Any]]:
    """Return questions to begin with, from what the archive has: {q, url, told}."""
    first = {
        one.name: (one.choices or one.rest)[0].label for one in listing.facets if one.choices or one.rest
    }
    made: list[tuple[str, str | Promise]] = []
    if topic := first.get("topic"):
        made.append((f'"{topic}"', _("these words side by side")))
        made.append((f'topic:"{topic}"', _("a topic, and what stands below it")))
    if author := first.get("author"):
        made.append((f'author:"{author}"', _("a name in the byline, in any of its spellings")))
    if (region := first.get("region")) and topic:
        made.append((f"{_plain(region)} -{_plain(topic)}", _("one word without the other")))
    if listing.histogram and region:
        last = listing.histogram["last"]
        made.append((f"region:{_plain(region)} year:{last - 9}..{last}", _("a region, in ten years")))
    return [{"q": q, "url": f"{path}?{urlencode({'q': q})}", "told": told} for q, told in made]


def _plain(name: str) -> str:
    """The first word of a name, in small letters."""
    return name.split()[0].lower()
