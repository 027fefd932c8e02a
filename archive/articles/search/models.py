"""What search keeps: a row of terms for each article, and the words that spellings are compared with."""

from __future__ import annotations

from typing import Any

from django.db import models


class VectorField(models.Field):
    """A `tsvector` on PostgreSQL. On SQLite a column that stays empty: its full-text table stands beside."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class IndexEntry(models.Model):
    """The terms of one article, field by field. The engines write and read it; nobody else does."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="index_entry"
    )
    title = models.TextField()
    names = models.TextField()
    deck = models.TextField()
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
