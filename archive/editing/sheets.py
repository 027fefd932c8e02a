"""A form as a sheet: what its controls hold, as a browser would send it, with its rows.

Two sheets of one form can be compared, a third be made of them, and a sheet be sent in a browser's stead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, QueryDict

from archive.fields import HTMLField
from archive.text.differences import split
from archive.text.html import HtmlRefused, clean

Cell = dict[str, list[str]]
"""What the controls of one field hold, by the end of their name: "" alone, or "_0" and "_1"."""
ORDER = "position"
MOST_ROWS = 5000


@dataclass
class Row:
    """A row: the key of what is stored ("" for a new one), its cells, the prefix under which it was sent.

    `files` are stored files that it is to have, which no browser could send.
    """

    key: str
    cells: dict[str, Cell]
    is_removed: bool = False
    sent_as: str = ""
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class Sheet:
    """What a form holds: its fields, and the rows of its formsets by their prefix."""

    fields: dict[str, Cell] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def pack(self) -> dict[str, Any]:
        """Return the sheet as JSON can keep it."""
        rows = {prefix: [[row.key, row.cells] for row in rows] for prefix, rows in self.rows.items()}
        return {"fields": self.fields, "rows": rows}

    @classmethod
    def unpack(cls, packed: dict[str, Any]) -> Sheet:
        """Return the sheet that was packed."""
        rows = {prefix: [Row(key, cells) for key, cells in rows] for prefix, rows in packed["rows"].items()}
        return cls(packed["fields"], rows)


def shown(form: forms.BaseForm, formsets: list[BaseInlineFormSet]) -> Sheet:
    """Return what an untouched form shows."""
    return Sheet(
        {name: held(form, name) for name in names_of(form)},
        {
            one.prefix: [
                Row(str(row.instance.pk), {name: held(row, name) for name in cells_of(one, row)})
                for row in one.initial_forms
            ]
            for one in formsets
        },
    )


def held(form: forms.BaseForm, name: str) -> Cell:
    """Return what the controls of a field hold in an untouched form."""
    return cell(form.fields[name].widget, form[name].value())


def sent(
    form: forms.BaseForm, formsets: list[BaseInlineFormSet], request: HttpRequest
) -> tuple[Sheet, set[str]]:
    """Return what a browser sent, and the prefixes of the formsets that it sent."""
    data = request.POST
    sheet = Sheet({name: received(form, name, form.add_prefix(name), request) for name in names_of(form)})
    present = set()
    for one in formsets:
        total = data.get(f"{one.prefix}-TOTAL_FORMS", "")
        if not (total.isascii() and total.isdigit() and int(total) <= MOST_ROWS):
            continue
        present.add(one.prefix)
        empty = one.empty_form
        rows = [_sent_row(one, empty, index, request) for index in range(int(total))]
        untouched = {name: held(empty, name) for name in cells_of(one, empty) if name != ORDER}
        rows = [row for row in rows if row.key or says_more(empty, row, untouched)]
        if ORDER in empty.fields:
            rows.sort(key=_place)
        sheet.rows[one.prefix] = rows
    return sheet, present


def _sent_row(formset: BaseInlineFormSet, form: forms.BaseForm, index: int, request: HttpRequest) -> Row:
    prefix = formset.add_prefix(index)
    return Row(
        request.POST.get(f"{prefix}-{formset.model._meta.pk.name}", ""),
        {name: received(form, name, f"{prefix}-{name}", request) for name in cells_of(formset, form)},
        is_removed=f"{prefix}-{DELETION_FIELD_NAME}" in request.POST,
        sent_as=prefix,
    )


def says_more(form: forms.BaseForm, row: Row, untouched: dict[str, Cell]) -> bool:
    """Whether a new row says more than an untouched one."""
    return any(
        meaning(form, name, row.cells[name]) != meaning(form, name, untouched[name]) for name in untouched
    )


def _place(row: Row) -> int:
    [value] = row.cells.get(ORDER, {}).get("", [""])[:1] or [""]
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0


def received(form: forms.BaseForm, name: str, control: str, request: HttpRequest) -> Cell:
    """Return what was sent for a field: of a file its name after a plus, "-" to clear it, or nothing."""
    if isinstance(form.fields[name], forms.FileField):
        if upload := request.FILES.get(control):
            return {"": [f"+{upload.name}"]}
        return {"": ["-"]} if request.POST.get(f"{control}-clear") else {}
    return {end: request.POST.getlist(control + end) for end in ends_of(form.fields[name].widget)}


def names_of(form: forms.BaseForm) -> Iterator[str]:
    """Yield the fields of a form that an editor can change."""
    return (name for name, one in form.fields.items() if not one.disabled)


def cells_of(formset: BaseInlineFormSet, form: forms.BaseForm) -> Iterator[str]:
    """Yield the fields of a row that an editor can change."""
    technical = {formset.model._meta.pk.name, formset.fk.name, DELETION_FIELD_NAME}
    return (name for name in names_of(form) if name not in technical)


def bare(widget: forms.Widget) -> forms.Widget:
    """Return the widget itself, without the links that the admin puts around it."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def ends_of(widget: forms.Widget) -> list[str]:
    """Return the ends of the names of a widget's controls."""
    widget = bare(widget)
    return list(widget.widgets_names) if isinstance(widget, forms.MultiWidget) else [""]


def cell(widget: forms.Widget, value: Any) -> Cell:
    """Return what a widget's controls hold when they show a value."""
    widget = bare(widget)
    if isinstance(widget, forms.MultiWidget):
        values = value if isinstance(value, list) else widget.decompress(value)
        return {
            end: _texts(one.format_value(part))
            for end, one, part in zip(widget.widgets_names, widget.widgets, values, strict=True)
        }
    if isinstance(widget, forms.CheckboxInput):
        return {"": ["on"] if widget.check_test(value) else []}
    if isinstance(widget, forms.FileInput):
        return {"": [str(value or "")]}
    return {"": _texts(widget.format_value(value))}


def _texts(value: Any) -> list[str]:
    if value is None:
        return [""]
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def meaning(form: forms.BaseForm, name: str, cell: Cell) -> Any:
    """Return what is equal where two cells say the same, however they are written."""
    entry = form.fields[name]
    lines = {end: [one.replace("\r\n", "\n").strip() for one in values] for end, values in cell.items()}
    if isinstance(entry, forms.FileField | forms.ModelChoiceField):
        return lines
    if is_html(form, name):
        return tuple(split(cleaned("".join(lines[""]))))
    widget = bare(entry.widget)
    data = QueryDict(mutable=True)
    for end, values in lines.items():
        data.setlist(f"x{end}", values)
    try:
        return entry.clean(widget.value_from_datadict(data, {}, "x"))
    except ValidationError:
        return lines


def is_html(form: forms.BaseForm, name: str) -> bool:
    """Whether a field holds HTML."""
    try:
        return isinstance(form._meta.model._meta.get_field(name), HTMLField)
    except (AttributeError, FieldDoesNotExist):
        return False


def cleaned(html: str) -> str:
    """Return HTML as it would be saved; nothing where it would be refused."""
    try:
        return clean(html).html
    except HtmlRefused:
        return ""


def put(data: QueryDict, control: str, cell: Cell) -> None:
    """Let a browser's data hold a cell."""
    for end, values in cell.items():
        if values:
            data.setlist(control + end, values)
        else:
            data.pop(control + end, None)


def put_rows(request: Any, formset: BaseInlineFormSet, rows: list[Row]) -> list[Row]:
    """Let a request hold these rows: first what is stored, as the formset has it, then what is new.

    Files that were sent with a row go with it. The rows are returned in the order of the formset's forms.
    """
    data, files = request.POST, request.FILES
    known = {str(row.instance.pk): place for place, row in enumerate(formset.initial_forms)}
    uploads = {name: files.pop(name) for name in list(files) if name.startswith(f"{formset.prefix}-")}
    cleared = {name for name in data if name.startswith(f"{formset.prefix}-") and name.endswith("-clear")}
    for key in [one for one in data if one.startswith(f"{formset.prefix}-")]:
        del data[key]
    stored = sorted((row for row in rows if row.key in known), key=lambda row: known[row.key])
    new = [row for row in rows if row.key not in known and not row.is_removed]
    places = {id(row): str(place) for place, row in enumerate(row for row in rows if not row.is_removed)}
    for index, row in enumerate([*stored, *new]):
        prefix = formset.add_prefix(index)
        data[f"{prefix}-{formset.model._meta.pk.name}"] = row.key if row.key in known else ""
        data[f"{prefix}-{formset.fk.name}"] = str(formset.instance.pk or "")
        for name, held in row.cells.items():
            put(data, f"{prefix}-{name}", held)
            if row.sent_as and f"{row.sent_as}-{name}" in uploads:
                files.setlist(f"{prefix}-{name}", uploads[f"{row.sent_as}-{name}"])
            if row.sent_as and f"{row.sent_as}-{name}-clear" in cleared:
                data[f"{prefix}-{name}-clear"] = "on"
        if ORDER in row.cells:
            data[f"{prefix}-{ORDER}"] = places.get(id(row), "0")
        if row.is_removed:
            data[f"{prefix}-{DELETION_FIELD_NAME}"] = "on"
    counts = {"TOTAL": len(stored) + len(new), "INITIAL": len(stored), "MIN_NUM": 0, "MAX_NUM": 1000}
    for name, number in counts.items():
        data[f"{formset.prefix}-{name}_FORMS"] = str(number)
    return [*stored, *new]
