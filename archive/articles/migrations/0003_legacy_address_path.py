"""Find a legacy address by its path alone, whatever name the old site had."""

import re

from django.db import migrations, models

import archive.fields


def fill_paths(apps, schema_editor):
    """Give the addresses known so far their paths."""
    known = apps.get_model("articles", "LegacyAddress").objects
    for address in known.iterator(chunk_size=1000):
        address.path = re.sub(r"^[^/?]*", "", address.address)
        address.save(update_fields=["path"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_kinds")]

    operations = [
        migrations.AddField(
            model_name="legacyaddress",
            name="path",
            field=archive.fields.DerivedField(default="", derive="make_path", max_length=1000),
            preserve_default=False,
        ),
        migrations.RunPython(fill_paths, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="legacyaddress",
            index=models.Index(fields=["path"], name="legacy_address_path"),
        ),
    ]
