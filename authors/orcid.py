"""ORCID iDs: their form and check digit (ISO 7064, MOD 11-2, as orcid.org describes them)."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_FORM = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z")


def check_digit(digits: str) -> str:
    """Return the sixteenth sign of the fifteen digits before it."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)


def validate_orcid(value: str) -> None:
    """Raise ValidationError unless the value is an ORCID iD whose check digit fits."""
    if not _FORM.match(value) or not value.isascii():
        raise ValidationError(
            _("“%(value)s” is not an ORCID iD; write it as 0000-0002-1825-0097."), params={"value": value}
        )
    if check_digit(value.replace("-", "")[:15]) != value[-1]:
        raise ValidationError(
            _("“%(value)s” is not an ORCID iD: its last sign does not fit the others; look at the source."),
            params={"value": value},
        )
