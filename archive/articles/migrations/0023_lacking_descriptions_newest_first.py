"""Let the works whose pictures say nothing be listed newest first."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_lists_of_editors")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_lacks_alt"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                F("sort_date").desc(),
                F("id").desc(),
                F("primary_center"),
                name="article_lacks_alt",
                condition=Q(lacks_alt=True),
            ),
        ),
    ]
