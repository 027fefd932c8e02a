"""Make the index of the search anew, with fields, files, and what ranking reads; it is empty afterwards.

`manage.py rebuild_search` fills it.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models

import archive.articles.search.models

before = importlib.import_module("archive.articles.migrations.0003_search")

FIELDS = ("title", "names", "subjects", "deck", "files", "marked", "body")
COLUMNS = ", ".join(FIELDS)
NEW, OLD = (", ".join(f"{row}.{field}" for field in FIELDS) for row in ("new", "old"))
ADD = f"INSERT INTO articles_fulltext (rowid, {COLUMNS}) VALUES (new.article_id, {NEW});"  # noqa: S608
TAKE = (
    f"INSERT INTO articles_fulltext (articles_fulltext, rowid, {COLUMNS}) "  # noqa: S608
    f"VALUES ('delete', old.article_id, {OLD});"
)
SQLITE = (
    f"CREATE VIRTUAL TABLE articles_fulltext USING fts5({COLUMNS}, content='articles_indexentry', "
    "content_rowid='article_id', tokenize='ascii')",
    f"CREATE TRIGGER articles_fulltext_insert AFTER INSERT ON articles_indexentry BEGIN {ADD} END",
    f"CREATE TRIGGER articles_fulltext_delete AFTER DELETE ON articles_indexentry BEGIN {TAKE} END",
    f"CREATE TRIGGER articles_fulltext_update AFTER UPDATE ON articles_indexentry BEGIN {TAKE} {ADD} END",
)


def build(apps, schema_editor):
    """Make the index that the database at hand searches with."""
    statements = before.POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_highlights"),
        ("authors", "0003_fold_names"),
        ("tags", "0003_fold_names"),
    ]

    operations = [
        migrations.RunPython(before.take_down, before.build),
        migrations.DeleteModel("IndexEntry"),
        migrations.CreateModel(
            name="IndexEntry",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="index_entry",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("title", models.TextField()),
                ("names", models.TextField()),
                ("subjects", models.TextField()),
                ("deck", models.TextField()),
                ("files", models.TextField()),
                ("telling", models.TextField()),
                ("marked", models.TextField()),
                ("body", models.TextField()),
                ("vector", archive.articles.search.models.VectorField(null=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="NameBeginning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(db_index=True, max_length=80)),
                ("name", models.CharField(max_length=300)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="name_beginnings",
                        to="authors.author",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="name_beginnings",
                        to="tags.term",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(build, before.take_down),
    ]
