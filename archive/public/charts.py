"""Counts as pictures that are also tables: how long each bar is, which years it had, where it leads.

Every length is computed here, in whole percents; templates only draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from archive.articles.facets import Choice
from archive.public.listings import in_tree
from archive.text.drawing import Column, columns, share

Link = Callable[..., str]


@dataclass(slots=True)
class Mark:
    """A row of a chart: a choice of a facet, its works, the length of its bar in percents, and its years.

    `url` is "" where no list can be narrowed to it; `lang` is set where the label is not in the page's.
    """

    facet: str
    value: str
    label: str
    count: int
    share: int
    url: str = ""
    depth: int = 0
    lang: str = ""
    columns: list[Column] = field(default_factory=list)
    first: int = 0
    last: int = 0


def marks(facet: str, choices: list[Choice], link: Link) -> list[Mark]:
    """Return the rows of a facet's chart: as a tree, each branch below its root, the fullest first.

    A choice without a value stands last: the works that have none of the facet's.
    """
    longest = max((choice.count for choice in choices), default=0)
    nameless = [(choice, 0) for choice in choices if not choice.value]
    return [
        Mark(
            facet,
            choice.value,
            choice.label,
            choice.count,
            share=share(choice.count, longest),
            url=link(**{facet: choice.value}) if choice.value else "",
            depth=min(depth, 3),
        )
        for choice, depth in [*in_tree([choice for choice in choices if choice.value]), *nameless]
    ]


def spread(mark: Mark, years: Mapping[int, int], span: range) -> None:
    """Draw into a row how many of its works each year of the span has, to the height of its own best year."""
    if not years:
        return
    mark.first, mark.last = min(years), max(years)
    mark.columns = columns(years, span)
