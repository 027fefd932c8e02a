"""Find terms by names without marks and punctuation."""

from django.db import migrations, models

import archive.fields


class Migration(migrations.Migration):
    dependencies = [
        ("tags", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="term",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddField(
            model_name="termname",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(fields=["folded"], name="term_folded"),
        ),
        migrations.AddIndex(
            model_name="termname",
            index=models.Index(fields=["folded"], name="term_name_form_folded"),
        ),
    ]
