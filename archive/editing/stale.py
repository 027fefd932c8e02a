"""A save that comes after somebody else's: refused where both changed the same, merged where they did not.

The form carries what it showed when it was opened, signed. When it comes back, the record is locked and read
again: who saves second waits for the first, and is told. What only one of the two changed is taken, with a
notice. Where both changed the same field differently, the form comes back with everything that was typed, and
shows for each such field what it was, what it is now and what was typed, and asks which is to stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.editing import comparing, sheets
from archive.editing.comparing import Comparison, compare, compare_rows
from archive.editing.meeting import Outcome, meet
from archive.editing.sheets import Cell, Sheet
from archive.text import differences

OPENED = "opened"
"""The name under which a form sends what it showed when it was opened."""
CHOICE = "stale-"
MINE, THEIRS, BOTH = "mine", "theirs", "both"
SALT = "archive.editing.stale"


@dataclass
class Meeting:
    """What a form that comes back has met: the sheet it was opened with, the stored one, both together.

    `asked` are fields about which the editor has been asked and has not said anything, each with what it
    would be with both changes, where that can be.
    """

    opened: Sheet
    theirs: Sheet
    mine: Sheet
    outcome: Outcome
    form: forms.BaseForm
    formsets: dict[str, BaseInlineFormSet]
    asked: dict[str, str] = field(default_factory=dict)
    whose: str = ""

    @property
    def conflicts(self) -> list[str]:
        """The fields, and prefixes of rows, about which the editor has to decide."""
        return list(dict.fromkeys([*self.asked, *self.outcome.conflicts]))

    def label(self, name: str) -> str:
        """Return what editors call a field, or rows."""
        if name in self.formsets:
            return str(self.formsets[name].model._meta.verbose_name_plural)
        return str(self.form.fields[name].label or name)

    @cached_property
    def together(self) -> dict[str, str]:
        """What each conflict would be with both changes; "" where they touch the same."""
        return {
            name: self.asked[name] if name in self.asked else self._together(name) for name in self.conflicts
        }

    def _together(self, name: str) -> str:
        if name in self.formsets or not sheets.is_html(self.form, name):
            return ""
        bodies = (self.cleaned(one, name) for one in (self.opened, self.theirs, self.mine))
        return differences.woven(*bodies) or ""

    @property
    def merged(self) -> str:
        """What came from the other, in words."""
        return get_text_list([self.label(name) for name in self.outcome.theirs], _("and"))

    @property
    def questions(self) -> list[Question]:
        """What the editor is asked."""
        return [self._question(name) for name in self.conflicts]

    def _question(self, name: str) -> Question:
        if name in self.formsets:
            former, theirs, mine = (one.rows.get(name, []) for one in (self.opened, self.theirs, self.mine))
            formset = self.formsets[name]
            both = compare_rows(formset, former, theirs), compare_rows(formset, former, mine)
        else:
            former, theirs, mine = (one.fields.get(name, {}) for one in (self.opened, self.theirs, self.mine))
            both = compare(self.form, name, former, theirs), compare(self.form, name, former, mine)
        together = self.together[name]
        merged = comparing.html(self.cleaned(self.opened, name), together) if together else None
        return Question(name, CHOICE + name, capfirst(self.label(name)), *both, merged)

    def cleaned(self, sheet: Sheet, name: str) -> str:
        """Return the HTML of a field as it would be saved."""
        return sheets.cleaned("".join(sheet.fields[name].get("", [])))


@dataclass(frozen=True, slots=True)
class Question:
    """A field that two changed: what the other made of it, what was typed, and both where that can be."""

    name: str
    control: str
    label: str
    theirs: Comparison
    mine: Comparison
    both: Comparison | None = None


class Refusing:
    """A form that is not saved, since an editor has to decide first."""

    def clean(self) -> Any:
        super().clean()
        raise ValidationError(
            _("Nothing is saved yet: somebody saved this since you opened it. Decide below what stands."),
            code="changed-meanwhile",
        )


class RefusesStale:
    """A page of the admin on which nobody overwrites what somebody else saved meanwhile."""

    merged_notice = gettext_lazy("%(whose)s saved this while you had it open. Kept from there: %(fields)s.")

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["admin/archive/history.css"]})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None or OPENED not in request.POST:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic(using=router.db_for_write(self.model)):
            self._meet(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _meet(self, request: HttpRequest, object_id: str) -> None:
        """Lock the record; let the request hold what becomes of both changes, or the questions to ask."""
        record = self._locked(request, object_id)
        opened, asked = read(request.POST[OPENED], self.model._meta.label_lower, getattr(record, "pk", None))
        if record is None or opened is None or not self.has_change_permission(request, record):
            return
        form, formsets = self.untouched(request, record)
        theirs = sheets.shown(form, formsets)
        chosen = {name: request.POST.get(CHOICE + name, "") for name in asked}
        if theirs == opened and not asked:
            return
        request.POST = request.POST.copy()
        mine, present = sheets.sent(form, formsets, request)
        formsets_sent = {one.prefix: one for one in formsets if one.prefix in present}
        for name, choice in chosen.items():
            if choice == THEIRS:
                take(request, opened, mine, name)
            elif choice == BOTH and asked[name]:
                mine.fields[name] = {"": [asked[name]]}
        outcome = meet(opened, theirs, mine, same_in(form, formsets_sent))
        open_still = {
            name: asked[name]
            for name, choice in chosen.items()
            if choice not in (MINE, THEIRS, BOTH) and (name in mine.fields or name in formsets_sent)
        }
        meeting = Meeting(opened, theirs, mine, outcome, form, formsets_sent, open_still)
        if theirs != opened or {THEIRS, BOTH} & set(chosen.values()):
            for name, cell in outcome.sheet.fields.items():
                if not isinstance(form.fields[name], forms.FileField):
                    sheets.put(request.POST, form.add_prefix(name), cell)
            for prefix, rows in outcome.sheet.rows.items():
                sheets.put_rows(request, formsets_sent[prefix], rows)
        meeting.whose = self.last_changed_by(request, record)
        request.meeting = meeting

    def _locked(self, request: HttpRequest, object_id: str) -> Any:
        """Return the record, which nobody else saves before this request is answered, or None."""
        try:
            key = self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError:
            return None
        list(self.model._base_manager.select_for_update().filter(pk=key).values_list("pk"))
        return self.get_queryset(request).filter(pk=key).first()

    def untouched(self, request: HttpRequest, record: Any) -> tuple[forms.BaseForm, list[BaseInlineFormSet]]:
        """Return the form and formsets of a record as a browser would be shown them now."""
        form = self.get_form(request, record, change=True)(instance=record)
        formsets, numbers = [], {}
        for FormSet, inline in self.get_formsets_with_inlines(request, record):  # noqa: N806
            prefix = FormSet.get_default_prefix()
            numbers[prefix] = numbers.get(prefix, 0) + 1
            if numbers[prefix] != 1:
                prefix = f"{prefix}-{numbers[prefix]}"
            if inline.has_change_permission(request, record):
                formsets.append(
                    FormSet(instance=record, prefix=prefix, queryset=inline.get_queryset(request))
                )
        return form, formsets

    def last_changed_by(self, request: HttpRequest, record: Any) -> str:
        """Return who saved the record last, "" where nobody knows."""
        return ""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        meeting = getattr(request, "meeting", None)
        if meeting and meeting.conflicts:
            return type(form)(form.__name__, (Refusing, form), {"__module__": form.__module__})
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Let the form carry what it shows; where two have met, show what the editor has to know.

        Words that were not saved and stand in the form again (`request.restored`) bring what it showed first.
        """
        record = kwargs.get("obj")
        meeting = getattr(request, "meeting", None)
        if record is not None and record.pk and kwargs.get("change"):
            if meeting:
                opened, asked = meeting.theirs, meeting.together
            elif OPENED in (came := getattr(request, "restored", None) or request.POST):
                opened, asked = read(came[OPENED], self.model._meta.label_lower, record.pk)
            else:
                form = context["adminform"].form
                shown = [one.formset for one in context["inline_admin_formsets"] if one.has_change_permission]
                opened, asked = sheets.shown(form, shown), {}
            if opened is not None:
                context["opened"] = write(opened, asked, self.model._meta.label_lower, record.pk)
            context["meeting"] = meeting
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        meeting = getattr(request, "meeting", None)
        if meeting and meeting.outcome.theirs:
            whose = meeting.whose or _("Somebody else")
            messages.warning(request, self.merged_notice % {"whose": whose, "fields": meeting.merged})
        return super().response_change(request, obj)


def take(request: HttpRequest, opened: Sheet, mine: Sheet, name: str) -> None:
    """Let what was sent for a field, or for rows, be what the form showed: the other's."""
    if name in mine.rows:
        mine.rows[name] = [sheets.Row(row.key, dict(row.cells)) for row in opened.rows.get(name, [])]
    elif name in mine.fields and name in opened.fields:
        mine.fields[name] = opened.fields[name]
        request.POST.pop(f"{name}-clear", None)
        if name in request.FILES:
            del request.FILES[name]
            mine.fields[name] = {}


def same_in(form: forms.BaseForm, formsets: dict[str, BaseInlineFormSet]) -> Any:
    """Return what says whether two cells of the form or of its rows say the same."""
    empty = {prefix: formset.empty_form for prefix, formset in formsets.items()}

    def same(prefix: str, name: str, one: Cell, other: Cell) -> bool:
        if one == other:
            return True
        asked = empty[prefix] if prefix else form
        return sheets.meaning(asked, name, one) == sheets.meaning(asked, name, other)

    return same


def write(opened: Sheet, asked: dict[str, str], subject: str, pk: Any) -> str:
    """Return a sheet as a form carries it, signed, with the fields about which the editor is asked."""
    return signing.dumps([subject, str(pk), opened.pack(), asked], salt=SALT, compress=True)


def read(text: str, subject: str, pk: Any) -> tuple[Sheet | None, dict[str, str]]:
    """Return what a form carried; no sheet where it is not ours, or of another record."""
    try:
        whose, key, packed, asked = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None, {}
    return (Sheet.unpack(packed), asked) if [whose, key] == [subject, str(pk)] else (None, {})
