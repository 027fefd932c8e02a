"""Find legacy addresses by digests of any length and case; let them lead to other pages, or be gone."""

from django.db import migrations, models

import archive.fields
from archive.text.addresses import digest, path_of

BATCH = 2000


def make_keys(apps, schema_editor):
    """Give every address its digests; of two that differ in case only, the first made stays."""
    legacy = apps.get_model("articles", "LegacyAddress").objects.using(schema_editor.connection.alias)
    met, rows = set(), []
    for row in legacy.order_by("pk").iterator(BATCH):
        row.key, row.path_key = digest(row.address), digest(path_of(row.address))
        if row.key in met:
            row.key = digest(f"{row.address}#{row.pk}")
        met.add(row.key)
        rows.append(row)
        if len(rows) == BATCH:
            legacy.bulk_update(rows, ["key", "path_key"])
            rows.clear()
    legacy.bulk_update(rows, ["key", "path_key"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_search")]

    operations = [
        migrations.RemoveIndex(model_name="legacyaddress", name="legacy_address_path"),
        migrations.RemoveField(model_name="legacyaddress", name="path"),
        migrations.AlterField(
            model_name="legacyaddress",
            name="address",
            field=models.TextField(verbose_name="address"),
        ),
        migrations.AddField(
            model_name="legacyaddress",
            name="key",
            field=archive.fields.DerivedField(derive="make_key", default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="legacyaddress",
            name="path_key",
            field=archive.fields.DerivedField(derive="make_path_key", default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(make_keys, migrations.RunPython.noop, elidable=True),
    ]
