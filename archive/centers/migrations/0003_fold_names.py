"""Fold the names that are stored already."""

from django.db import migrations

from archive.authority import derive_stored
from archive.text.folding import fold, fold_title


def fold_names(apps, schema_editor):
    derive_stored(apps.get_model("centers", "Center"), {"folded": fold})
    derive_stored(apps.get_model("centers", "CenterName"), {"folded": fold})
    derive_stored(apps.get_model("centers", "Series"), {"folded": fold_title})
    derive_stored(apps.get_model("centers", "SeriesName"), {"folded": fold_title})


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0002_folded_names"),
    ]

    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
