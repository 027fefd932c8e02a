"""Whom and what a record means: names in a file to authority records of the archive.

A name leads to the record whose preferred name or name form has the same key (NFC, case folded, blanks and
quotation marks alike). None found: a record is made. Several found: nothing is guessed, the name stays
undecided. A `Matcher` serves one run and remembers what it found.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from archive.articles.models import Kind, KindName, Outlet, OutletName
from archive.authority import NAME_LENGTH
from archive.centers.models import Center, CenterName, Series, SeriesName
from archive.importing.models import Change
from archive.tags.models import Term, TermName
from archive.text.names import sort_name
from archive.text.slugs import RESERVED, slugify
from archive.text.strings import matching_key, tidy
from authors.models import Author, AuthorName

if TYPE_CHECKING:
    from archive.importing.journal import Journal


class Undecided(Exception):
    """A name that more than one authority record answers to."""

    def __init__(self, name: str, candidates: Iterable[models.Model]) -> None:
        self.name, self.candidates = name, list(candidates)
        super().__init__(f"“{name}” may mean any of {len(self.candidates)} records")


class Authority[Model: models.Model]:
    """The records of one kind by the key of any of their names, found in bulk and remembered.

    `form` is the model of the name forms and `owner` its foreign key to the record; `scope` narrows both
    sides (a term's facet); `make` saves a record for a name that nobody has, `made` remembers which.
    """

    def __init__(
        self,
        model: type[Model],
        form: type[models.Model],
        owner: str,
        make: Callable[[str, str], Model],
        journal: Journal | None = None,
        **scope: Any,
    ) -> None:
        self.journal = journal
        self.model, self.form, self.owner, self.make, self.scope = model, form, owner, make, scope
        self.found: dict[str, list[Model]] = {}
        self.made: set[int] = set()

    def look_up(self, names: Iterable[str]) -> None:
        """Load the records of all these names, in two queries whatever their number."""
        keys = {_key(name) for name in names} - self.found.keys()
        if not keys:
            return
        known: defaultdict[str, dict[int, Model]] = defaultdict(dict)
        for record in self.model._default_manager.filter(key__in=keys, **self.scope):
            known[record.key][record.pk] = record
        scope = {f"{self.owner}__{name}": value for name, value in self.scope.items()}
        for form in self.form._default_manager.filter(key__in=keys, **scope).select_related(self.owner):
            record = getattr(form, self.owner)
            known[form.key][record.pk] = record
        for key in keys:
            self.found[key] = list(known[key].values())

    def get(self, name: str) -> Model:
        """Return the record a name means, made now if there is none. Raises `Undecided` for several."""
        key = _key(name)
        if key not in self.found:
            self.look_up([name])
        if not self.found[key]:
            record = self.make(tidy(name)[:NAME_LENGTH], key)
            self.found[key] = [record]
            self.made.add(record.pk)
            if self.journal:
                self.journal.made(record)
        if len(self.found[key]) > 1:
            raise Undecided(name, self.found[key])
        return self.found[key][0]

    def find(self, name: str) -> Model | None:
        """Return the record a name means, if exactly one does; make nothing."""
        key = _key(name)
        if key not in self.found:
            self.look_up([name])
        return self.found[key][0] if len(self.found[key]) == 1 else None


class Matcher:
    """Everything a record can name, for the length of one run."""

    def __init__(self, journal: Journal | None = None) -> None:
        self.journal = journal
        self.centers = Authority(Center, CenterName, "center", _make_center, journal)
        self.series = Authority(Series, SeriesName, "series", _make_series, journal)
        self.people = Authority(Author, AuthorName, "author", _make_author, journal)
        self.outlets = Authority(Outlet, OutletName, "outlet", _make_outlet, journal)
        self._terms: dict[str, Authority[Term]] = {}
        self._kinds: dict[tuple[str, str], Kind | None] = {}
        self._imported_centers: set[int | None] | None = None

    def made_by_import(self, center: Center) -> bool:
        """Say whether an import has made the center: this run, or one before it that is not undone."""
        if self._imported_centers is None:
            made = Change.objects.filter(subject="centers.center", before__isnull=True, run__undone_by=None)
            self._imported_centers = set(made.values_list("object_id", flat=True))
        return center.pk in self.centers.made or center.pk in self._imported_centers

    def terms(self, facet: str) -> Authority[Term]:
        """Return the authority of one facet's terms."""
        if facet not in self._terms:
            self._terms[facet] = Authority(
                Term, TermName, "term", _term_maker(facet), self.journal, facet=facet
            )
        return self._terms[facet]

    def kind(self, code: str, label: str) -> Kind | None:
        """Return the kind of a code, or of a label where there is no code; a new one is made as unknown."""
        code, label = tidy(code, 60), tidy(label, 80)
        if (code, label) not in self._kinds:
            self._kinds[code, label] = self._kind(code, label)
        return self._kinds[code, label]

    def _kind(self, code: str, label: str) -> Kind | None:
        if not code and not label:
            return None
        found = _known_kind(code, label)
        if found is None:
            found = Kind.objects.create(code=code or label, label=label or code, is_known=False)
            if self.journal:
                self.journal.made(found)
        return found


def _key(name: str) -> str:
    return matching_key(tidy(name))[:NAME_LENGTH]


def free_slug(name: str, key: str, taken: models.QuerySet, reserved: Iterable[str] = ()) -> str:
    """Return a slug for a name; where another record has it or had it, one with a mark made from the key.

    The mark depends on the name alone, never on how many came before.
    """
    slug = slugify(name)
    held = taken.filter(Q(slug=slug) | Q(past_slugs__slug=slug))
    if slug not in reserved and not held.exists():
        return slug
    mark = hashlib.sha256(key.encode()).hexdigest()[:6]
    return f"{slug[:73].rstrip('-')}-{mark}"


def _make_center(name: str, key: str) -> Center:
    slug = free_slug(name, key, Center.objects.all(), RESERVED)
    is_first = not Center.objects.filter(is_default=True).exists()
    return Center.objects.create(name=name, slug=slug, is_default=is_first)


def _make_series(name: str, key: str) -> Series:
    return Series.objects.create(name=name, slug=free_slug(name, key, Series.objects.all()))


def _make_author(name: str, key: str) -> Author:
    return Author.objects.create(
        name=name, sort_name=sort_name(name), slug=free_slug(name, key, Author.objects.all())
    )


def _make_outlet(name: str, key: str) -> Outlet:
    return Outlet.objects.create(name=name)


def _term_maker(facet: str) -> Callable[[str, str], Term]:
    def make(name: str, key: str) -> Term:
        slug = free_slug(name, key, Term.objects.in_facet(facet))
        return Term.objects.create(facet=facet, name=name, slug=slug)

    return make


def _known_kind(code: str, label: str) -> Kind | None:
    if code:
        return Kind.objects.filter(code=code).first()
    named = KindName.objects.filter(key=matching_key(label)).select_related("kind").first()
    return named.kind if named else Kind.objects.filter(Q(label__iexact=label) | Q(code=label)).first()
