"""One record chosen out of thousands by typing a part of its name: in forms, in rows and in list filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Field, ForeignKey, Model, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.editing.entries import LanguageField, LineEntry
from archive.text.strings import tidy

LONGEST_TYPED = 200
MOST_PAGES = 1_000_000
LARGEST_ID = 18
"""Digits of an id that every database can hold."""
LANGUAGE = {"class": "code", "list": "languages", "size": 8, "autocomplete": "off", "spellcheck": "false"}


class Chooser(AutocompleteSelect):
    """A select that asks for matches while one types; what is chosen reads as it did among them."""

    def get_url(self) -> str:
        meta = self.field.remote_field.model._meta
        return reverse(f"{self.admin_site.name}:{meta.app_label}_{meta.model_name}_choose")

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[tuple[None, list[Any], int]]:
        options = []
        if not self.is_required:
            options.append(self.create_option(name, "", "", False, 0))
        field = self.choices.field
        for record in field.records(value):
            label = field.label_from_instance(record)
            options.append(self.create_option(name, record.pk, label, True, len(options)))
        return [(None, options, 0)]


class ChosenField(forms.ModelChoiceField):
    """A record chosen by typing. Rows share `known`, the records that all of them name, read in one query."""

    known: Mapping[str, Model] | None = None

    def __init__(self, *args: Any, describe: Callable[[Any], str] = str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.describe = describe

    def label_from_instance(self, record: Model) -> str:
        return self.describe(record)

    def load(self, values: Iterable[Any]) -> dict[str, Model]:
        """Return the records that the values name, by id as text; what is no id names none."""
        ids = {str(value) for value in values}
        found = self.queryset.in_bulk([int(one) for one in ids if is_id(one)])
        return {str(pk): record for pk, record in found.items()}

    def records(self, values: Iterable[Any]) -> list[Model]:
        """Return the records that the values name, in their order."""
        known = self.load(values) if self.known is None else self.known
        return [known[str(value)] for value in values if str(value) in known]

    def to_python(self, value: Any) -> Model | None:
        if self.known and str(value) in self.known:
            return self.known[str(value)]
        return super().to_python(value)


class Controls:
    """Gives columns the controls that fit them: a chooser, the code of a language, a tidy line."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs |= choosing(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "language":
            kwargs |= {"form_class": LanguageField, "widget": forms.TextInput(attrs=LANGUAGE)}
        elif type(db_field) is CharField and not db_field.choices:
            kwargs.setdefault("form_class", LineEntry)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def choosing(field: ForeignKey, site: admin.AdminSite) -> dict[str, Any]:
    """Return what makes a form field of the foreign key one that is chosen by typing."""
    page = site.get_model_admin(field.remote_field.model)
    return {
        "form_class": ChosenField,
        "queryset": page.for_choosing(field.remote_field.model._default_manager.all()),
        "describe": page.describe,
        "widget": Chooser(field, site),
    }


class Matches(AutocompleteJsonView):
    """The records that match what was typed, each described so that namesakes can be told apart.

    They come twenty at a time for as long as one scrolls: nothing is counted, and nothing is left out.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        self.term, self.model_admin, self.source_field, name = self.process_request(request)
        if not self.has_perm(request):
            raise PermissionDenied
        page = request.GET.get("page", "")
        start = self.paginate_by * (min(int(page), MOST_PAGES) - 1 if is_id(page) and int(page) else 0)
        rows = list(self.get_queryset()[start : start + self.paginate_by + 1])
        results = [self.serialize_result(row, name) for row in rows[: self.paginate_by]]
        return JsonResponse({"results": results, "pagination": {"more": len(rows) > self.paginate_by}})

    def get_queryset(self) -> QuerySet:
        self.term = tidy(self.term, limit=LONGEST_TYPED)
        return self.model_admin.for_choosing(super().get_queryset())

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return {
            "id": str(getattr(obj, to_field_name)),
            "text": self.model_admin.describe(obj),
        }


class ChosenFilter(admin.SimpleListFilter):
    """Narrows a list to what belongs to one record out of thousands, chosen by typing.

    `field` is a foreign key to the records one may choose; `narrow` says what belongs to the chosen one.
    """

    template = "admin/chosen_filter.html"
    field: ForeignKey

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        options = choosing(self.field, model_admin.admin_site)
        entry = options.pop("form_class")(required=False, **options)
        entry.known = entry.load([self.value()])
        self.chosen = entry.known.get(str(self.value()))
        entry.widget.attrs |= {"data-filter": self.parameter_name, "aria-label": str(self.title)}
        self.control = entry.widget.render(f"filter-{self.parameter_name}", self.value())

    def narrow(self, queryset: QuerySet, record: Any) -> QuerySet:
        """Return the rows that belong to the record."""
        return queryset.filter(**{self.field.name: record})

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[()]:
        return ()

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return self.narrow(queryset, self.chosen) if self.chosen else queryset.none()

    def choices(self, changelist: Any) -> list[dict[str, Any]]:
        if self.value() is None:
            return []
        query = changelist.get_query_string(remove=[self.parameter_name])
        return [{"selected": False, "query_string": query, "display": _("Any")}]


def is_id(text: str) -> bool:
    """Whether the text is the number of a row that some database could hold."""
    return text.isascii() and text.isdigit() and len(text) <= LARGEST_ID
