"""Let the works be found that come before readers at an instant, the last that has come and the next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_find_undescribed_pictures")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["publish_at"],
                name="article_due",
                condition=models.Q(status="published", publish_at__isnull=False),
            ),
        )
    ]
