"""What search keeps: a row of terms for each article, the words that spellings are compared with, and names.

All of it can be made anew from the articles: `manage.py rebuild_search`.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from archive.authority import NAME_LENGTH


class VectorField(models.Field):
    """A `tsvector` on PostgreSQL. On SQLite a column that stays empty: its full-text table stands beside."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class IndexEntry(models.Model):
    """The terms of one article, field by field. The engines write and read it; nobody else does.

    What ranking reads stands before the body: on SQLite, what stands behind it is read through it.
    """

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="index_entry"
    )
    title = models.TextField()
    names = models.TextField()
    subjects = models.TextField()
    deck = models.TextField()
    files = models.TextField()
    telling = models.TextField()
    marked = models.TextField()
    body = models.TextField()
    vector = VectorField(null=True)

    class Meta:
        app_label = "articles"
        default_permissions = ()

    def __str__(self) -> str:
        return f"index entry of article {self.article_id}"


class Spelling(models.Model):
    """A word of some title or name, as written there in small letters, and folded."""

    text = models.CharField(max_length=60, unique=True)
    folded = models.CharField(max_length=60)

    class Meta:
        app_label = "articles"
        default_permissions = ()

    def __str__(self) -> str:
        return self.text


class SpellingPart(models.Model):
    """Three letters in a row of a spelling: similar words share many."""

    spelling = models.ForeignKey(Spelling, models.CASCADE, related_name="parts", db_index=False)
    part = models.CharField(max_length=3)

    class Meta:
        app_label = "articles"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["part", "spelling"], name="spelling_part_unique"),
        ]

    def __str__(self) -> str:
        return self.part


class NameBeginning(models.Model):
    """A name of a person or a term from one of its words on: what a reader may begin to type.

    `text` is folded, and goes round: “Layla Haddad” stands under `layla haddad` and `haddad layla`.
    """

    is_derived = True

    author = models.ForeignKey("authors.Author", models.CASCADE, null=True, related_name="name_beginnings")
    term = models.ForeignKey("tags.Term", models.CASCADE, null=True, related_name="name_beginnings")
    text = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        app_label = "articles"
        default_permissions = ()

    def __str__(self) -> str:
        return self.text
