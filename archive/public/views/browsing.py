"""Ways through the whole archive: at a glance, by year and month, by title, and what has no date."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from archive.public import browsing
from archive.public.hosts import Host, answer, under_host
from archive.public.overview import overview


@under_host
def browse(request: HttpRequest, host: Host) -> HttpResponse:
    """Show what there is: how much of each year, kind, region, language and center."""
    context = {"title": _("The archive at a glance"), **overview(host.prefix)}
    return answer(request, host, "public/browse.html", context)


@under_host
def year(request: HttpRequest, host: Host, year: int) -> HttpResponse:
    """Show a year: its months, then its works month by month."""
    context = browsing.year_of(request, host.prefix, year)
    return answer(request, host, "public/browse_span.html", context, asked=context["asked"])


@under_host
def month(request: HttpRequest, host: Host, year: int, month: int) -> HttpResponse:
    """Show a month: its days, then its works day by day."""
    context = browsing.month_of(request, host.prefix, year, month)
    return answer(request, host, "public/browse_span.html", context, asked=context["asked"])


@under_host
def undated(request: HttpRequest, host: Host) -> HttpResponse:
    """Show the works of which nobody knows when they came out."""
    context = {"title": _("Works without a date"), **browsing.undated(request)}
    return answer(request, host, "public/browse_undated.html", context, asked=context["asked"])


@under_host
def titles(request: HttpRequest, host: Host) -> HttpResponse:
    """Show all titles by their first letter, in every script."""
    context = {"title": _("Titles from A to Z"), **browsing.titles(request)}
    return answer(request, host, "public/browse_titles.html", context, asked=context["asked"])
