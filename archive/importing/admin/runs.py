"""Runs, records and their evidence in the admin: to be read, never edited."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.editing import ChosenFilter, RecordAdmin, lists_rows
from archive.importing.admin.undo import may_undo, undo_view
from archive.importing.models import ImportedRecord, ImportRun, Outcome

LONGEST_SHOWN = 200_000
LONGEST_COMMAND = 90


class ReadOnly(RecordAdmin):
    """Evidence: nobody adds to it, changes it or deletes it by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    """One line per run, with its totals."""

    change_form_template = "admin/importing/importrun/change_form.html"
    list_display = [
        "run", "kind", "started_at", "number_read", "created", "updated", "unchanged", "conflicts",
        "rejected", "line",
    ]  # fmt: skip
    list_filter = ["kind", "started_at"]
    list_select_related = ["started_by"]
    search_fields = ["command"]
    search_help_text = _("A part of the command line.")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(partial(undo_view, self))
        return [path("<int:pk>/undo/", view, name="importing_importrun_undo"), *super().get_urls()]

    def describe(self, record: ImportRun) -> str:
        return f"{record} · {record.started_at:%Y-%m-%d %H:%M} · {record.command[:LONGEST_COMMAND]}"

    @admin.display(description=_("run"), ordering="pk")
    def run(self, run: ImportRun) -> str:
        """The number of the run."""
        return str(run)

    @admin.display(description=_("read"))
    def number_read(self, run: ImportRun) -> int:
        """How many things were read."""
        return run.read

    @admin.display(description=_("command line"))
    def line(self, run: ImportRun) -> SafeString:
        """What was called, its beginning."""
        shown = run.command[:LONGEST_COMMAND] + ("…" if len(run.command) > LONGEST_COMMAND else "")
        return format_html("<code>{}</code>", shown)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        run = self.get_object(request, object_id)
        if run is not None:
            columns = zip(Outcome, ("created", "updated", "unchanged", "conflicts", "rejected"), strict=True)
            outcomes = [
                {"code": outcome.value, "label": outcome.label, "number": getattr(run, column)}
                for outcome, column in columns
            ]
            extra_context = {
                **(extra_context or {}),
                "run": run,
                "outcomes": outcomes,
                "changes": run.changes.count(),
                "may_undo": may_undo(request, run) and not run.undone_by_id,
            }
        return super().change_view(request, object_id, form_url, extra_context)


class RunFilter(ChosenFilter):
    title = _("run that changed it last")
    parameter_name = "last_run"
    field = ImportedRecord._meta.get_field("last_run")


@admin.register(ImportedRecord)
class ImportedRecordAdmin(ReadOnly):
    """A source record: what the file claims beside the very bytes it was read from."""

    change_form_template = "admin/importing/importedrecord/change_form.html"
    list_display = ["source_key", "fate", "work", "place", "last_run", "number_of_faults"]
    list_filter = ["outcome", RunFilter]
    list_select_related = ["article", "last_run"]
    search_fields = ["source_key", "file", "article__title"]
    search_help_text = _("A part of the source's address or identifier, of the file's name, or of the title.")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        records = super().get_queryset(request)
        if lists_rows(request):
            return records.defer("values", "applied", "article__body", "article__deck")
        return records.select_related("article", "last_run", "capture")

    @admin.display(description=_("outcome"), ordering="outcome")
    def fate(self, record: ImportedRecord) -> SafeString:
        """What was done with it."""
        return format_html(
            '<span class="outcome outcome-{}">{}</span>', record.outcome, record.get_outcome_display()
        )

    @admin.display(description=_("article"))
    def work(self, record: ImportedRecord) -> SafeString | str:
        """The work it became."""
        return format_html("<bdi>{}</bdi>", record.article) if record.article else ""

    @admin.display(description=_("file"), ordering="file")
    def place(self, record: ImportedRecord) -> SafeString:
        """The last part of the file's name, with the place in it; the whole name on hovering."""
        name = record.file.rsplit("/", 1)[-1]
        where = f", {record.where}" if record.where else ""
        return format_html('<span title="{}">{}{}</span>', record.file, name, where)

    @admin.display(description=_("faults"))
    def number_of_faults(self, record: ImportedRecord) -> int:
        """How many things were wrong with it."""
        return len(record.faults)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        record = self.get_object(request, object_id)
        if record is not None:
            extra_context = {**(extra_context or {}), "record": record, **evidence(record)}
        return super().change_view(request, object_id, form_url, extra_context)


def evidence(record: ImportedRecord) -> dict[str, Any]:
    """Return the parsed fields and the capture's text (its first 200,000 characters) for the page."""
    text = record.capture.data.decode("utf-8", "replace") if record.capture else ""
    fields = [(name, legible(value)) for name, value in record.values.items() if value not in ("", [])]
    return {"fields": fields, "text": text[:LONGEST_SHOWN], "is_cut": len(text) > LONGEST_SHOWN}


def legible(value: Any) -> str:
    """Return a value of a record as an editor reads it: texts as they are, lists of texts one a line."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
