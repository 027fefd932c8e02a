"""A work written as it will be, for the time of looking at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive import freshness
from archive.articles import links
from archive.articles.admin.articles import imply_primary_center
from archive.articles.models import (
    Article,
    ArticleCenter,
    ArticleTerm,
    Attachment,
    BylineEntry,
    Correction,
)
from archive.desk.models import Draft
from archive.publication import Status
from archive.text.slugs import slugify

SHOWN = (BylineEntry, ArticleTerm, ArticleCenter, Attachment, Correction)
"""Rows of a form that its page shows."""
KEPT_BACK = ("status", "publish_at", "withdrawal_reason", "version")
"""Fields that say when readers see the work, not what: they are not looked at."""


@dataclass(slots=True)
class Staged:
    """A work that stands for the time of a transaction, and what of its form is not in it, in sentences."""

    work: Article
    left_out: list[str] = field(default_factory=list)


class NotReady(ValueError):
    """A form of which no page can be made. Its arguments are sentences."""


@contextmanager
def never_kept() -> Iterator[None]:
    """Let everything within be written for this connection alone, and be gone at the end."""
    with freshness.staging(), transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def staged(request: HttpRequest, draft: Draft) -> Iterator[Staged]:
    """Let a work stand as published as its form has it. Raises `NotReady`; nothing of it is ever kept."""
    with never_kept():
        found = write(request, draft)
        publish(found.work)
        yield found


@contextmanager
def staged_as_saved(work: Article) -> Iterator[Staged]:
    """Let a work stand as published as it is saved. Nothing of that is ever kept."""
    with never_kept():
        publish(work)
        yield Staged(work)


def publish(work: Article) -> None:
    """Let readers see a work from now on: within a transaction that goes no further."""
    Article.objects.filter(pk=work.pk).update(status=Status.PUBLISHED, publish_at=None)


def write(request: HttpRequest, draft: Draft) -> Staged:
    """Write a work as its form has it; what is not in order stays as it is saved, and is told."""
    page = admin.site.get_model_admin(Article)
    fields, left_out = draft.fields.copy(), []
    work = draft.article
    for name in KEPT_BACK:
        fields.pop(name, None)
    fields["status"] = work.status if work else Status.DRAFT
    fields["title"] = fields.get("title") or (work.title if work else _("Untitled"))
    fields["slug"] = fields.get("slug") or slugify(fields["title"])
    form, formsets = bound(page, request, fields, work)
    if form.errors:
        left_out = [told(form, name) for name in form.errors if name != "__all__"]
        mend(fields, form, work)
        form, formsets = bound(page, request, fields, work)
    if form.errors:
        raise NotReady(*[said for errors in form.errors.values() for said in errors])
    work = form.save(commit=False)
    if draft.picture:
        work.image = draft.picture.name
    work.save()
    for formset in formsets:
        if issubclass(formset.model, SHOWN):
            if formset.is_valid():
                formset.instance = work
                formset.save()
            elif formset.has_changed():
                left_out.append(capfirst(str(formset.model._meta.verbose_name_plural)))
    work.center_links.filter(is_implied=True).delete()
    imply_primary_center(work)
    links.follow([work])
    return Staged(work, left_out)


def bound(page: Any, request: HttpRequest, fields: QueryDict, work: Article | None) -> tuple[Any, list[Any]]:
    """Return the form and rows of a work to be validated, which asks for no descriptions of pictures yet."""
    form, formsets = page.bound(request, fields, work and Article.objects.get(pk=work.pk))
    form.asks_for_descriptions = False
    return form, formsets


def mend(fields: QueryDict, form: Any, work: Article | None) -> None:
    """Put what is saved in the place of what is not in order; nothing where nothing is saved."""
    for name in form.errors:
        if name == "slug":
            fields["slug"] = f"{slugify(fields['title'])[:60]}-{work.pk if work else 'new'}"
        elif name in form.fields:
            stored = form.initial.get(name) if work else None
            fields[name] = form.fields[name].prepare_value(stored) if stored is not None else ""


def told(form: Any, name: str) -> str:
    """Return what is wrong with a field, after its label."""
    label = form.fields[name].label if name in form.fields else name
    return f"{capfirst(str(label))}: {' '.join(form.errors[name])}"
