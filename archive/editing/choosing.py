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
from archive.rights import visible
from archive.text.strings import tidy

LONGEST_TYPED = 200
MOST_PAGES = 1_000_000
LARGEST_ID = 18
"""Digits of an id that every database can hold."""
LANGUAGE = {"class": "code", "list": "languages", "size": 8, "autocomplete": "off", "spellcheck": "false"}


class Chooser(AutocompleteSelect):
    """A select that asks for matches while one types; what is chosen reads as it did among them."""

    own_only = False
    """Whether only records of the user's own centers are offered."""

    def get_url(self) -> str:
        meta = self.field.remote_field.model._meta
        url = reverse(f"{self.admin_site.name}:{meta.app_label}_{meta.model_name}_choose")
        return f"{url}?own=1" if self.own_only else url

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
    """A record chosen by typing. Rows share `known`, the records that all of them name, read in one query.

    The queryset holds what the user may choose; what is stored already may stay, though she could not choose
    it. `readable` holds what she may see: of the rest no name is told.
    """

    known: Mapping[str, Model] | None = None
    stays: frozenset[str] = frozenset()
    """The ids of what is stored."""

    def __init__(
        self,
        *args: Any,
        describe: Callable[[Any], str] = str,
        readable: QuerySet | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.describe = describe
        self.readable = self.queryset if readable is None else readable

    def label_from_instance(self, record: Model) -> str:
        return _("Not to be seen by you") if record in self.hidden else self.describe(record)

    @property
    def hidden(self) -> set[Model]:
        """The records that stay without being shown."""
        return self.__dict__.setdefault("_hidden", set())

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        stored = form.get_initial_for_field(self, field_name)
        if stored and form.instance.pk:
            self.stays |= {str(getattr(stored, "pk", stored))}
        return super().get_bound_field(form, field_name)

    def load(self, values: Iterable[Any]) -> dict[str, Model]:
        """Return the records that the values name, by id as text; what is no id names none."""
        ids = {int(value) for value in map(str, values) if is_id(value)}
        found = self.queryset.in_bulk(ids)
        rest = {one for one in ids - found.keys() if str(one) in self.stays}
        found |= self.readable.in_bulk(rest) if rest else {}
        if unseen := rest - found.keys():
            stored = self.queryset.model._base_manager.in_bulk(unseen)
            self.hidden.update(stored.values())
            found |= stored
        return {str(pk): record for pk, record in found.items()}

    def records(self, values: Iterable[Any]) -> list[Model]:
        """Return the records that the values name, in their order."""
        known = self.load(values) if self.known is None else self.known
        return [known[str(value)] for value in values if str(value) in known]

    def to_python(self, value: Any) -> Model | None:
        if self.known and str(value) in self.known:
            return self.known[str(value)]
        if str(value) in self.stays:
            return self.load([value]).get(str(value))
        return super().to_python(value)


class Controls:
    """Gives columns the controls that fit them: a chooser, the code of a language, a tidy line."""

    own_only: tuple[str, ...] = ()
    """Columns in which a user chooses only among what belongs to her own centers."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs |= choosing(db_field, self.admin_site, request.user, own=db_field.name in self.own_only)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "language":
            kwargs |= {"form_class": LanguageField, "widget": forms.TextInput(attrs=LANGUAGE)}
        elif type(db_field) is CharField and not db_field.choices:
            kwargs.setdefault("form_class", LineEntry)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def choosing(field: ForeignKey, site: admin.AdminSite, user: Any, *, own: bool = False) -> dict[str, Any]:
    """Return what makes a form field of the foreign key one that is chosen by typing.

    The user chooses among what she may see; with `own`, among what belongs to her centers.
    """
    page = site.get_model_admin(field.remote_field.model)
    readable = page.for_choosing(visible(field.remote_field.model._default_manager.all(), user))
    widget = Chooser(field, site)
    widget.own_only = own
    return {
        "form_class": ChosenField,
        "queryset": readable.served_by(user) if own else readable,
        "readable": readable,
        "describe": page.describe,
        "widget": widget,
    }


class Matches(AutocompleteJsonView):
    """The records that match what was typed, each described so that namesakes can be told apart.

    They come twenty at a time for as long as one scrolls: nothing is counted, and nothing is left out.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        self.term, self.model_admin, self.source_field, name = self.process_request(request)
        if not self.source_field.concrete or not self.has_perm(request):
            raise PermissionDenied
        page = request.GET.get("page", "")
        start = self.paginate_by * (min(int(page), MOST_PAGES) - 1 if is_id(page) and int(page) else 0)
        rows = list(self.get_queryset()[start : start + self.paginate_by + 1])
        results = [self.serialize_result(row, name) for row in rows[: self.paginate_by]]
        return JsonResponse({"results": results, "pagination": {"more": len(rows) > self.paginate_by}})

    def get_queryset(self) -> QuerySet:
        self.term = tidy(self.term, limit=LONGEST_TYPED)
        records = self.model_admin.for_choosing(super().get_queryset())
        narrow = getattr(records, "served_by", None) if "own" in self.request.GET else None
        return narrow(self.request.user) if narrow else records

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
        options = choosing(self.field, model_admin.admin_site, request.user) | {"describe": str}
        entry = options.pop("form_class")(required=False, **options)
        entry.queryset = entry.queryset.prefetch_related(None)  # its name alone is shown
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
