"""Columns that follow from others, slugs, the tree of terms, translations, dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Length, Lower
from django.utils import timezone

from archive.articles.models import Article
from archive.centers.models import Center, Series
from archive.fields import DerivedField, HTMLField
from archive.importing.checking.findings import AT_ONCE, Finding, Findings, by_key, named
from archive.tags.models import Ancestry, Term
from authors.models import Author

ROOMS = ("tags", "centers", "authors", "articles", "importing")
OLDEST = dt.date(1800, 1, 1)
AHEAD = dt.timedelta(days=2 * 366)
SAVE_AGAIN = "Save it again in the admin"


def derived_columns() -> Findings:
    """Find rows with a column that does not say what their other columns make of it."""
    for model in models_with(DerivedField):
        fields = [field for field in model._meta.concrete_fields if isinstance(field, DerivedField)]
        texts = [field.name for field in model._meta.concrete_fields if isinstance(field, HTMLField)]
        for batch in by_key(model._base_manager.defer(*texts)):
            for row in batch:
                for field in fields:
                    stored, right = getattr(row, field.attname), getattr(row, field.derive)()
                    if stored != right:
                        yield Finding(
                            f"{named(row)}: {field.name} is “{stored[:80]}” and should be “{right[:80]}”",
                            SAVE_AGAIN,
                        )


def models_with(kind: type[models.Field]) -> Iterator[type[models.Model]]:
    """Yield the models of the data rooms and of imports that have a column of a kind."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if any(isinstance(field, kind) for field in model._meta.concrete_fields):
                yield model


def lengths() -> Findings:
    """Find texts that are longer than their column, which SQLite keeps and PostgreSQL refuses."""
    for model in models_with(models.CharField):
        fields = [field for field in model._meta.concrete_fields if isinstance(field, models.CharField)]
        limits = {field.name: field.max_length for field in fields if field.max_length}
        measured = model._base_manager.alias(**{f"length_of_{name}": Length(name) for name in limits})
        too_long = reduce(or_, (Q(**{f"length_of_{name}__gt": most}) for name, most in limits.items()))
        for batch in by_key(measured.filter(too_long)):
            for row in batch:
                for name, most in limits.items():
                    if len(getattr(row, name) or "") > most:
                        yield Finding(
                            f"{named(row)}: {name} has more than {most} characters, and no other database "
                            "will take it",
                            "Shorten it",
                        )


def slugs() -> Findings:
    """Find slugs that differ in case alone, and past slugs that a present one hides."""
    for model, scope in ((Author, ()), (Center, ()), (Series, ()), (Term, ("facet",))):
        alike = (
            model._base_manager.annotate(folded_slug=Lower("slug")).order_by().values("folded_slug", *scope)
        )
        for group in alike.annotate(number=Count("pk")).filter(number__gt=1):
            yield Finding(
                f"{group['number']} {model._meta.verbose_name_plural} have the slug “{group['folded_slug']}” "
                "but for the case of its letters",
                "Give all but one another slug",
            )
        past = model._meta.get_field("past_slugs").related_model
        same = {"slug": OuterRef("slug"), **{name: OuterRef(name) for name in scope}}
        for row in past._base_manager.filter(Exists(model._base_manager.filter(**same))).order_by("pk"):
            yield Finding(
                f"The past slug “{row.slug}” of a {model._meta.verbose_name} is the present one of another, "
                "which hides it",
                "Delete the past slug, or give the other another slug",
                is_hint=True,
            )
    paths = Article.objects.annotate(folded_path=Lower("path")).order_by().values("folded_path")
    for group in paths.annotate(number=Count("pk")).filter(number__gt=1):
        yield Finding(
            f"{group['number']} articles stand at “{group['folded_path']}” but for the case of its letters",
            "Give all but one another slug",
        )


def ancestry() -> Findings:
    """Find terms whose place in the tree is not where their parents put them."""
    parents = dict(Term.objects.order_by().values_list("pk", "parent_id"))
    stored: dict[int, dict[int, int]] = {}
    for above, below, depth in (
        Ancestry.objects.order_by().values_list("ancestor", "descendant", "depth").iterator()
    ):
        stored.setdefault(below, {})[above] = depth
    wrong = []
    for pk in parents:
        right, at, depth = {}, pk, 0
        while at and at not in right:
            right[at] = depth
            at, depth = parents[at], depth + 1
        if at or stored.get(pk) != right:
            wrong.append(pk)
    for start in range(0, len(wrong), AT_ONCE):
        for term in Term.objects.filter(pk__in=wrong[start : start + AT_ONCE]).order_by("pk"):
            yield Finding(f"{named(term)} does not stand in the tree where its parent puts it", SAVE_AGAIN)


def translations() -> Findings:
    """Find translations of what is a translation itself."""
    chained = Article.objects.exclude(translation_of=None).exclude(translation_of__translation_of=None)
    for batch in by_key(chained.select_related("translation_of").defer("body")):
        for work in batch:
            yield Finding(
                f"{named(work)} is a translation of “{work.translation_of.title[:80]}”, a translation itself",
                "Choose the original in the admin",
            )


def dates() -> Findings:
    """Find works that came out before 1800, or that will in more than two years."""
    latest = timezone.now().date() + AHEAD
    odd = Article.objects.filter(Q(published_on__lt=OLDEST) | Q(published_on__gt=latest))
    for batch in by_key(odd.defer("body")):
        for work in batch:
            yield Finding(
                f"{named(work)} came out on {work.published}",
                "Look at its source, and correct the date",
                True,
            )
    late = Article.objects.published().filter(publish_at__date__gt=F("published_on") + AHEAD)
    for batch in by_key(late.defer("body")):
        for work in batch:
            yield Finding(
                f"{named(work)} is dated {work.published} and was released on {work.publish_at:%Y-%m-%d}",
                "Empty “visible from” where nothing was held back",
                True,
            )
