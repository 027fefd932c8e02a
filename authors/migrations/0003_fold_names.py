"""Fold the names that are stored already."""

from django.db import migrations

from archive.authority import derive_stored
from archive.text.folding import fold_person
from archive.text.likeness import sketch


def fold_names(apps, schema_editor):
    derive_stored(apps.get_model("authors", "Author"), {"folded": fold_person, "sketch": sketch})
    derive_stored(apps.get_model("authors", "AuthorName"), {"folded": fold_person, "sketch": sketch})


class Migration(migrations.Migration):
    dependencies = [
        ("authors", "0002_folded_names"),
    ]

    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
