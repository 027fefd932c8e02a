"""What a check finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: the thing and what is wrong with it, and what would mend it.

    A hint is nothing broken, only worth a look.
    """

    problem: str
    remedy: str
    is_hint: bool = False

    def __str__(self) -> str:
        return f"{self.problem.rstrip('.')}. {self.remedy.rstrip('.')}."


Findings = Iterator[Finding]


def by_key(rows: models.QuerySet) -> Iterator[list[Any]]:
    """Yield the rows of a queryset in the order of their keys, 500 at a time, a query for each."""
    last = 0
    rows = rows.order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield batch
        last = batch[-1].pk


def named(row: models.Model) -> str:
    """Return what a row is called in a sentence: its kind, its name, and its address where it has one."""
    name = str(row)
    shown = name if len(name) <= 80 else f"{name[:79]}…"
    address = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return f"The {row._meta.verbose_name} “{shown}”{f' ({address})' if address else ''}"
