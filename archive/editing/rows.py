"""Rows on the form of the record they belong to: bylines, terms, name forms, past addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import Field, Model, QuerySet, UniqueConstraint, URLField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.editing.choosing import ChosenField, Controls


class RowForm(forms.ModelForm):
    """One row. What must be unique among the rows of one record is compared by `RowsFormSet`, not here:
    the rows that stand in the database are about to be replaced by those of the form."""

    owner = ""

    def validate_constraints(self) -> None:
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions() | {self.owner})
        except ValidationError as error:
            self._update_errors(error)


class RowsFormSet(BaseInlineFormSet):
    """All rows of one record: what they point at is read at once, and no two may be twins."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.owner = self.fk.name
        for name, field in form.fields.items():
            if isinstance(field, ChosenField):
                field.known = self.known(name, field)

    def known(self, name: str, field: ChosenField) -> dict[str, Model]:
        """Return the records that the rows name in this column, stored and as posted: one query for all."""
        shared = self.__dict__.setdefault("_known", {})
        if name not in shared:
            column = self.model._meta.get_field(name).attname
            values = {getattr(row, column) for row in self.get_queryset()} if self.instance.pk else set()
            field.stays |= {str(value) for value in values}
            if self.is_bound:
                values |= {
                    self.data.get(f"{self.prefix}-{at}-{name}") for at in range(self.total_form_count())
                }
            shared[name] = field.load(values)
        return shared[name]

    def clean(self) -> None:
        self.refuse_twins()
        super().clean()

    def refuse_twins(self) -> None:
        """Give an error to each row that says what a row above it has said already."""
        for names in self.unique_columns():
            seen = set()
            for form in self.surviving_forms():
                row = form.instance
                if "key" in names:
                    row.key = row.make_key()
                value = tuple(getattr(row, row._meta.get_field(name).attname) for name in names)
                if None not in value and value in seen:
                    form.add_error(
                        None, _("“%(row)s” stands here twice; remove one of the two.") % {"row": row}
                    )
                seen.add(value)

    def surviving_forms(self) -> Iterator[forms.ModelForm]:
        """The rows that will stand when the form is saved, as far as they are in order."""
        removed = self.deleted_forms
        for form in self.forms:
            if form not in removed and form.is_valid() and (form.instance.pk or form.has_changed()):
                yield form

    def unique_columns(self) -> list[list[str]]:
        """What only one row of a record may say: lists of fields, without the one that names the record."""
        return [
            [name for name in constraint.fields if name != self.fk.name]
            for constraint in self.model._meta.constraints
            if isinstance(constraint, UniqueConstraint) and self.fk.name in constraint.fields
        ]

    def save_existing_objects(self, commit: bool = True) -> list[Model]:
        """Save changed rows; those that must be unique are freed first, so that two may trade places.

        A freed row is written anew under its old id.
        """
        decisive = {"name" if name == "key" else name for names in self.unique_columns() for name in names}
        removed = self.deleted_forms if self.initial_forms else []
        freed = [
            form.instance.pk
            for form in self.initial_forms
            if form in removed or decisive.intersection(form.changed_data)
        ]
        if commit and decisive and freed:
            self.model._default_manager.filter(pk__in=freed).delete()
        return super().save_existing_objects(commit)


class Rows(Controls, admin.TabularInline):
    """Rows of a record. `related` names what their columns and their own names read, in the one query."""

    form = RowForm
    formset = RowsFormSet
    formfield_overrides = {URLField: {"widget": forms.URLInput(attrs={"class": "vURLField"})}}
    extra = 0
    related: tuple[str, ...] = ()
    after = ""
    """The class of the fieldset behind which the rows stand; at the end of the form where it is empty."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Keep the link that adds a record; a row has no room for those that change or delete one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field


class OrderedInline(Rows):
    """Rows whose order is printed: moved with buttons or the keyboard, by the number without JavaScript."""

    classes = ["ordered"]

    class Media:
        js = ["admin/archive/ordered.js"]


class NameFormInline(Rows):
    """The other ways a name is written."""

    fields = ["name", "language"]


class PastSlugInline(Rows):
    """Old addresses that redirect: to be read, and deleted where one was a slip."""

    fields = readonly_fields = ["slug", "since"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
