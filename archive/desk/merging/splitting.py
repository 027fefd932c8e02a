"""Splitting a record: which of its works belong to somebody else. The works go by a bulk change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article, ArticleTerm, BylineEntry
from archive.authority import NAME_LENGTH
from archive.centers.models import Center
from archive.desk.bulk import operations as ops
from archive.desk.bulk.choosing import choose
from archive.desk.models import BulkChange
from archive.editing.choosing import choosing
from archive.tags.models import Term
from archive.text.strings import matching_key, tidy
from authors.models import Author

MOST_SHOWN = 200
"""Works that are listed to be ticked; a filter reaches the others."""
RELATIONS = {
    Author: ("byline", BylineEntry._meta.get_field("author")),
    Term: ("terms", ArticleTerm._meta.get_field("tag")),
}
"""Through which rows works name the records that can be split."""


class Narrow(forms.Form):
    """Which works of the record are shown."""

    printed = forms.ChoiceField(label=_("Printed as"), required=False)
    center = forms.ModelChoiceField(
        Center.objects.order_by("key"), label=_("Center"), required=False, empty_label=_("Any")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    first = forms.IntegerField(label=_("From the year"), required=False, min_value=1000, max_value=2999)
    last = forms.IntegerField(label=_("To the year"), required=False, min_value=1000, max_value=2999)

    def __init__(self, *args: Any, record: models.Model, works: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.works = record, works
        any_ = ("", _("Any"))
        if isinstance(record, Author):
            entries = BylineEntry.objects.filter(author=record, article__in=works).order_by()
            counted = entries.values_list("name").annotate(number=Count("pk")).order_by("-number", "name")
            self.fields["printed"].choices = [any_, *((name, f"{name} ({n})") for name, n in counted[:100])]
        else:
            del self.fields["printed"]
        languages = works.order_by("language").values_list("language", flat=True).distinct()
        self.fields["language"].choices = [any_, *((one, one) for one in languages[:100])]
        for name in ("first", "last"):
            self.fields[name].widget.attrs |= {"size": 5}

    def narrowed(self) -> QuerySet:
        """Return the works that the form asks for; all of them where it is not understood."""
        works = self.works
        if not self.is_valid():
            return works
        data = self.cleaned_data
        if data.get("printed"):
            entries = BylineEntry.objects.filter(author=self.record, name=data["printed"])
            works = works.filter(pk__in=entries.values("article"))
        if data.get("center"):
            works = works.filter(
                Q(pk__in=works.linked_to(data["center"]).values("pk")) | Q(primary_center=data["center"])
            )
        if data.get("language"):
            works = works.filter(language=data["language"])
        if data.get("first"):
            works = works.filter(sort_date__year__gte=data["first"])
        if data.get("last"):
            works = works.filter(sort_date__year__lte=data["last"])
        return works


class Receiver(forms.Form):
    """Whom the works go to: a record that is there, or a new one of a name."""

    name = forms.CharField(label=_("A new record named"), required=False, max_length=NAME_LENGTH)

    def __init__(self, *args: Any, record: models.Model, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        options = choosing(RELATIONS[type(record)][1], admin.site, user)
        kind = options.pop("form_class")
        self.fields["other"] = kind(required=False, label=_("One that is there"), **options)
        self.order_fields(["other", "name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        other, name = cleaned.get("other"), tidy(cleaned.get("name") or "")
        if bool(other) == bool(name) and not self.errors:
            raise forms.ValidationError(_("Choose a record that is there, or name a new one."))
        if other == self.record:
            self.add_error("other", _("The works are there already."))
        if name and isinstance(self.record, Term):
            taken = Term.objects.filter(facet=self.record.facet, key=matching_key(name))
            if taken.exists():
                self.add_error("name", _("A term of this name is there already; choose it."))
        cleaned["name"] = name
        return cleaned


def works_to_split(record: models.Model, user: Any) -> QuerySet:
    """Return the works that name the record itself, as far as the user may see them; the newest first."""
    relation, column = RELATIONS[type(record)]
    owner = "article" if relation == "byline" else "content_object"
    links = column.model._default_manager.filter(**{column.name: record}).order_by().values(owner)
    return Article.objects.visible_to(user).filter(pk__in=links).newest()


def prepare(record: models.Model, works: QuerySet, receiver: dict[str, Any], user: Any) -> BulkChange:
    """Return the bulk change that gives the works to another record; it is looked at before it is made."""
    change = choose(works, user)
    other = receiver.get("other")
    operation = ops.ReplaceLink(
        RELATIONS[type(record)][0], record.pk, other.pk if other else 0, "" if other else receiver["name"]
    )
    change.operations = ops.to_json([operation])
    change.save(update_fields=["operations"])
    return change
