"""Model fields that keep their promise at save: tidy lines, clean HTML, values derived from their row.

They stand between every writer (admin, importer, shell) and both databases, so that a text which SQLite
would swallow and PostgreSQL refuse never reaches either. May import: `archive.text`, `archive.lookups`.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from archive import lookups as lookups  # `among`, for whoever has models
from archive.text.dates import parse_iso
from archive.text.html import HtmlRefused, clean
from archive.text.strings import tidy


class Kept:
    """A text field that mends its value when it is validated and when it is saved, and at no other time."""

    def mend(self, value: str) -> str:
        """Return the value as it is to be stored."""
        return value

    def to_python(self, value: Any) -> str | None:
        value = super().to_python(value)
        return self.mend(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else super().get_prep_value(value)


class LineField(Kept, models.CharField):
    """One line of text: NFC, no control or direction-changing signs, blanks folded."""

    def mend(self, value: str) -> str:
        return tidy(value)


class ProseField(Kept, models.TextField):
    """Plain text of several lines, tidied in the same way; line breaks are kept."""

    def mend(self, value: str) -> str:
        return tidy(value, multiline=True)


class HTMLField(Kept, models.TextField):
    """HTML that is cleaned by the allow-list of `archive.text.html` at every save, whoever writes it."""

    def mend(self, value: str) -> str:
        if isinstance(value, CleanHTML):
            return value
        try:
            return CleanHTML(clean(value).html)
        except HtmlRefused as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal


class CleanHTML(str):
    """HTML that has just come out of `clean()`: nothing is cleaned twice on its way to the database."""

    __slots__ = ()


class Derived:
    """A column that its row's own method fills at every save (`derive` names the method).

    It exists to be indexed, unique or counted; nobody edits it. A migration's historical model has no
    methods: there the value stands as the migration gave it.
    """

    def __init__(self, *args: Any, derive: str = "", **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)
        self.derive = derive

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["derive"] = self.derive
        del kwargs["editable"]
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        derive = getattr(model_instance, self.derive, None)
        if derive is not None:
            setattr(model_instance, self.attname, derive())
        return getattr(model_instance, self.attname)


class DerivedField(Derived, models.CharField):
    """A derived text."""


class DerivedFlag(Derived, models.BooleanField):
    """A derived yes or no."""


class PartialDateField(models.CharField):
    """A date of which only the year, or the year and month, may be known: `2008`, `2008-03`, `2008-03-01`.

    Stored as written, so that it sorts as text and never shifts with a time zone. "" is unknown.
    """

    description = "A day, a month or a year"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip()
        if not text:
            return ""
        try:
            return str(parse_iso(text))
        except ValueError as error:
            raise ValidationError(
                f"“{text}” is not a date; write a year (2008), a month (2008-03) or a day (2008-03-01).",
                code="invalid",
            ) from error
