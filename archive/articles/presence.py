"""What readers may know to exist: people, terms, series and kinds that a published work names.

A record that only drafts name is as hidden as the drafts are: its page is absent, and a choice of it in a
list finds nothing and is not spelt out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value

from archive.articles.models import Article, Kind, LegacyAddress
from archive.articles.querysets import ArticleQuerySet, LegacyAddressQuerySet
from archive.centers.models import Center, MenuItem, Series
from archive.tags.models import Facet, Term
from archive.tags.querysets import TermQuerySet
from authors.models import Author
from authors.querysets import AuthorQuerySet


def addressed() -> ArticleQuerySet:
    """The works whose addresses answer: published ones, and withdrawn ones, which say why they are gone."""
    return Article.objects.published() | Article.objects.withdrawn()


def former_addresses() -> LegacyAddressQuerySet:
    """The addresses at former sites that answer: all but those of works that readers may not know."""
    works = addressed().filter(pk=OuterRef("article_id"))
    return LegacyAddress.objects.filter(Q(article=None) | Q(Exists(works)))


def people() -> AuthorQuerySet:
    """The people whom a published work names."""
    return Author.objects.filter(
        Exists(Article.objects.published().filter(byline_entries__author=OuterRef("pk")))
    )


def terms() -> TermQuerySet:
    """The terms that a published work carries, they or one below them; and those that a menu leads to."""
    works = Article.objects.published().filter(term_links__tag__ancestor_links__ancestor=OuterRef("pk"))
    return Term.objects.filter(Exists(works) | Exists(MenuItem.objects.filter(term=OuterRef("pk"))))


def series() -> QuerySet[Series]:
    """The series in which a work is published."""
    return Series.objects.filter(Exists(Article.objects.published().filter(series=OuterRef("pk"))))


def kinds() -> QuerySet[Kind]:
    """The kinds of which a work is published."""
    return Kind.objects.filter(Exists(Article.objects.published().filter(kind=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Present:
    """What a choice names: the key by which works are narrowed to it, and what readers call it."""

    key: int | str
    label: str


def named(choices: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Present]]:
    """Return the rows that choices of facets name, by facet and value, in one query (none for no choices).

    `choices` maps `kind`, a term's facet, `center`, `author` or `series` to values as addresses carry them:
    codes of kinds, else slugs. What readers may not know is left out, as if it were not there.
    """
    found: dict[str, dict[str, Present]] = {facet: {} for facet in choices}
    arms = []
    if wanted := choices.get("kind"):
        arms.append(kinds().filter(code__in=wanted).values_list(_text("kind"), "code", "label", "pk"))
    tags = [Q(facet=facet, slug__in=choices[facet]) for facet in Facet.values if choices.get(facet)]
    if tags:
        arms.append(terms().filter(reduce(or_, tags)).values_list("facet", "slug", "name", "pk"))
    for facet, rows in (("center", Center.objects.all()), ("author", people()), ("series", series())):
        if wanted := choices.get(facet):
            arms.append(rows.filter(slug__in=wanted).values_list(_text(facet), "slug", "name", "pk"))
    if arms:
        first, *others = (arm.order_by() for arm in arms)
        for facet, value, label, pk in first.union(*others, all=True).order_by() if others else first:
            found[facet][value] = Present(pk, label)
    return found


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())
