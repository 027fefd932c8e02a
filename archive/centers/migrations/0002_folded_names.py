"""Find centers and series by names without marks and punctuation."""

from django.db import migrations, models

import archive.fields


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="center",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddField(
            model_name="centername",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddField(
            model_name="series",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddField(
            model_name="seriesname",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddIndex(
            model_name="center",
            index=models.Index(fields=["folded"], name="center_folded"),
        ),
        migrations.AddIndex(
            model_name="centername",
            index=models.Index(fields=["folded"], name="center_name_form_folded"),
        ),
        migrations.AddIndex(
            model_name="series",
            index=models.Index(fields=["folded"], name="series_folded"),
        ),
        migrations.AddIndex(
            model_name="seriesname",
            index=models.Index(fields=["folded"], name="series_name_form_folded"),
        ),
    ]
