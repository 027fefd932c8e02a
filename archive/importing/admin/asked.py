"""What the pages of names to decide show, read in a number of queries that does not depend on the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from archive.articles.models import Article, BylineEntry
from archive.editing.choosing import is_id
from archive.importing.candidates import Candidate
from archive.importing.models import OpenName, Waiting
from archive.importing.reconciling import MODELS
from archive.text.strings import matching_key

PAGE = 20
"""Questions on one page."""

State = OpenName.State


@dataclass(slots=True)
class Place:
    """A work that waits, with what else its byline says."""

    pk: int
    work: Article
    field: str
    role: str
    key: str

    @property
    def company(self) -> list[BylineEntry]:
        """The entries of the byline."""
        return self.work.byline

    @property
    def meant(self) -> list[BylineEntry]:
        """The entries that are the name itself."""
        if self.field != "authors":
            return []
        return [entry for entry in self.company if matching_key(entry.name) == self.key]


@dataclass(slots=True)
class Asked:
    """A question as a page shows it."""

    question: OpenName
    candidates: list[tuple[Candidate, str]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    target: Any = None
    label: str = ""
    chooser: str = ""
    then: int | None = None
    may_add: bool = False
    may_form: bool = False

    @property
    def more(self) -> int:
        """How many works wait besides those shown."""
        return max(0, self.question.works - len(self.places))


def numbers_of_states(user: Any) -> dict[str, Counter[str]]:
    """Count the questions that the user sees, by state and authority; not those that nobody asks any more."""
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    asked = OpenName.objects.visible_to(user).filter(Q(works__gt=0) | Q(state=State.DECIDED)).order_by()
    for state, authority, number in asked.values_list("state", "authority").annotate(Count("pk")):
        numbers[state][authority] = number
    return numbers


def page_of(questions: QuerySet, after: str, *, newest: bool) -> tuple[list[OpenName], str]:
    """Return the questions behind a mark, and the mark of the next page; those with most works come first."""
    works, _dot, pk = after.partition(".")
    if is_id(works) and is_id(pk):
        behind = Q(works=int(works), pk__gt=int(pk)) | Q(works__lt=int(works))
        questions = questions.filter(Q(pk__lt=int(pk)) if newest else behind)
    ordered = questions.order_by("-pk") if newest else questions.order_by("-works", "pk")
    rows = list(ordered.select_related("decided_by")[: PAGE + 1])
    shown = rows[:PAGE]
    return shown, f"{shown[-1].works}.{shown[-1].pk}" if len(rows) > PAGE else ""


def places_of(questions: Iterable[OpenName], number: int, after: int, user: Any) -> dict[int, list[Place]]:
    """Return the first works of each question that the user sees: those that wait, or it was settled in."""
    keys = {state == State.DECIDED: [] for state in (State.OPEN, State.DECIDED)}
    for question in questions:
        keys[question.state == State.DECIDED].append(question.pk)
    rank = Window(RowNumber(), partition_by=F("question"), order_by="pk")
    rows = Waiting.objects.visible_to(user).filter(
        Q(question__in=keys[False], settled_at=None) | Q(question__in=keys[True]), pk__gt=after
    )
    rows = list(rows.annotate(rank=rank).filter(rank__lte=number).order_by("pk"))
    works = {work.pk: work for work in Article.objects.for_card().filter(pk__in=[r.article_id for r in rows])}
    places: dict[int, list[Place]] = defaultdict(list)
    for row in rows:
        if row.article_id in works:
            key = matching_key(row.name)
            places[row.question_id].append(Place(row.pk, works[row.article_id], row.field, row.role, key))
    return places


def targets_of(questions: Iterable[OpenName]) -> dict[tuple[Any, int | None], Any]:
    """Return the records that decided names mean, by model and key."""
    wanted: defaultdict[Any, set[int]] = defaultdict(set)
    for question in questions:
        if question.target_id:
            wanted[MODELS[question.authority]].add(question.target_id)
    site = admin.site
    return {
        (model, record.pk): record
        for model, keys in wanted.items()
        for record in site.get_model_admin(model).for_choosing(model._default_manager.filter(pk__in=keys))
    }
