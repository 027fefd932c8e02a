"""EDITING: what the admin pages of several rooms share.

Rows whose order is printed, records chosen by typing, names found in any spelling, addresses kept when a
slug changes. No page holds more queries for more rows: what rows point at is read once for all of them.
May import: `archive.text`, `archive.fields`, `archive.authority`, `archive.rights`.
"""

from archive.editing.choosing import ChosenFilter
from archive.editing.entries import LanguageField, LanguagesField, PartialDateEntry
from archive.editing.records import KeepsPastSlug, RecordAdmin, lists_rows, number_of, renamed
from archive.editing.rights import AsksRights
from archive.editing.rows import NameFormInline, OrderedInline, PastSlugInline, RowForm, Rows

__all__ = [
    "AsksRights",
    "ChosenFilter",
    "KeepsPastSlug",
    "LanguageField",
    "LanguagesField",
    "NameFormInline",
    "OrderedInline",
    "PartialDateEntry",
    "PastSlugInline",
    "RecordAdmin",
    "RowForm",
    "Rows",
    "lists_rows",
    "number_of",
    "renamed",
]
