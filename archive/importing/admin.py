"""Runs, records and their evidence in the admin: to be read, never edited."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from archive.importing.models import ImportedRecord, ImportRun

LONGEST_SHOWN = 200_000


class ReadOnly(admin.ModelAdmin):
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

    list_display = [
        "id",
        "started_at",
        "created",
        "updated",
        "unchanged",
        "conflicts",
        "rejected",
        "read",
        "command",
    ]
    list_filter = ["started_at"]
    search_fields = ["command"]
    show_full_result_count = False

    @admin.display(description=_("read"))
    def read(self, run: ImportRun) -> int:
        """How many things were read."""
        return run.read


@admin.register(ImportedRecord)
class ImportedRecordAdmin(ReadOnly):
    """A source record: what the file claims beside the very bytes it was read from."""

    change_form_template = "admin/importing/importedrecord/change_form.html"
    list_display = ["source_key", "outcome", "article", "file", "where", "last_run", "number_of_faults"]
    list_filter = ["outcome", "last_run"]
    list_select_related = ["article", "last_run"]
    list_per_page = 50
    search_fields = ["source_key", "file", "article__title"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("capture__packed", "article__body", "values", "applied")

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
    fields = [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2))
        for name, value in record.values.items()
        if value not in ("", [])
    ]
    return {"fields": fields, "text": text[:LONGEST_SHOWN], "is_cut": len(text) > LONGEST_SHOWN}
