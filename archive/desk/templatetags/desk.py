"""What the start page of the admin shows besides its rooms: an editor's day, the worst of the quality."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from archive.centers.models import Center
from archive.desk.board.day import piles
from archive.desk.board.quality import lines
from archive.rights import ANY_CENTER, center_keys
from archive.text.written import figure as written_figure

register = template.Library()
FIRST = ("names", "conflicts")
"""Checks that stand at the head of the page: each is a pile of decisions."""
MOST_WORST = 5


@register.simple_tag(takes_context=True)
def a_day(context: dict[str, Any]) -> dict[str, Any]:
    """Return the `piles` of the user's day, what is to be `decided`, and the `worst` lines of the board.

    `today` is the day, `centers` are those that the user works for, None standing for all.
    """
    user = context["user"]
    found = [line for line in lines(user) if line.number]
    worst = [line for line in found if line.check.code not in FIRST]
    everywhere = user.has_perm(ANY_CENTER)
    return {
        "today": timezone.now().date(),
        "centers": None if everywhere else Center.objects.filter(pk__in=center_keys(user)),
        "piles": piles(user),
        "decided": [line for line in found if line.check.code in FIRST],
        "worst": worst[:MOST_WORST],
    }


@register.filter
def amount(number: int) -> str:
    """Return a number as the language of the page writes it, its thousands parted."""
    return written_figure(number, get_language() or "en")
