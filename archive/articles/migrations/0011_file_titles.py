"""File the titles that are stored already."""

from django.db import migrations

from archive.text.filing import filing_key

BATCH = 2000


def file_titles(apps, schema_editor):
    """Give a key to every title that has none, batch by batch: whoever is interrupted goes on where he was."""
    articles = apps.get_model("articles", "Article").objects
    last = 0
    while rows := list(
        articles.filter(pk__gt=last, title_key="").order_by("pk").only("title", "language")[:BATCH]
    ):
        for row in rows:
            row.title_key = filing_key(row.title, row.language)
        articles.bulk_update(rows, ["title_key"], batch_size=200)
        last = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("articles", "0010_title_keys"),
    ]

    operations = [
        migrations.RunPython(file_titles, migrations.RunPython.noop),
    ]
