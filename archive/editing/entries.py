"""What editors write in a field of their own kind: a date of which a part is known, codes of languages."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.text import languages
from archive.text.dates import PartialDate, parse_iso, parse_printed
from archive.text.strings import tidy

LONGEST_DATE = 60


class PartialDateEntry(forms.CharField):
    """A date as far as it is known, as `2014`, `2014-12` or `2014-12-02`, or as it is printed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_DATE)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> str:
        return "" if value is None else str(value)

    def to_python(self, value: Any) -> PartialDate | None:
        text = super().to_python(value)
        if not text:
            return None
        if len(text) > LONGEST_DATE:
            raise ValidationError(_("Write the date alone, as 2014, 2014-12 or 2014-12-02."))
        for read in (parse_iso, parse_printed):
            try:
                return read(text)
            except ValueError:
                continue
        raise ValidationError(
            _("“%(text)s” is not a date; write a year (2014), a month (2014-12) or a day (2014-12-02)."),
            params={"text": text},
        )

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Validate the words before they are understood; a date itself has nothing left to say wrong."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != (data or "").strip()


class LineEntry(forms.CharField):
    """One line, without what no page shows: controls, hidden signs, overrides of direction."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class LanguageField(forms.CharField):
    """The code of a language, brought into its canonical case."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return language_of(text) if text else text


class LanguagesField(forms.CharField):
    """Codes of languages with commas between them, stored as a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        codes = re.split(r"[\s,;]+", super().to_python(value) or "")
        return list(dict.fromkeys(language_of(code) for code in codes if code))

    def run_validators(self, value: Any) -> None:
        """Each code was validated when it was read."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != (data or "").strip()


def language_of(text: str) -> str:
    """Return the code in its canonical case; raise ValidationError for what is none."""
    code = languages.normalise(text)
    if not code:
        raise ValidationError(
            _("“%(text)s” is not the code of a language; write it as en, ar or zh-Hans."),
            params={"text": text},
        )
    return code
