"""A former state put back through the form by which editors change the record, as one of them would.

So whatever the form asks is asked (rights, validation), and whatever follows from saving it follows: the past
address is kept, links are followed, the search finds it. It is a version like any other.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from archive.editing import sheets
from archive.editing.sheets import Row
from archive.history import states
from archive.history.mending import mend
from archive.history.registry import Kept, State


class CannotRestore(ValueError):
    """The form refused; the message says why."""


class Sending:
    """What a browser would send."""

    def __init__(self) -> None:
        self.POST = QueryDict(mutable=True)
        self.FILES: MultiValueDict = MultiValueDict()


def restore(
    page: admin.ModelAdmin,
    request: HttpRequest,
    record: Any,
    kept: Kept,
    state: State,
    names: Collection[str],
) -> list[str]:
    """Put the named fields and rows of a record back to a state; return a sentence for what could not be.

    Raises CannotRestore where the form refuses the whole; nothing is changed then. Within a transaction.
    """
    state, losses = mend(kept, state, names)
    form, formsets = page.untouched(request, _former(kept, record, state, names))
    sending = Sending()
    for name, cell in sheets.shown(form, []).fields.items():
        sheets.put(sending.POST, form.add_prefix(name), cell)
    files: dict[str, list[Row]] = {}
    for formset in formsets:
        rows = sheets.shown(form, [formset]).rows[formset.prefix]
        accessor = formset.fk.remote_field.get_accessor_name()
        if accessor in names and accessor in kept.rows:
            rows = _rows(formset, rows, kept, accessor, state)
        files[formset.prefix] = sheets.put_rows(sending, formset, rows)
    bound = page.get_form(request, record, change=True)(sending.POST, sending.FILES, instance=record)
    for name, field in bound.fields.items():
        if isinstance(field, forms.FileField):
            bound.initial[name] = form.initial.get(name)
    sent = [
        type(one)(
            data=sending.POST,
            files=sending.FILES,
            instance=record,
            prefix=one.prefix,
            queryset=one.queryset,
        )
        for one in formsets
    ]
    for formset in sent:
        _name_files(formset, files[formset.prefix])
    if [one for one in (bound, *sent) if not one.is_valid()]:
        raise CannotRestore(" ".join(_errors(bound, sent)))
    saved = page.save_form(request, bound, change=True)
    page.save_model(request, saved, bound, change=True)
    page.save_related(request, bound, sent, change=True)
    return losses


def _former(kept: Kept, record: Any, state: State, names: Collection[str]) -> Any:
    """Return the record with its former columns; never to be saved."""
    former = kept.model._base_manager.get(pk=record.pk)
    for column in kept.columns:
        if column.name in names and column.attname in state["columns"]:
            states.set_column(former, column, state["columns"][column.attname])
    return former


def _rows(
    formset: BaseInlineFormSet, stored: list[Row], kept: Kept, accessor: str, state: State
) -> list[Row]:
    """Return the rows of a state as a browser would send them; what is stored and not among them goes."""
    free = {row.key: row for row in stored}
    wanted = []
    for values in state["rows"].get(accessor, []):
        row = formset.model()
        for column in kept.row_columns(accessor):
            if column.attname in values:
                states.set_column(row, column, values[column.attname])
        form = formset.form(
            instance=row, prefix=formset.add_prefix("__prefix__"), **formset.get_form_kwargs(None)
        )
        formset.add_fields(form, None)
        cells = {name: sheets.held(form, name) for name in sheets.cells_of(formset, form)}
        key = str(values["id"])
        if key not in free:
            key = next((one for one, other in free.items() if _alike(other.cells, cells)), "")
        free.pop(key, None)
        wanted.append(
            Row(
                key,
                cells,
                files={
                    column.name: values[column.attname]
                    for column in kept.row_columns(accessor)
                    if hasattr(column, "upload_to") and values.get(column.attname)
                },
            )
        )
    for row in free.values():
        row.is_removed = True
    return [*wanted, *free.values()]


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one.get(name) == cell for name, cell in other.items() if name != sheets.ORDER)


def _name_files(formset: BaseInlineFormSet, rows: list[Row]) -> None:
    """Let rows keep the files that they had: nothing is sent for them, they are only named."""
    for form, row in zip(formset.forms, rows, strict=True):
        for name, stored in row.files.items():
            setattr(form.instance, name, stored)
            form.initial[name] = getattr(form.instance, name)


def _errors(form: forms.BaseForm, formsets: list[BaseInlineFormSet]) -> list[str]:
    found = [
        f"{form.fields[name].label if name in form.fields else ''}: {' '.join(errors)}".removeprefix(": ")
        for name, errors in form.errors.items()
    ]
    for formset in formsets:
        found += formset.non_form_errors()
        found += [text for one in formset.forms for errors in one.errors.values() for text in errors]
    return found
