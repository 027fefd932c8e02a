"""Taking a run back is a permission of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0004_evidence_as_packed"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="importrun",
            options={
                "ordering": ["-pk"],
                "permissions": [("undo_importrun", "Can take a run back")],
                "verbose_name": "import run",
                "verbose_name_plural": "import runs",
            },
        ),
    ]
