"""Make room for search: the entries of articles with the database's own index over them, and spellings."""

import django.db.models.deletion
from django.db import migrations, models

import archive.articles.search.models

SQLITE = (
    """
    CREATE VIRTUAL TABLE articles_fulltext USING fts5(
        title, names, deck, body, content='articles_indexentry', content_rowid='article_id', tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER articles_fulltext_insert AFTER INSERT ON articles_indexentry BEGIN
        INSERT INTO articles_fulltext (rowid, title, names, deck, body)
        VALUES (new.article_id, new.title, new.names, new.deck, new.body);
    END
    """,
    """
    CREATE TRIGGER articles_fulltext_delete AFTER DELETE ON articles_indexentry BEGIN
        INSERT INTO articles_fulltext (articles_fulltext, rowid, title, names, deck, body)
        VALUES ('delete', old.article_id, old.title, old.names, old.deck, old.body);
    END
    """,
    """
    CREATE TRIGGER articles_fulltext_update AFTER UPDATE ON articles_indexentry BEGIN
        INSERT INTO articles_fulltext (articles_fulltext, rowid, title, names, deck, body)
        VALUES ('delete', old.article_id, old.title, old.names, old.deck, old.body);
        INSERT INTO articles_fulltext (rowid, title, names, deck, body)
        VALUES (new.article_id, new.title, new.names, new.deck, new.body);
    END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER articles_fulltext_insert",
    "DROP TRIGGER articles_fulltext_delete",
    "DROP TRIGGER articles_fulltext_update",
    "DROP TABLE articles_fulltext",
)
POSTGRESQL = (
    # The terms hardly compress; trying costs time at every write, and unpacking at every reading.
    "ALTER TABLE articles_indexentry ALTER COLUMN vector SET STORAGE EXTERNAL",
    "CREATE INDEX articles_indexentry_vector ON articles_indexentry USING gin (vector)",
    "CREATE INDEX articles_indexentry_long ON articles_indexentry (article_id) WHERE body <> ''",
    # The planner does not know that reading a vector costs more than reading a row: left to itself it reads
    # the whole table where a word is common, or is thought to be.
    """
    CREATE FUNCTION articles_matching(q tsquery, most bigint, long boolean) RETURNS SETOF bigint
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 5000 SET enable_seqscan = off SET enable_indexscan = off AS $$
        SELECT article_id FROM articles_indexentry WHERE vector @@ q AND (long OR body = '') LIMIT most
    $$
    """,
)
POSTGRESQL_BACK = (
    "DROP FUNCTION articles_matching",
    "DROP INDEX articles_indexentry_vector",
    "DROP INDEX articles_indexentry_long",
)


def build(apps, schema_editor):
    """Make the index that the database at hand searches with."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def take_down(apps, schema_editor):
    """Drop it again."""
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_kinds")]

    operations = [
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
                ("deck", models.TextField()),
                ("body", models.TextField()),
                ("vector", archive.articles.search.models.VectorField(null=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=60, unique=True)),
                ("folded", models.CharField(max_length=60)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="SpellingPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "spelling",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="articles.spelling",
                    ),
                ),
                ("part", models.CharField(max_length=3)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("part", "spelling"), name="spelling_part_unique")
                ],
            },
        ),
        migrations.RunPython(build, take_down),
    ]
