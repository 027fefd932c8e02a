"""Find people by names without marks and titles, and likely ones by a sketch of the name."""

from django.db import migrations, models

import archive.fields


class Migration(migrations.Migration):
    dependencies = [
        ("authors", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="author",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddField(
            model_name="author",
            name="sketch",
            field=archive.fields.DerivedField(default="", derive="make_sketch", max_length=60),
        ),
        migrations.AddField(
            model_name="authorname",
            name="folded",
            field=archive.fields.DerivedField(default="", derive="make_folded", max_length=300),
        ),
        migrations.AddField(
            model_name="authorname",
            name="sketch",
            field=archive.fields.DerivedField(default="", derive="make_sketch", max_length=60),
        ),
        migrations.AddIndex(
            model_name="author",
            index=models.Index(fields=["folded"], name="author_folded"),
        ),
        migrations.AddIndex(
            model_name="author",
            index=models.Index(fields=["sketch"], name="author_sketch"),
        ),
        migrations.AddIndex(
            model_name="authorname",
            index=models.Index(fields=["folded"], name="author_name_form_folded"),
        ),
        migrations.AddIndex(
            model_name="authorname",
            index=models.Index(fields=["sketch"], name="author_name_form_sketch"),
        ),
    ]
