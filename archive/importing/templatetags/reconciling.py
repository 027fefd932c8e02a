"""What the desk's pages show of imports: the last runs, and what each month brought."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from django import template
from django.utils import timezone

from archive.importing.models import ImportRun
from archive.text.drawing import share

register = template.Library()
MONTHS = 12
MOST_RUNS = 5
MOST_COUNTED = 5_000


@register.simple_tag(takes_context=True)
def last_runs(context: dict[str, Any]) -> list[ImportRun]:
    """Return the last runs, the newest first; none for a user who may not see runs. One query."""
    if not context["user"].has_perm("importing.view_importrun"):
        return []
    return list(ImportRun.objects.select_related("started_by").order_by("-pk")[:MOST_RUNS])


@register.simple_tag(takes_context=True)
def imports_by_month(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the last twelve months, the newest first, each with what its runs did; none where none ran.

    `created`, `updated` and `rejected` are records, `share` is the length of the bar in percents. One query.
    """
    if not context["user"].has_perm("importing.view_importrun"):
        return []
    first = months_ago(MONTHS - 1)
    runs = ImportRun.objects.filter(started_at__date__gte=first).order_by("-pk")
    totals: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    columns = ("started_at", "created", "updated", "rejected")
    for started, created, updated, rejected in runs.values_list(*columns)[:MOST_COUNTED]:
        totals[started.year, started.month].update(created=created, updated=updated, rejected=rejected)
    most = max((one["created"] + one["updated"] for one in totals.values()), default=0)
    months = [months_ago(back) for back in range(MONTHS)] if totals else []
    return [
        {
            "month": month,
            "created": (done := totals[month.year, month.month])["created"],
            "updated": done["updated"],
            "rejected": done["rejected"],
            "share": share(done["created"] + done["updated"], most),
        }
        for month in months
    ]


def months_ago(number: int) -> dt.date:
    """Return the first day of the month that lies so many months back."""
    today = timezone.now().date()
    months = today.year * 12 + today.month - 1 - number
    return dt.date(months // 12, months % 12 + 1, 1)
