"""What a reader may ask of a list: the one place that knows the names of the parameters.

Within a facet choices add up (or), facets narrow each other (and). Every value is parsed into a bounded type
before a query sees it. What is not understood never fails: a choice that names nothing published finds
nothing, a date that is none is left out, and either is said in `notes`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import Filter, FilterSet
from pyroaring import BitMap

from archive.articles import sets
from archive.articles.facets import FACETS
from archive.articles.listing import Among, Position
from archive.articles.models import Article
from archive.articles.presence import Present, named
from archive.articles.search import Found, find
from archive.articles.search.query import Piece
from archive.articles.sets import Scope, Sets
from archive.tags.models import Facet
from archive.text.dates import FIRST_YEAR, LAST_YEAR, PartialDate, parse_iso
from archive.text.languages import native_name, normalise
from archive.text.strings import tidy

PARAMETERS = (
    "q", "kind", "topic", "region", "program", "project", "collection", "center", "author", "series",
    "language", "year", "from", "to", "sort", "page",
)  # fmt: skip
"""All names, in the order in which addresses write them."""

LABELS: dict[str, str | Promise] = {
    "kind": _("Kind"),
    **dict(Facet.choices),
    "center": _("Center"),
    "author": _("Author"),
    "series": _("Series"),
    "language": _("Language"),
    "year": _("Year"),
    "from": _("From"),
    "to": _("Until"),
}
SORTS: dict[str, str | Promise] = {
    "relevance": _("Most relevant first"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "title": _("By title"),
}
Narrow = Callable[[Sets, Any], BitMap]

ALL = Scope()
"""The works of a page that shows them all."""
MOST_CHOICES = 20
LONGEST_CHOICE = 100
LONGEST_QUESTION = 200


class Repeated(forms.Widget):
    """A parameter that may stand in an address several times."""

    def value_from_datadict(self, data: QueryDict, files: Any, name: str) -> list[str]:
        return data.getlist(name)


class ChoicesField(forms.Field):
    """The choices made in one facet, each once, in the order of the address."""

    widget = Repeated

    def clean(self, value: list[str]) -> tuple[str, ...]:
        tidied = (tidy(text, LONGEST_CHOICE) for text in value[:MOST_CHOICES])
        return tuple(dict.fromkeys(filter(None, tidied)))


class LineField(forms.Field):
    """One line in a reader's own words; the last counts where an address has several."""

    longest = LONGEST_CHOICE

    def clean(self, value: str | None) -> Any:
        return tidy(value or "", self.longest)


class QuestionField(LineField):
    """What a reader searches for."""

    longest = LONGEST_QUESTION


class DateField(LineField):
    """A year, a month or a day; None where none is given."""

    def clean(self, value: str | None) -> PartialDate | None:
        text = super().clean(value)
        try:
            return parse_iso(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(text, code="no date") from error


class PositionField(LineField):
    """A place in the list; None where it is none that a list can have."""

    def clean(self, value: str | None) -> Position | None:
        return Position.parse(super().clean(value))


class Line(Filter):
    """One line of the address; `narrow(sets, value)` is asked for the works only where there is one."""

    def __init__(self, field_class: type[forms.Field], narrow: Narrow | None = None) -> None:
        super().__init__(label="", required=False)
        self.field_class = field_class
        self.narrow = narrow

    def filter(self, works: BitMap, value: Any) -> BitMap:
        return works & self.narrow(self.parent.sets, value) if self.narrow and value else works


class Question(Line):
    """What a reader searches for: narrows to what the words find."""

    def __init__(self) -> None:
        super().__init__(QuestionField)

    def filter(self, works: BitMap, value: str) -> BitMap:
        return works & self.parent.found.works if value else works


class Choices(Filter):
    """Choices of one facet, which is the `facet` of the sets that narrow to them.

    `read(value)` tells what a value names where that is no row of a table.
    """

    field_class = ChoicesField

    def __init__(self, facet: str, read: Callable[[str], Present | None] | None = None) -> None:
        super().__init__(label="", required=False)
        self.facet = facet
        self.read = read

    def filter(self, works: BitMap, chosen: tuple[str, ...]) -> BitMap:
        if not chosen:
            return works
        keys = [present.key for present in self.parent.named(self.field_name).values()]
        return works & self.parent.sets.of(self.facet, *keys)


def since(sets: Sets, date: PartialDate) -> BitMap:
    """Return the works dated on the first day of the date or later."""
    return sets.between(date.first_day, None)


def until(sets: Sets, date: PartialDate) -> BitMap:
    """Return the dated works, up to the last day of the date."""
    following = dt.date(date.year + 1, 1, 1)
    if date.day:
        following = date.first_day + dt.timedelta(days=1)
    elif date.month and date.month < 12:
        following = dt.date(date.year, date.month + 1, 1)
    return sets.between(dt.date(FIRST_YEAR, 1, 1), following)


def read_year(value: str) -> Present | None:
    """Return a year that a work can have."""
    is_year = (
        value.isascii() and value.isdigit() and len(value) == 4 and FIRST_YEAR <= int(value) <= LAST_YEAR
    )
    return Present(int(value), value) if is_year else None


def read_language(value: str) -> Present | None:
    """Return a language tag as works carry it."""
    tag = normalise(value)
    return Present(tag, native_name(tag)) if tag else None


class WorkFilter(FilterSet):
    """A reader's question to a list of works, read from the address."""

    q = Question()
    kind = Choices("kind")
    topic = Choices("term")
    region = Choices("term")
    program = Choices("term")
    project = Choices("term")
    collection = Choices("term")
    center = Choices("center")
    author = Choices("author")
    series = Choices("series")
    language = Choices("language", read_language)
    year = Choices("year", read_year)
    sort = Line(LineField)
    page = Line(PositionField)

    def __init__(self, data: QueryDict, scope: Scope = ALL) -> None:
        super().__init__(data, Article.objects.published())
        self.scope = scope

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """Add the parameter `from`, which Python cannot write as an attribute, and `to` beside it."""
        span = {"from": Line(DateField, since), "to": Line(DateField, until)}
        for name, line in span.items():
            line.field_name = name
        return {**super().get_filters(), **span}

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Every parameter's value, parsed."""
        self.form.is_valid()
        return {name: self.form.cleaned_data.get(name) for name in PARAMETERS}

    @cached_property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The facets that a reader has chosen from, and the choices."""
        return {name: self.asked[name] for name in FACETS if self.asked[name]}

    @cached_property
    def _named(self) -> dict[str, dict[str, Present]]:
        rows = {name: values for name, values in self.chosen.items() if self.filters[name].read is None}
        return named(rows) if rows else {}

    def named(self, facet: str) -> dict[str, Present]:
        """Return what the choices of a facet name; what names nothing published is not among them."""
        if read := self.filters[facet].read:
            return {value: present for value in self.chosen.get(facet, ()) if (present := read(value))}
        return self._named.get(facet, {})

    @cached_property
    def sets(self) -> Sets:
        """The works of every choice as of now: one version answers all that is asked."""
        return sets.current()

    @cached_property
    def everything(self) -> BitMap:
        """The published works of the page, before anything is asked."""
        return self.scope.members(self.sets)

    def narrow(self, but: str = "") -> BitMap:
        """Return the works that everything asked leaves, one facet left out of account if `but` names it."""
        works = self.everything
        for name in PARAMETERS:
            if name != but:
                works = self.filters[name].filter(works, self.asked[name])
        return works

    @cached_property
    def found(self) -> Found:
        """What the question finds among all works of the page: the index is asked once."""
        return find(self.question, self.everything, self.sets)

    def hits(self) -> Found:
        """Return what the question finds among the works that everything else asked leaves."""
        return self.found.within(self.narrow(but="q"))

    def works(self) -> Among:
        """Return the works of the list."""
        return Among(self.sets, self.narrow())

    @property
    def question(self) -> str:
        """What a reader searches for; "" for nothing."""
        return self.asked["q"]

    @property
    def orders(self) -> list[str]:
        """The orders that the list can have; only found works are more or less relevant."""
        return [name for name in SORTS if name != "relevance" or self.question]

    @property
    def order(self) -> str:
        """The order of the list: the one asked for, else its first."""
        return self.asked["sort"] if self.asked["sort"] in self.orders else self.orders[0]

    @property
    def position(self) -> Position | None:
        """The place in the list; None where the address names none that a list can have."""
        return self.asked["page"]

    @cached_property
    def parameters(self) -> list[tuple[str, str]]:
        """What is asked, as an address writes it: names in their order, nothing that is understood anyway."""
        pairs: list[tuple[str, str]] = []
        for name in PARAMETERS:
            value = self.asked[name]
            if name == "sort" and self.order == self.orders[0]:
                continue
            values = sorted(value) if name in FACETS else (str(value or ""),)
            pairs += [(name, text) for text in values if text]
        return pairs

    def address(self, *, drop: Collection[str] = (), **change: str) -> str:
        """Return the query string ("?..." or "") with some parameters dropped or changed."""
        pairs = [pair for pair in self.parameters if pair[0] not in drop and pair[0] not in change]
        return _written(pairs + [(name, value) for name, value in change.items() if value])

    def toggled(self, facet: str, value: str) -> str:
        """Return the query string with a choice added, or taken away where it is made; back at page 1."""
        pairs = [pair for pair in self.parameters if pair[0] != "page"]
        pair = (facet, value)
        return _written([one for one in pairs if one != pair] if pair in pairs else [*pairs, pair])

    @property
    def pieces(self) -> list[Piece]:
        """What the question says beyond words: fields, and what must not be there."""
        return list(self.found.query.pieces) if self.question else []

    def without(self, piece: Piece) -> str:
        """Return the query string with a piece of the question taken away; back at page 1."""
        return self.address(drop=["page"], q=self.found.query.without(piece))

    @property
    def notes(self) -> list[Promise]:
        """Sentences on what of the question could not be understood, or was not looked for."""
        return [*self._notes_on_words(), *self._notes_on_choices()]

    def _notes_on_words(self) -> list[Promise]:
        if not self.question:
            return []
        notes = []
        if ignored := dict.fromkeys(self.found.query.ignored):
            left_out = _("Not looked for: {words}. Put words in quotation marks to have them looked for.")
            notes.append(format_lazy(left_out, words=", ".join(ignored)))
        nothing = _("“{value}” ({facet}) names nothing here.")
        for one in self.found.conditions.unknown:
            notes.append(format_lazy(nothing, value=one.text, facet=LABELS[one.field]))
        return notes

    def _notes_on_choices(self) -> list[Promise]:
        nothing = _("“{value}” ({facet}) names nothing here, so nothing is found under it.")
        no_date = _("“{value}” is not a date and was left out; write 2014, 2014-12 or 2014-12-02.")
        unknown = [
            format_lazy(nothing, value=value, facet=LABELS[facet])
            for facet, values in self.chosen.items()
            for value in values
            if value not in self.named(facet)
        ]
        errors = [text for name in ("from", "to") for text in self.form.errors.get(name, ())]
        return unknown + [format_lazy(no_date, value=text) for text in errors]


def _written(pairs: list[tuple[str, str]]) -> str:
    ordered = sorted(pairs, key=lambda pair: (PARAMETERS.index(pair[0]), pair[1]))
    return f"?{urlencode(ordered)}" if ordered else ""
