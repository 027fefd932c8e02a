"""The results of a list as a file: a table, or what reference managers read. Streamed, and bounded.

The works stand in the order of the list. Each hundred costs the same number of queries, and passes the gate
as it is written: what is withdrawn meanwhile is left out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import batched

from archive.articles.citing import bibtex, csl, ris
from archive.articles.description import Description, describe_all
from archive.articles.models import Article
from archive.syndication.lists import WorkList
from archive.text.tables import guarded

MOST_WORKS = 5_000
AT_ONCE = 100
COLUMNS = (
    "url", "title", "deck", "authors", "other_contributors", "published", "kind", "language", "center",
    "series", "outlet", "outlet_url", "doi", "subjects", "place", "publisher", "words", "files",
)  # fmt: skip
"""The columns of the table. They keep their order; new ones come last."""
BETWEEN = "; "


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def keys_of(found: WorkList) -> list[int]:
    """Return the keys of the first works of a list in its own order, one over `MOST_WORKS` if there are more.

    By relevance the hits that are ranked come first, the others newest first. Three queries at most.
    """
    keys = found.works().in_order(found.asked.order, 0, MOST_WORKS + 1)
    if found.asked.order == "relevance":
        keys = list(dict.fromkeys([*found.asked.hits().by_relevance(), *keys]))
    return keys[: MOST_WORKS + 1]


def described(keys: Iterable[int]) -> Iterator[Description]:
    """Yield the descriptions of published works by key, in order, a hundred at a time."""
    for some in batched(keys, AT_ONCE):
        works = {work.pk: work for work in Article.objects.published().for_page().filter(pk__in=some)}
        yield from describe_all(works[key] for key in some if key in works)


def as_csv(works: Iterable[Description]) -> Iterator[str]:
    """Yield the lines of a table that spreadsheets open as it is and calculate nothing of."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for work in works:
        yield writer.writerow(map(guarded, row_of(work)))


def row_of(work: Description) -> list[str]:
    """Return the cells of a work, in the order of `COLUMNS`."""
    others = [f"{one.name} ({one.role})" for one in work.contributors if one not in work.authors]
    return [
        work.url,
        work.title,
        work.deck,
        BETWEEN.join(one.name for one in work.authors),
        BETWEEN.join(others),
        str(work.published or ""),
        work.kind_label,
        work.language,
        work.center,
        work.series,
        work.outlet,
        work.outlet_url,
        work.doi,
        BETWEEN.join(work.subjects),
        work.place,
        work.publisher,
        str(work.words),
        BETWEEN.join(file.url for file in work.files),
    ]


def as_ris(works: Iterable[Description]) -> Iterator[str]:
    """Yield RIS, one work after the other."""
    return map(ris, works)


def as_bibtex(works: Iterable[Description]) -> Iterator[str]:
    """Yield BibTeX, one entry after the other."""
    return (f"{bibtex(work).rstrip()}\n\n" for work in works)


def as_json(works: Iterable[Description]) -> Iterator[str]:
    """Yield a list of CSL-JSON, one work on a line."""
    before = "["
    for work in works:
        yield f"{before}\n{json.dumps(csl(work), ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


Writer = Callable[[Iterable[Description]], Iterator[str]]

FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8; header=present", as_csv),
    "ris": ("application/x-research-info-systems; charset=utf-8", as_ris),
    "bib": ("application/x-bibtex; charset=utf-8", as_bibtex),
    "json": ("application/vnd.citationstyles.csl+json; charset=utf-8", as_json),
}
"""The formats of an export, by the last letters of its address: media type, writer."""
