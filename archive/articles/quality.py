"""What works lack: each a condition that the quality board counts and the list of works narrows to.

Board and list read the same line here, so that a number and the list it leads to agree. Each condition has an
index of its own (`models.article.NARROWED`, and those of byline entries, links and pictures).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.articles.models import BodyLink, BylineEntry, Kind

EMPTY = Func(template="''", output_field=CharField())
"""No text, as a word of the query: for a parameter SQLite would look into every row that the index names."""
NOTICE = dt.timedelta(days=60)
"""How long before the rights to a picture end an editor is told."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that works lack: the word by which addresses name it, and the works that lack it."""

    code: str
    label: Any
    condition: Callable[[], Q]


def no_deck() -> Q:
    return Q(deck=EMPTY)


def no_outlet_address() -> Q:
    """The words of the index: with any others SQLite takes another, and reads every row."""
    return ~Q(outlet__isnull=True) & Q(outlet_url=EMPTY)


def unknown_kind() -> Q:
    return Q(kind=None) | Q(kind__in=Kind.objects.filter(is_known=False).values("pk"))


def undecided_byline() -> Q:
    return Q(pk__in=BylineEntry.objects.filter(author=None).order_by().values("article"))


def links_nowhere() -> Q:
    return Q(pk__in=BodyLink.objects.waiting().order_by().values("article"))


def no_description() -> Q:
    return Q(lacks_alt=True)


def never_reviewed() -> Q:
    return Q(reviewed_at__isnull=True)


def rights_ending() -> Q:
    return Q(image_rights_until__isnull=False, image_rights_until__lte=timezone.now().date() + NOTICE)


LACKS = {
    lack.code: lack
    for lack in (
        Lack("rights", _("Rights to the picture end within 60 days"), rights_ending),
        Lack("alt", _("A picture without description"), no_description),
        Lack("links", _("Links that lead nowhere yet"), links_nowhere),
        Lack("kind", _("No kind, or one that nobody has labelled"), unknown_kind),
        Lack("byline", _("Names of nobody known"), undecided_byline),
        Lack("deck", _("No deck"), no_deck),
        Lack("outlet", _("No address at the outlet"), no_outlet_address),
        Lack("review", _("Imported and never reviewed"), never_reviewed),
    )
}
"""By code, what hurts readers first."""
