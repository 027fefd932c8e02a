"""Sort titles as alphabets have them."""

from django.db import migrations, models

import archive.fields


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_fold_names"),
        ("authors", "0003_fold_names"),
        ("centers", "0003_fold_names"),
        ("tags", "0003_fold_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="title_key",
            field=archive.fields.DerivedField(default="", derive="make_title_key", max_length=120),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["title_key", "id", "publish_at", "status"],
                name="article_titles",
            ),
        ),
    ]
