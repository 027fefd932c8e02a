"""Find outlets by names without marks and punctuation."""

from django.db import migrations, models

import archive.fields


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_addresses_checked"),
    ]

    operations = [
        migrations.AddField(
            model_name="kindname",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddField(
            model_name="outlet",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddField(
            model_name="outletname",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddIndex(
            model_name="outlet",
            index=models.Index(fields=["folded"], name="outlet_folded"),
        ),
        migrations.AddIndex(
            model_name="outletname",
            index=models.Index(fields=["folded"], name="outlet_name_form_folded"),
        ),
    ]
