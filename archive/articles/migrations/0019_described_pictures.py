"""Whether a picture is decorative, and whether a work has one that says nothing to who cannot see it."""

from django.db import migrations, models
from django.db.models import Q

import archive.fields


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_reviews_and_rights")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="image_is_decorative",
            field=models.BooleanField(
                default=False,
                help_text="Says nothing that the text does not say: those who cannot see it are not told of it.",
                verbose_name="decorative",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="lacks_alt",
            field=archive.fields.DerivedFlag(
                default=False, derive="is_lacking_alt", verbose_name="picture without description"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["id"], name="article_lacks_alt", condition=Q(lacks_alt=True)),
        ),
    ]
