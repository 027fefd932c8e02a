"""An editor's day: what she writes, what waits for her, what comes next and what has just come out.

Who works for some centers sees theirs; who works for all, all of them. Each list is short and says where the
rest is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article, Review
from archive.articles.querysets import ArticleQuerySet
from archive.publication import Status
from archive.rights import ANY_CENTER, center_keys

MOST = 6
RECENT = dt.timedelta(days=120)
"""How far back "recently published" looks."""
SHOWN = (
    "title", "language", "status", "publish_at", "published_on", "published_precision", "updated_at",
    "primary_center__name", "primary_center__short_name", "kind__label",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pile:
    """A short list of works: what it is called, what to say where there is none, and where the rest is.

    `when` names the date that matters: "changed", "asked", "due" or "out".
    """

    code: str
    label: Any
    none: Any
    when: str
    works: list[Article]
    rest: str = ""


def piles(user: Any) -> list[Pile]:
    """Return the lists of an editor's day; five queries, none for a user who may not see works."""
    if not user.has_perm("articles.view_article"):
        return []
    works = reverse("admin:articles_article_changelist")
    own = of_own_centers(user)
    return [
        Pile(
            "review",
            _("Waiting for your review"),
            _("Nothing waits for you."),
            "asked",
            waiting_for(user),
            f"{works}?whose=waiting",
        ),
        Pile(
            "drafts",
            _("Your drafts"),
            _("You have no drafts."),
            "changed",
            _some(drafts_of(user)),
            f"{works}?whose=begun&state=draft",
        ),
        Pile(
            "scheduled",
            _("Scheduled next"),
            _("Nothing is scheduled."),
            "due",
            _some(own.scheduled().order_by("publish_at", "pk")),
            f"{works}?state=scheduled",
        ),
        Pile(
            "published",
            _("Recently published"),
            _("Nothing has come out in the last four months."),
            "out",
            _some(recent(own)),
            f"{works}?state=published",
        ),
    ]


def of_own_centers(user: Any) -> ArticleQuerySet:
    """Return the works of the centers that the user works for; of all, for who works for every center."""
    works = Article.objects.visible_to(user)
    return works if user.has_perm(ANY_CENTER) else works.filter(primary_center__in=center_keys(user))


def drafts_of(user: Any) -> ArticleQuerySet:
    """Return the drafts that the user began, what was changed last first."""
    drafts = Article.objects.visible_to(user).with_status(Status.DRAFT).filter(begun_by=user.pk)
    return drafts.order_by("-updated_at", "-pk")


def waiting_for(user: Any) -> list[Article]:
    """Return works in review whose next step is the user's, each with its round as `round`; two queries."""
    rounds = Prefetch("reviews", Review.objects.under_way().select_related("asked_by"), to_attr="rounds")
    works = _some(Article.objects.waiting_for(user).prefetch_related(rounds).order_by("updated_at", "pk"))
    for work in works:
        work.round = next(iter(work.rounds), None)
    return works


def recent(works: ArticleQuerySet) -> ArticleQuerySet:
    """Narrow to what came out of late, newest first; the date bounds what has to be looked through."""
    today = timezone.now().date()
    return works.published().filter(sort_date__range=(today - RECENT, today)).newest()


def _some(works: QuerySet) -> list[Article]:
    return list(works.select_related("primary_center", "kind").only(*SHOWN)[:MOST])
