"""Let the works of each center be counted by year, and those without an address at their outlet, from an index."""

from django.db import migrations, models
from django.db.models import F, Q

NEWEST = (F("sort_date").desc(), F("id").desc())


def index(*columns, **options):
    return migrations.AddIndex(model_name="article", index=models.Index(*columns, **options))


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_lacking_descriptions_newest_first")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_of_center"),
        migrations.RemoveIndex(model_name="article", name="article_no_outlet_url"),
        index(F("primary_center"), *NEWEST, F("status"), F("publish_at"), name="article_of_center"),
        index(
            *NEWEST,
            F("primary_center"),
            name="article_no_outlet_url",
            condition=~Q(outlet__isnull=True) & Q(outlet_url=""),
        ),
    ]
