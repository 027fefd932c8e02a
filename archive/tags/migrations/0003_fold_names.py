"""Fold the names that are stored already."""

from django.db import migrations

from archive.authority import derive_stored
from archive.text.folding import fold


def fold_names(apps, schema_editor):
    derive_stored(apps.get_model("tags", "Term"), {"folded": fold})
    derive_stored(apps.get_model("tags", "TermName"), {"folded": fold})


class Migration(migrations.Migration):
    dependencies = [
        ("tags", "0002_folded_names"),
    ]

    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
