"""The lists of works that machines may ask for: those of the readers' pages, by the same names and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.articles import presence
from archive.articles.filters import ALL, WorkFilter
from archive.articles.listing import Among
from archive.articles.sets import Scope
from archive.centers.models import Center
from archive.tags.models import FACET_PLURALS
from archive.text.languages import normalise

FACETS = {plural: facet for facet, plural in FACET_PLURALS.items()}


@dataclass(frozen=True, slots=True)
class WorkList:
    """A list of works, as a page shows it under its host (None in an empty archive).

    `path` is that of the page as it was asked for, `canonical` the one without a host's prefix. `language` is
    the interface's, as BCP 47; `title` names host and list in it. `asked` narrows to what readers may see.
    """

    host: Center | None
    language: str
    title: str
    path: str
    canonical: str
    asked: WorkFilter

    @property
    def house(self) -> str:
        """The institution: what the host belongs to, or the host itself; the title in an empty archive."""
        return (self.host.umbrella or self.host).name if self.host else self.title

    @property
    def newest_query(self) -> str:
        """The query string of the list ("?..." or "") from its beginning, newest first."""
        return self.asked.address(drop=["page", "sort"])

    def works(self) -> Among:
        """Return the works of the list that readers may see."""
        return self.asked.works()


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a page lists: the record whose works they are, or the words that name the list; which works."""

    record: Model | None
    name: str | Promise
    scope: Scope
    is_filtered: bool = True


def list_of(request: HttpRequest, page: str, *, host: str = "", **named: str) -> WorkList:
    """Return the list that the page of this URL name shows; raise Http404 where readers have no such page.

    Two queries (host, record), one or two more for their names where the host speaks another language than
    English, and one where the address makes choices or asks a question.
    """
    center = Center.objects.with_slug(host) if host else Center.objects.default()
    if host and center is None:
        raise Http404("No center has this slug.")
    spoken = interface_language(center)
    shelf = SHELVES[page](center, **named)
    asked = WorkFilter(request.GET if shelf.is_filtered else QueryDict(), shelf.scope)
    path = request.path.rpartition("/")[0] + "/"
    bare = path.removeprefix(f"/{host}") if host else path
    return WorkList(
        host=center,
        language=normalise(spoken),
        title=title_of(shelf, asked, center, spoken),
        path=path,
        canonical=path if bare == "/" else bare,
        asked=asked,
    )


def interface_language(center: Center | None) -> str:
    """Return the language in which a host's pages speak, as Django writes it."""
    try:
        return translation.get_supported_language_variant((center.language if center else "").lower())
    except LookupError:
        return settings.LANGUAGE_CODE


def title_of(shelf: Shelf, asked: WorkFilter, host: Center | None, spoken: str) -> str:
    """Return “Host · List: what narrows it”, in a language of the interface."""
    brand = called(host, spoken) if host else ""
    if shelf.record is None:
        with translation.override(spoken):
            name = str(shelf.name)
    else:
        name = brand if shelf.record == host else called(shelf.record, spoken)
    title = " · ".join(dict.fromkeys(filter(None, (brand, name))))
    narrowed = ", ".join(narrowing(asked))
    return f"{title}: {narrowed}" if narrowed else title


def narrowing(asked: WorkFilter) -> list[str]:
    """Return what narrows a list, in words: the question, the choices by their labels, the span."""
    words = [f"“{asked.question}”"] if asked.question else []
    for facet, values in asked.chosen.items():
        known = asked.named(facet)
        words += [known[value].label if value in known else value for value in values]
    first, last = asked.asked["from"] or "", asked.asked["to"] or ""
    return [*words, f"{first}–{last}"] if first or last else words


def called(record: Model, spoken: str) -> str:
    """Return what a record is called in a language; the name it has where none is recorded in it."""
    own = getattr(record, "brand", record.name)
    tags = [normalise(spoken), spoken.split("-")[0]]
    if settings.LANGUAGE_CODE in tags:
        return own
    current = {"is_former": False} if isinstance(record, Center) else {}
    rows = record.names.filter(language__in=tags, **current).order_by("pk").values_list("language", "name")
    names = sorted(rows, key=lambda row: tags.index(row[0]))
    return names[0][1] if names else own


def _home(host: Center | None) -> Shelf:
    return Shelf(host, _("Archive"), ALL, is_filtered=False)


def _center(host: Center) -> Shelf:
    return Shelf(host, "", Scope("house", host.pk))


def _articles(_host: Center | None) -> Shelf:
    return Shelf(None, _("Research"), ALL)


def _search(_host: Center | None) -> Shelf:
    return Shelf(None, _("Search"), ALL)


def _author(_host: Center | None, slug: str) -> Shelf:
    person = get_object_or_404(presence.people().only("name"), slug=slug)
    return Shelf(person, "", Scope("author", person.pk))


def _series(_host: Center | None, slug: str) -> Shelf:
    found = get_object_or_404(presence.series().only("name"), slug=slug)
    return Shelf(found, "", Scope("series", found.pk))


def _term(_host: Center | None, vocabulary: str, slug: str) -> Shelf:
    found = get_object_or_404(presence.terms().in_facet(FACETS[vocabulary]).only("name"), slug=slug)
    return Shelf(found, "", Scope("term", found.pk))


SHELVES: dict[str, Callable[..., Shelf]] = {
    "home": _home,
    "center": _center,
    "articles": _articles,
    "search": _search,
    "author": _author,
    "series": _series,
    "term": _term,
}
"""What each page lists, by the page's URL name."""
