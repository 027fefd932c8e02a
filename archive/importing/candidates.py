"""Whom an undecided name may mean: the records that come near it, the nearest first, with the reasons.

Candidates are looked for when a page shows them, for all its questions at once, and kept nowhere: they are
those of the moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from archive.articles.models import BylineEntry
from archive.editing import number_of
from archive.importing.models import OpenName
from archive.importing.reconciling import MODELS
from archive.tags.models import Term
from archive.text.likeness import Reason, likeness, plain_letters, sketches
from archive.text.names import is_mixed_script
from authors.models import Author

MOST = 9
"""Candidates of one question: as many as there are keys for them."""
SAME, FOLDED, LIKELY = 0, 1, 2
_LINKS = {
    "author": ("byline_entries", "article"),
    "term": ("article_links", "content_object"),
    "center": ("article_links", "article"),
    "series": ("articles", "pk"),
    "outlet": ("articles", "pk"),
}
"""How many works name a record: the accessor that leads to them, and what is counted."""


@dataclass(slots=True)
class Candidate:
    """A record that a name may mean. `spelling` is the name form that comes near, "" where it is the name.

    `works` is how many works name it; `company` are people it has written with who stand in works that wait.
    """

    record: Any
    reasons: list[str] = field(default_factory=list)
    rank: int = LIKELY
    spelling: str = ""
    works: int = 0
    company: list[str] = field(default_factory=list)

    @property
    def has_the_name(self) -> bool:
        """Whether the record bears the very name, so that adding it as a form would add nothing."""
        return self.rank == SAME


def candidates(
    questions: Iterable[OpenName], company: dict[int, set[int]] | None = None
) -> dict[int, list[Candidate]]:
    """Return the candidates of questions, at most nine each, by the question's key.

    `company` names, by question, people who stand in works that wait: who has written with them comes first
    among equals. At most six queries for each of the five kinds of records.
    """
    groups: defaultdict[Any, list[OpenName]] = defaultdict(list)
    for question in questions:
        groups[MODELS[question.authority]].append(question)
    found: dict[int, list[Candidate]] = {}
    for model, group in groups.items():
        near = _near(model, group)
        records = load(model, {pk for ranked in near.values() for pk in ranked})
        for question in group:
            some = [
                Candidate(records[pk], _words(rank, why), rank, spelling, records[pk].number_of_works)
                for pk, (rank, why, spelling) in near[question.pk].items()
                if pk in records
            ]
            found[question.pk] = some
        if model is Author and company:
            _note_company(found, {question.pk: company.get(question.pk, set()) for question in group})
    for question_pk, some in found.items():
        some.sort(key=lambda one: (one.rank, -len(one.company), -one.works, one.record.pk))
        found[question_pk] = some[:MOST]
    return found


Near = dict[int, tuple[int, tuple[Reason, ...], str]]


def _near(model: Any, questions: list[OpenName]) -> dict[int, Near]:
    """Return, by question and key of a record, how near it comes: rank, reasons, spelling. Two queries."""
    asked = {question.pk: _Asked(model, question) for question in questions}
    wanted = Q(key__in={one.key for one in asked.values()})
    wanted |= Q(folded__in={value for one in asked.values() for value in one.folded})
    if model is Author:
        wanted |= Q(sketch__in={value for one in asked.values() for value in one.sketches})
    owner = model._meta.get_field("names").remote_field
    facet = ("facet",) if model is Term else ()
    rows = list(model._default_manager.filter(wanted).values_list("pk", "name", "key", "folded", *facet))
    forms = owner.model._default_manager.filter(wanted)
    columns = [f"{owner.name}_id", "name", "key", "folded", *(f"{owner.name}__facet" for _one in facet)]
    rows = [(*row, "") for row in rows] + [(*row, row[1]) for row in forms.values_list(*columns)]
    near: dict[int, Near] = {question.pk: {} for question in questions}
    for pk, name, key, fold, *facets, spelling in rows:
        for question_pk, one in asked.items():
            if facets and facets[0] != one.authority:
                continue
            answer = one.nearness(name, key, fold)
            known = near[question_pk].get(pk)
            if answer and (known is None or answer[0] < known[0]):
                near[question_pk][pk] = (*answer, spelling)
    return near


class _Asked:
    """A question's name by its keys."""

    def __init__(self, model: Any, question: OpenName) -> None:
        self.authority, self.key = question.authority, question.key
        self.names = [question.name]
        if is_mixed_script(question.name):
            self.names.append(plain_letters(question.name))
        self.folded = {model.folding(name) for name in self.names}
        self.is_person = model is Author
        self.sketches = {one for name in self.names for one in sketches(name)} if self.is_person else set()

    def nearness(self, name: str, key: str, folded: str) -> tuple[int, tuple[Reason, ...]] | None:
        """Return the rank and the reasons of a name; None where it comes nowhere near."""
        if key == self.key:
            return SAME, ()
        if folded in self.folded:
            return FOLDED, ()
        alike = [found for one in self.names if self.is_person and (found := likeness(one, name))]
        best = min(alike, key=lambda found: found.distance, default=None)
        return (LIKELY + best.distance, best.reasons) if best else None


def load(model: Any, keys: Collection[int]) -> dict[int, Any]:
    """Return the records, each with `number_of_works` and what tells it from its namesakes."""
    accessor, what = _LINKS[model._meta.model_name]
    records = model._default_manager.filter(pk__in=keys).annotate(
        number_of_works=number_of(model, accessor, what)
    )
    if model is Author:
        records = records.defer("bio").with_affiliations()
    elif model is Term:
        records = records.select_related("parent")
    return {record.pk: record for record in records} if keys else {}


def _note_company(found: dict[int, list[Candidate]], company: dict[int, set[int]]) -> None:
    """Note with candidates whom of the company they have written with. One query."""
    people = {one.record.pk for pk in company for one in found[pk]}
    others = {author for some in company.values() for author in some}
    if not people or not others:
        return
    together = BylineEntry.objects.filter(author__in=people, article__byline_entries__author__in=others)
    pairs: defaultdict[int, dict[int, str]] = defaultdict(dict)
    columns = ("author_id", "article__byline_entries__author_id", "article__byline_entries__author__name")
    for one, other, name in together.values_list(*columns).distinct():
        if one != other and other in others:
            pairs[one][other] = name
    for pk, some in company.items():
        for candidate in found[pk]:
            known = pairs[candidate.record.pk]
            candidate.company = sorted(known[other] for other in known if other in some)


def _words(rank: int, reasons: tuple[Reason, ...]) -> list[str]:
    """Return reasons as an editor reads them."""
    if rank < LIKELY:
        return [_("the same name") if rank == SAME else _("the same but for marks, titles or order")]
    said = {
        Reason.SAME: _("the same, written otherwise"),
        Reason.SCRIPT: _("in another script"),
        Reason.MIDDLE: _("a middle name more or less"),
        Reason.SPELLING: _("another spelling"),
        Reason.GENERATION: _("with or without “Jr.”"),
        Reason.ORDER: _("the words in another order"),
        Reason.INITIALS: _("the initials fit"),
        Reason.SHORT: _("a short form fits"),
    }
    return [said[reason] for reason in reasons]
