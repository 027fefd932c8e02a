"""The history on the pages of the admin: written when a form is saved, read, compared, put back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import router, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.history import telling
from archive.history.actions import Action
from archive.history.models import Version
from archive.history.recording import Remembered, record, remember
from archive.history.registry import kept
from archive.history.restoring import CannotRestore, restore
from archive.history.timeline import NOW, PAGE, Entry, Timeline
from archive.publication import Publication
from archive.rights import knows_all_centers


class KeepsHistory:
    """A page of the admin whose records have a history."""

    object_history_template = "admin/object_history.html"

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(
                "<path:object_id>/history/compare/",
                self.admin_site.admin_view(self.compare_view),
                name=f"{name}_compare",
            ),
            path(
                "<path:object_id>/history/restore/",
                self.admin_site.admin_view(self.restore_view),
                name=f"{name}_restore",
            ),
            *super().get_urls(),
        ]

    # What is saved

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        if change:
            _remembered(request)[form.instance.pk] = remember([form.instance])
        return super().save_form(request, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        action, note = self.history_words(request, form, change)
        before = _remembered(request).pop(form.instance.pk, None)
        if before:
            before.record(by=request.user, action=action, note=note)
        else:
            record([form.instance], by=request.user, action=action, note=note)

    def history_words(self, request: HttpRequest, form: Any, change: bool) -> tuple[str, str]:
        """Return the action of what is saved, and what is said of it."""
        if said := getattr(request, "history_words", None):
            return said
        step = getattr(form, "step", None)
        return (Action.EDIT if change else Action.CREATE), str(getattr(step, "label", ""))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        before = remember([obj])
        super().delete_model(request, obj)
        before.record(by=request.user, action=Action.DELETE)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        before = remember(list(queryset))
        super().delete_queryset(request, queryset)
        before.record(by=request.user, action=Action.DELETE)

    def last_changed_by(self, request: HttpRequest, record: Any) -> str:
        last = Version.objects.of(kept(self.model).subject, record.pk).exclude(by=None)
        last = last.exclude(by=request.user.pk).order_by("pk").defer("state").last()
        return last.by_name if last and last.action != Action.FOUND else ""

    # What is read

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All that happened to a record, fifty on a page, the newest first."""
        obj = self._seen(request, object_id)
        timeline = Timeline(kept(self.model), obj.pk)
        pages = max(1, -(-len(timeline) // PAGE))
        number = request.GET.get("page", "")
        number = min(int(number), pages) if number.isascii() and number.isdigit() and len(number) < 9 else 1
        number = max(number, 1)
        shown = timeline.page(number)
        context = self._context(request, obj) | {
            "title": _("History of %(name)s") % {"name": obj},
            "entries": shown,
            "number": len(timeline),
            "page": number,
            "pages": pages,
            "newest": timeline.entries[-1].key if len(timeline) else "",
            "second": shown[1].key if len(shown) > 1 else "",
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two versions of a record side by side; without a word, the last change."""
        obj = self._seen(request, object_id)
        timeline = Timeline(kept(self.model), obj.pk)
        last = timeline.entries[-1].key if len(timeline) else NOW
        to = request.GET.get("to") or last
        former = timeline.before(to) if to in timeline.places else None
        since = request.GET.get("from") or (former.key if former else "")
        if since and timeline.places.get(since, len(timeline)) > timeline.places.get(to, len(timeline)):
            since, to = to, since
        latter = timeline.state(to)
        if latter is None or (since and since not in (NOW, *timeline.places)):
            raise Http404
        earlier = (timeline.state(since) if since else None) or telling.EMPTY
        context = self._context(request, obj) | {
            "title": _("What changed in %(name)s") % {"name": obj},
            "former": since and timeline.entry(since),
            "latter": timeline.entry(to),
            "since": since,
            "to": to,
            "is_current": to in (NOW, last),
            "changes": telling.changes(timeline.kept, earlier, latter, request.user),
            "earlier": timeline.before(since) if since in timeline.places else None,
            "later": timeline.after(to) if to in timeline.places else None,
            "may_restore": bool(since) and self.has_change_permission(request, obj),
        }
        return TemplateResponse(request, "history/compare.html", context)

    # What is put back

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Put fields of a record, or all of it, back to what a version has; what is there now is kept."""
        with transaction.atomic(using=router.db_for_write(self.model)):
            obj = self._locked(request, object_id) if request.method == "POST" else None
            obj = obj or self._seen(request, object_id)
            if not self.has_change_permission(request, obj):
                raise PermissionDenied
            if request.method == "POST":
                self._restore(request, obj)
        return HttpResponseRedirect(self._address(obj, "history"))

    def _restore(self, request: HttpRequest, obj: Any) -> None:
        timeline = Timeline(kept(self.model), obj.pk)
        key = request.POST.get("version", "")
        entry, state = timeline.entry(key), timeline.state(key)
        if entry is None or state is None:
            raise Http404
        possible = [*(column.name for column in timeline.kept.columns), *timeline.kept.rows]
        names = possible
        if "whole" not in request.POST:
            names = [name for name in possible if name in request.POST.getlist("field")]
        if not names:
            messages.warning(request, _("Nothing was restored: tick the fields that are to go back."))
            return
        said = (
            _("Whole")
            if names is possible
            else get_text_list([timeline.label(one) for one in names], _("and"))
        )
        request.history_words = (
            Action.RESTORE,
            _("As of version %(number)s, %(at)s: %(fields)s")
            % {
                "number": entry.number,
                "at": date_format(localtime(entry.at), "DATETIME_FORMAT"),
                "fields": said,
            },
        )
        try:
            with transaction.atomic(using=router.db_for_write(self.model)):
                losses = restore(self, request, obj, timeline.kept, state, names)
        except CannotRestore as refusal:
            messages.error(request, _("Nothing was restored: %(why)s") % {"why": refusal})
            return
        self._say(request, timeline, entry, losses)

    def _say(self, request: HttpRequest, timeline: Timeline, entry: Entry, losses: list[str]) -> None:
        now = Timeline(timeline.kept, timeline.pk)
        number = len(now) - len(timeline)
        changed = now.furnish(now.entries[-1:])[0].labels if number else []
        if changed:
            messages.success(
                request,
                ngettext(
                    "Restored from version %(number)s: %(fields)s.",
                    "Restored from version %(number)s: %(fields)s.",
                    len(changed),
                )
                % {"number": entry.number, "fields": get_text_list(changed, _("and"))},
            )
        else:
            messages.info(request, _("Nothing was restored: it is like that already."))
        for loss in losses:
            messages.warning(request, loss)

    # What they share

    def _seen(self, request: HttpRequest, object_id: str) -> Any:
        """Return the record. Raises Http404 for one that is absent, and for one that is hidden.

        What a work was before readers saw it is a draft still: its history is for who may change it, and for
        who sees the drafts of all centers. Raises PermissionDenied for others.
        """
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_or_change_permission(request, obj):
            raise Http404
        is_work = isinstance(obj, Publication)
        if is_work and not (self.has_change_permission(request, obj) or knows_all_centers(request.user)):
            raise PermissionDenied
        return obj

    def _context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": obj,
            "media": self.media,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "preserved_filters": self.get_preserved_filters(request),
            "address": self._address(obj, "change"),
            "history": self._address(obj, "history"),
            "compare": self._address(obj, "compare"),
            "restore": self._address(obj, "restore"),
        }

    def _address(self, obj: Any, what: str) -> str:
        name = f"{self.opts.app_label}_{self.opts.model_name}_{what}"
        return reverse(f"{self.admin_site.name}:{name}", args=[quote(obj.pk)])


def _remembered(request: HttpRequest) -> dict[Any, Remembered]:
    """Return what is remembered of the records that a request saves, by their keys."""
    return request.__dict__.setdefault("_history_remembered", {})
