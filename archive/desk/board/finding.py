"""The quick search of the desk: one line for works, people, terms and centers, each as its list finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from archive.articles.models import Article, Outlet
from archive.centers.models import Center, Series
from archive.tags.models import Term
from archive.text.strings import tidy
from authors.models import Author

MODELS = (Article, Author, Term, Series, Center, Outlet)
MOST = 8
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind: the records as (address, name), and the list of all of them."""

    label: Any
    records: list[tuple[str, str]]
    rest: str
    more: bool


def find(request: HttpRequest, term: str) -> list[Found]:
    """Return what the user may see and the words mean, a few of each kind; nothing for nothing."""
    term = tidy(term, limit=LONGEST)
    if not term:
        return []
    pages = [admin.site.get_model_admin(model) for model in MODELS]
    found = [_of(request, page, term) for page in pages if page.has_view_permission(request)]
    return [one for one in found if one.records]


def _of(request: HttpRequest, page: Any, term: str) -> Found:
    meta = page.opts
    rows, _may_repeat = page.get_search_results(request, page.get_queryset(request), term)
    rows = list(page.for_choosing(rows)[: MOST + 1])
    records = [
        (reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]), page.describe(row))
        for row in rows[:MOST]
    ]
    rest = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return Found(meta.verbose_name_plural, records, f"{rest}?{urlencode({'q': term})}", len(rows) > MOST)
