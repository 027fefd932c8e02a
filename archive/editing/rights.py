"""Who may see and change a record, asked of the record itself on every page of the admin.

A record that the user may not see is answered like one that does not exist: 404, byte for byte alike.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import NestedObjects, quote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models, router
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.rights import editable, visible


class AsksRights:
    """A page of the admin that shows what `visible_to` lets the user see and changes what `editable_by` does.

    List, form, history, deletion, actions, matches to choose from and rows all ask through it.
    """

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return visible(super().get_queryset(request), request.user)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the record. Raises Http404 for one that is absent, and for one that is hidden."""
        record = super().get_object(request, object_id, from_field)
        if record is None:
            raise Http404
        return record

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and self._is_among(visible, request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_among(editable, request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_among(editable, request, obj)

    def _is_among(self, narrow: Any, request: HttpRequest, obj: Any) -> bool:
        """Whether the stored record is among those that the user may see or change; asked once a request."""
        if obj is None or obj.pk is None:
            return True
        asked = request.__dict__.setdefault("_rights_asked", {})
        key = (narrow, self.model, obj.pk)
        if key not in asked:
            records = self.model._default_manager.filter(pk=obj.pk)
            allowed = narrow(records, request.user)
            asked[key] = allowed is records or allowed.exists()
        return asked[key]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save what the user may change; a list that is edited in place asks here too."""
        if change and not self.has_change_permission(request, obj):
            raise PermissionDenied
        super().save_model(request, obj, form, change)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Return the list; it is edited in place only where the user may change every row it shows."""
        changes = super().get_changelist_instance(request)
        if changes.list_editable:
            shown = [row.pk for row in changes.result_list]
            rows = self.model._default_manager.filter(pk__in=shown)
            if editable(rows, request.user).count() < len(shown):
                changes.list_editable = ()
        return changes

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse to narrow a list by what points at its rows: it would tell what hidden works point at."""
        try:
            field = self.opts.get_field(lookup.split("__")[0])
        except FieldDoesNotExist:
            field = None
        points_here = field is not None and field.auto_created and not field.concrete
        return not points_here and super().lookup_allowed(lookup, value, request)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], Any, set[str], list[Any]]:
        """Return what would go, as Django does; what the user may not see is neither named nor deleted."""
        records = list(objs)
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(records)
        lacking: set[str] = set()
        to_delete = collector.nested(lambda row: self._told(request, row, lacking))
        protected = [self._told(request, row, set()) for row in collector.protected]
        counts = {model._meta.verbose_name_plural: len(rows) for model, rows in collector.model_objs.items()}
        return to_delete, counts, lacking, list(dict.fromkeys(protected))

    def _told(self, request: HttpRequest, row: models.Model, lacking: set[str]) -> str:
        """Return how a row is named on the page that asks before it deletes; note what may not be deleted."""
        page = self.admin_site._registry.get(type(row))
        if page and not page.has_delete_permission(request, row):
            lacking.add(row._meta.verbose_name)
        if not is_known(row, request.user):
            lacking.add(row._meta.verbose_name)
            return _("Something that belongs to a work of another center")
        name = f"{capfirst(row._meta.verbose_name)}: {row}"
        if page is None:
            return name
        try:
            url = reverse(
                f"{self.admin_site.name}:{row._meta.app_label}_{row._meta.model_name}_change",
                args=[quote(row.pk)],
            )
        except NoReverseMatch:
            return name
        return format_html('{}: <a href="{}">{}</a>', capfirst(row._meta.verbose_name), url, row)


def is_known(row: models.Model, user: Any) -> bool:
    """Whether the user may see the row, and whatever it points at that has words of its own about that."""
    own = type(row)._default_manager.all()
    if hasattr(own, "visible_to") and not own.visible_to(user).filter(pk=row.pk).exists():
        return False
    for field in row._meta.concrete_fields:
        target = field.remote_field.model if field.many_to_one and field.remote_field else None
        key = getattr(row, field.attname) if target else None
        others = target._default_manager.all() if key is not None else None
        if hasattr(others, "visible_to") and not others.visible_to(user).filter(pk=key).exists():
            return False
    return True
