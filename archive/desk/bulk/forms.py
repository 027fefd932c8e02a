"""What an editor writes to say what shall be done to many works, and the operations made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive import rights
from archive.articles.models import Article, ArticleCenter, ArticleTerm, BylineEntry, Kind
from archive.desk.bulk import operations as ops
from archive.editing import LanguageField, PartialDateEntry
from archive.editing.choosing import choosing
from archive.publication import Status
from archive.text.strings import tidy

RECORDS = ("series", "outlet", "primary_center")
LINES = (
    "outlet_url", "place", "credit", "image_caption", "image_alt", "deck", "english_newsletter",
    "other_newsletter", "center_affiliation", "program_affiliation",
)  # fmt: skip
TERM = ArticleTerm._meta.get_field("tag")
CENTER = ArticleCenter._meta.get_field("center")
PERSON = BylineEntry._meta.get_field("author")
LONGEST_FOUND = 500


class ManyChooser(AutocompleteSelectMultiple):
    """Several records chosen by typing, in the order in which they are chosen."""

    def get_url(self) -> str:
        meta = self.field.remote_field.model._meta
        return reverse(f"{self.admin_site.name}:{meta.app_label}_{meta.model_name}_choose")

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        chosen = self.choices.field.chosen(value)
        label = self.choices.field.label_from_instance
        options = [self.create_option(name, one.pk, label(one), True, at) for at, one in enumerate(chosen)]
        return [(None, options, 0)]


class ChosenMany(forms.ModelMultipleChoiceField):
    """Several records out of thousands; what is cleaned is a list of their keys in order."""

    def __init__(self, field: Any, user: Any, **kwargs: Any) -> None:
        chooser = choosing(field, admin.site, user)
        self.describe = chooser["describe"]
        widget = ManyChooser(field, admin.site)
        super().__init__(chooser["queryset"], widget=widget, required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return self.describe(obj)

    def chosen(self, values: list[str]) -> list[Any]:
        """Return the records that the values name, in their order."""
        keys = [int(one) for one in values if str(one).isdecimal()]
        known = self.queryset.in_bulk(keys)
        return [known[key] for key in keys if key in known]

    def clean(self, value: Any) -> list[int]:
        super().clean(value)
        return list(dict.fromkeys(int(one) for one in value or ()))


class BulkForm(forms.Form):
    """Everything that can be done to many works at once; what is left empty stays as it is.

    `operations()` returns what was asked for, in the order in which it is done.
    """

    status_reason = forms.CharField(
        label=_("Reason for withdrawal"),
        required=False,
        help_text=_("Shown to readers at the address of a withdrawn work."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    published = PartialDateEntry(
        label=_("Published on"), required=False, help_text=_("2014-12-02, 2014-12 or 2014.")
    )
    published_empty = forms.BooleanField(label=_("Empty it"), required=False)
    publish_at = forms.DateTimeField(
        label=_("Visible from"),
        required=False,
        help_text=_("UTC, as 2027-01-31 06:00."),
        widget=forms.DateTimeInput(attrs={"placeholder": "2027-01-31 06:00"}),
    )
    publish_at_empty = forms.BooleanField(label=_("Empty it"), required=False)
    slug = forms.BooleanField(
        label=_("Make the slug anew from the title"),
        required=False,
        help_text=_("The old address redirects. A work whose new address is taken keeps its own."),
    )
    find = forms.CharField(label=_("Find"), required=False, max_length=LONGEST_FOUND, strip=False)
    by = forms.CharField(label=_("Replace by"), required=False, max_length=LONGEST_FOUND, strip=False)
    find_in = forms.MultipleChoiceField(
        label=_("In"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, capfirst(Article._meta.get_field(name).verbose_name)) for name in ops.TEXTS],
    )
    exact = forms.BooleanField(label=_("Capitals count"), required=False, initial=True)
    person_role = forms.ChoiceField(label=_("As"), required=False, choices=BylineEntry.Role.choices)
    reprint = forms.BooleanField(
        label=_("Print the new person’s name"),
        required=False,
        help_text=_("Otherwise the name stays as it was printed."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name, field, label in (
            ("terms_add", TERM, _("Add")),
            ("terms_remove", TERM, _("Remove")),
            ("centers_add", CENTER, _("Add")),
            ("centers_remove", CENTER, _("Remove")),
            ("people_remove", PERSON, _("Take out")),
        ):
            self.fields[name] = ChosenMany(field, user, label=label)
        for name, field, label in (
            ("term_old", TERM, _("Replace")),
            ("term_new", TERM, _("by")),
            ("person_old", PERSON, _("Replace")),
            ("person_new", PERSON, _("by")),
            ("person_add", PERSON, _("Add at the end")),
        ):
            self.fields[name] = _chosen(field, user, label)
        for name in RECORDS:
            own = name == "primary_center" and not user.has_perm(rights.ANY_CENTER)
            field = Article._meta.get_field(name)
            self._add_column(name, _chosen(field, user, capfirst(field.verbose_name), own=own))
        self._add_column(
            "kind",
            forms.ModelChoiceField(Kind.objects.all(), label=_("Kind"), empty_label="–", required=False),
        )
        language = Article._meta.get_field("language")
        self.fields["language"] = LanguageField(
            label=_("Language"), required=False, max_length=language.max_length
        )
        self.fields["language"].widget.attrs |= {"class": "code", "size": 8, "list": "languages"}
        for name in LINES:
            column = Article._meta.get_field(name)
            entry = column.formfield(label=capfirst(column.verbose_name), required=False, help_text="")
            self._add_column(name, entry)
        self.fields["status"] = forms.ChoiceField(
            label=_("Status"), required=False, choices=[("", "–"), *self._statuses()]
        )
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= {"rows": 2, "class": "prose", "dir": "auto"}

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["admin/archive/bulk.css"]})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.fields:
            empty = f"{name}_empty"
            if cleaned.get(empty) and cleaned.get(name):
                self.add_error(name, _("Write a value, or have it emptied; not both."))
        for old, new in (("term_old", "term_new"), ("person_old", "person_new")):
            self._need_both(old, new)
        if cleaned.get("find") and not cleaned.get("find_in"):
            self.add_error("find_in", _("Say in which fields."))
        if cleaned.get("by") and not cleaned.get("find"):
            self.add_error("find", _("Say what is to be found."))
        if cleaned.get("status") == Status.WITHDRAWN and not cleaned.get("status_reason"):
            self.add_error("status_reason", _("Say in a sentence why readers no longer find the works."))
        if not self.errors and not list(self.operations()):
            raise ValidationError(_("Say at least one thing that is to be changed."))
        return cleaned

    def operations(self) -> Iterator[ops.Operation]:
        """Yield what was asked for."""
        data = self.cleaned_data
        if data.get("find"):
            yield ops.ReplaceText(data["find_in"], data["find"], data["by"], data["exact"])
        for name in ("kind", *RECORDS, "language", *LINES):
            if data.get(f"{name}_empty"):
                yield ops.SetColumn(name, "")
            elif value := data.get(name):
                yield ops.SetColumn(name, getattr(value, "pk", value))
        if data.get("published") or data.get("published_empty"):
            yield ops.SetDate(str(data["published"] or ""))
        if data.get("publish_at") or data.get("publish_at_empty"):
            value = data.get("publish_at")
            yield ops.SetColumn("publish_at", value.isoformat() if value else "")
        if data.get("slug"):
            yield ops.NewSlug()
        if data.get("status"):
            yield ops.SetStatus(data["status"], tidy(data.get("status_reason") or "", multiline=True))
        yield from self._links()

    def _links(self) -> Iterator[ops.Operation]:
        data = self.cleaned_data
        if data.get("term_old") and data.get("term_new"):
            yield ops.ReplaceLink("terms", data["term_old"].pk, data["term_new"].pk)
        for relation in ("terms", "centers"):
            if data.get(f"{relation}_remove"):
                yield ops.RemoveLinks(relation, data[f"{relation}_remove"])
            if data.get(f"{relation}_add"):
                yield ops.AddLinks(relation, data[f"{relation}_add"])
        if (old := data.get("person_old")) and (new := data.get("person_new")):
            yield ops.ReplaceLink("byline", old.pk, new.pk, new.name, data["reprint"])
        if data.get("people_remove"):
            yield ops.RemoveLinks("byline", data["people_remove"])
        if person := data.get("person_add"):
            yield ops.AddPerson(person.pk, person.name, data["person_role"])

    def _add_column(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.fields[f"{name}_empty"] = forms.BooleanField(label=_("Empty it"), required=False)

    def _need_both(self, old: str, new: str) -> None:
        one, other = self.cleaned_data.get(old), self.cleaned_data.get(new)
        if bool(one) != bool(other) and not {old, new} & self.errors.keys():
            self.add_error(new if one else old, _("Choose both: what is replaced, and by what."))
        elif one and one == other:
            self.add_error(new, _("These are one and the same."))

    def _statuses(self) -> list[tuple[str, Any]]:
        allowed = {Status.DRAFT}
        if self.user.has_perm(rights.PUBLISH):
            allowed.add(Status.PUBLISHED)
        if self.user.has_perm(rights.WITHDRAW):
            allowed.add(Status.WITHDRAWN)
        return [(value, label) for value, label in Status.choices if value in allowed]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The fields in groups, as the page shows them, each with what empties it."""
        found = []
        for name, title, rows in SECTIONS:
            fields = [
                {"field": self[row], "empty": self._empty_of(row)} for row in rows if row in self.fields
            ]
            is_open = name == "terms" or any(
                (self.is_bound and self.data.get(one["field"].html_name)) or one["field"].errors
                for one in fields
                if one["field"].name not in ("exact", "person_role")
            )
            found.append({"name": name, "title": title, "fields": fields, "is_open": is_open})
        return found

    def _empty_of(self, name: str) -> Any:
        return self[f"{name}_empty"] if f"{name}_empty" in self.fields else None


SECTIONS = (
    ("terms", _("Terms"), ("terms_add", "terms_remove", "term_old", "term_new")),
    (
        "byline",
        _("Byline"),
        ("person_old", "person_new", "reprint", "person_add", "person_role", "people_remove"),
    ),
    ("centers", _("Centers"), ("primary_center", "centers_add", "centers_remove")),
    ("about", _("Kind, series, outlet, language"), ("kind", "series", "language", "outlet", "outlet_url")),
    ("words", _("Words in titles and texts"), ("find", "by", "find_in", "exact")),
    ("texts", _("Texts"), ("deck", "credit", "image_caption", "image_alt", "place")),
    ("publication", _("Status and dates"), ("status", "status_reason", "published", "publish_at", "slug")),
    (
        "codes",
        _("Codes of the source"),
        ("english_newsletter", "other_newsletter", "center_affiliation", "program_affiliation"),
    ),
)


def _chosen(field: Any, user: Any, label: Any, *, own: bool = False) -> forms.Field:
    """Return a field in which one record is chosen by typing."""
    options = choosing(field, admin.site, user, own=own)
    return options.pop("form_class")(required=False, label=label, **options)
