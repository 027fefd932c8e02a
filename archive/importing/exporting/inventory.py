"""What is exported, table by table; and what is not, each with its reason.

Rows are written column by column as the models state them (`columns`): a new column needs no line here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from archive.articles.models import (
    Article,
    ArticleCenter,
    ArticleTerm,
    Attachment,
    BodyLink,
    BylineEntry,
    Correction,
    Highlight,
    Kind,
    KindName,
    LegacyAddress,
    Outlet,
    OutletName,
    PastAddress,
    Remark,
    Review,
)
from archive.centers.models import (
    Center,
    CenterName,
    CenterPastSlug,
    MenuItem,
    Newsletter,
    Series,
    SeriesName,
    SeriesPastSlug,
)
from archive.fields import Derived
from archive.importing.columns import LINES
from archive.tags.models import Term, TermName, TermPastSlug
from authors.models import Affiliation, Author, AuthorLink, AuthorName, AuthorPastSlug


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that hang on others: written within their owner's line under `key`.

    `order` are columns that no collation touches; without it the rows are sorted as they are written, since
    neither readers nor editors see an order of theirs.
    """

    key: str
    model: type[models.Model]
    owner: str
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file of lines, one for each row of a model, with its parts."""

    name: str
    model: type[models.Model]
    parts: tuple[Part, ...] = ()

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.jsonl"


PLACED = ("position", "pk")
AS_MADE = ("pk",)

AUTHORITIES = (
    Table("kinds", Kind, (Part("names", KindName, "kind"),)),
    Table(
        "terms",
        Term,
        (Part("names", TermName, "term"), Part("past_slugs", TermPastSlug, "term")),
    ),
    Table(
        "centers",
        Center,
        (
            Part("names", CenterName, "center"),
            Part("past_slugs", CenterPastSlug, "center"),
            Part("menu_items", MenuItem, "center", PLACED),
            Part("newsletters", Newsletter, "center", PLACED),
        ),
    ),
    Table(
        "series",
        Series,
        (Part("names", SeriesName, "series"), Part("past_slugs", SeriesPastSlug, "series")),
    ),
    Table("outlets", Outlet, (Part("names", OutletName, "outlet"),)),
    Table(
        "authors",
        Author,
        (
            Part("names", AuthorName, "author"),
            Part("past_slugs", AuthorPastSlug, "author"),
            Part("links", AuthorLink, "author", PLACED),
            Part("affiliations", Affiliation, "author", AS_MADE),
        ),
    ),
)
"""In the order in which they are read back: what is named stands before what names it."""

WORKS = Table(
    "works",
    Article,
    (
        Part("centers", ArticleCenter, "article", PLACED),
        Part("byline", BylineEntry, "article", PLACED),
        Part("terms", ArticleTerm, "content_object", ("tag__facet", "position", "pk")),
        Part("attachments", Attachment, "article", PLACED),
        Part("corrections", Correction, "article", ("corrected_on", "pk")),
        Part("highlights", Highlight, "article", PLACED),
        Part("reviews", Review, "article", AS_MADE),
        Part("remarks", Remark, "article", AS_MADE),
        Part("past_addresses", PastAddress, "article"),
        Part("legacy_addresses", LegacyAddress, "article"),
        Part("body_links", BodyLink, "article"),
    ),
)
TABLES = (*AUTHORITIES, WORKS)
PARTS: dict[type[models.Model], tuple[Table, Part]] = {
    part.model: (table, part) for table in TABLES for part in table.parts
}

CARRIED = {column: name for name, column in LINES.items()} | {"deck": "deck", "body": "body"}
"""Columns of a work that its record carries word for word, by the field there; they are not written twice."""

DERIVED_MODELS = {
    "tags.ancestry": "the tree written flat: follows from each term's parent",
    "centers.membership": "who works where: users stay with the installation",
    "centers.preferences": "how users are written to",
    "articles.indexentry": "the index of the search: follows from the works",
    "articles.spelling": "a part of the index of the search",
    "articles.spellingpart": "a part of the index of the search",
    "articles.namebeginning": "a part of the index of the search",
}
DERIVED_COLUMNS = {
    "articles.article.word_count": "counted from the body",
    "importing.capture.packed": "the bytes stand, as they were read, in evidence/",
    "importing.capture.size": "counted from the bytes",
    "articles.formerhost.unread_below": "a primary key: history/ says whether there is one",
}
"""What nobody exports, with the reason; beside primary keys, derived and generated columns."""


def columns(model: type[models.Model], apart: tuple[str, ...] = ()) -> list[models.Field]:
    """Return the columns of a model that are written in a line of it, without those named in `apart`.

    Times that rows keep by themselves are not among them: `times` has them, for `history/`.
    """
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in apart and not is_derived(field) and not is_time(field)
    ]


def times(model: type[models.Model]) -> list[models.Field]:
    """Return the columns that hold when a row was made or changed."""
    return [field for field in model._meta.concrete_fields if is_time(field)]


def is_time(field: models.Field) -> bool:
    """Say whether a column holds a time that its row keeps by itself."""
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def is_derived(field: models.Field) -> bool:
    """Say whether a column follows from others, or numbers its row."""
    if field.primary_key or field.generated or isinstance(field, Derived):
        return True
    return f"{field.model._meta.label_lower}.{field.name}" in DERIVED_COLUMNS
