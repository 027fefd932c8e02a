"""What an editor sees before records are merged: the records side by side, what moves, what to think of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.articles.models import Article
from archive.authority import NameForm, PastSlug
from archive.desk.merging.merges import works_of
from archive.merging import Part, plan
from archive.rights import visible
from archive.tags.models import Term
from archive.text.names import is_mixed_script
from authors.models import Affiliation, Author, AuthorLink

SAMPLES = 3
TELLING = (NameForm, PastSlug, Affiliation, AuthorLink, Term)
"""Rows that say what they are by themselves, and belong to no work."""


@dataclass(frozen=True, slots=True)
class Card:
    """A record as it stands beside others: `facts` are pairs of a word and values."""

    record: models.Model
    label: str
    url: str
    works: int
    facts: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Moving:
    """Rows of one kind: how many move, how many would stand twice and are kept once, and some of them."""

    label: str
    number: int
    twins: int
    samples: list[str] = field(default_factory=list)


def cards(records: Sequence[models.Model], user: Any) -> list[Card]:
    """Return the records as they stand side by side; works are counted as far as the user may see them."""
    page = admin.site.get_model_admin(type(records[0])) if records else None
    found = []
    for record in records:
        url = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
        number = works_of(record).filter(pk__in=Article.objects.visible_to(user).values("pk")).count()
        found.append(Card(record, page.describe(record), url, number, _facts(record)))
    return found


def moving(losers: Sequence[models.Model], winner: models.Model, user: Any) -> list[Moving]:
    """Return what would move, the most telling first; samples are only of what the user may see."""
    parts = sorted(plan(losers, winner), key=lambda part: -part.number)
    return [
        Moving(capfirst(part.reference.label), part.number, len(part.dropped), _samples(part, user))
        for part in parts
    ]


def warnings(losers: Sequence[models.Model], winner: models.Model) -> list[str]:
    """Return what speaks against a merge, or should be known: one sentence each."""
    told = []
    records = [winner, *losers]
    if isinstance(winner, Author):
        if len({one.orcid for one in records if one.orcid}) > 1:
            told.append(
                _("They have different ORCID iDs: these are two people, unless one of the iDs is wrong.")
            )
        told += [
            _("“%(name)s” mixes letters of two scripts that look alike; the name form keeps them.")
            % {"name": one}
            for one in records
            if is_mixed_script(one.name)
        ]
    if isinstance(winner, Term) and len({one.facet for one in records}) > 1:
        told.append(_("They are of different vocabularies; works move to that of the record that stays."))
    return told


def _facts(record: models.Model) -> list[tuple[str, list[str]]]:
    facts: list[tuple[str, list[str]]] = []
    if hasattr(record, "names"):
        facts.append((_("Also"), [str(one) for one in record.names.all()]))
    if isinstance(record, Author):
        facts.append((_("Positions"), [str(one) for one in record.affiliations.select_related("center")]))
        facts.append(("ORCID", [record.orcid]))
    if isinstance(record, Term):
        facts.append((_("Stands under"), [str(record.parent or "")]))
        facts.append((_("Has below it"), [str(one) for one in record.children.all()[:8]]))
    facts.append((_("Address"), [getattr(record, "slug", "") or getattr(record, "url", "")]))
    return [(word, kept) for word, values in facts if (kept := [one for one in values if one])]


def _samples(part: Part, user: Any) -> list[str]:
    """Return some of what moves, in words: titles of works that the user may see, or the rows themselves."""
    model = part.reference.model
    keys = [key for some in part.moved.values() for key in some[:50]]
    rows = model._base_manager.filter(pk__in=keys)
    if model is Article:
        return [str(one) for one in visible(rows, user).defer("body").order_by("pk")[:SAMPLES]]
    owner = next((one.name for one in model._meta.fields if one.related_model is Article), "")
    if owner:
        works = Article.objects.filter(pk__in=rows.values(owner))
        return [str(one) for one in visible(works, user).defer("body").order_by("pk")[:SAMPLES]]
    if issubclass(model, TELLING):
        return [str(one) for one in rows.order_by("pk")[:SAMPLES]]
    return []
