"""That an editor has seen a work: noted when it is saved for the first time, or said of many in the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.articles.models import Article


class NotesReview:
    """Notes when an editor first saved a work; what an import brought waits on the board till then."""

    actions = ["mark_reviewed"]

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        obj.reviewed_at = obj.reviewed_at or timezone.now()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Mark as reviewed"), permissions=["change"])
    def mark_reviewed(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Note of every chosen work that the user may change and nobody has seen yet that she has seen it."""
        works = Article.objects.filter(pk__in=queryset.order_by().values("pk"))
        unseen = works.editable_by(request.user).filter(reviewed_at__isnull=True)
        done = unseen.update(reviewed_at=timezone.now())
        told = ngettext("%(count)d work is reviewed now.", "%(count)d works are reviewed now.", done)
        messages.success(request, told % {"count": done})
