"""What an editor has saved before the archive kept it is reviewed: the log of the admin tells."""

from django.db import migrations
from django.db.models import Min

BATCH = 500
SAVED = (1, 2)


def note_reviews(apps, schema_editor):
    """Set `reviewed_at` of works that the log names to their first entry there."""
    database = schema_editor.connection.alias
    works = apps.get_model("articles", "Article").objects.using(database)
    entries = apps.get_model("admin", "LogEntry").objects.using(database)
    saved = entries.filter(
        content_type__app_label="articles", content_type__model="article", action_flag__in=SAVED
    )
    first = saved.order_by().values_list("object_id").annotate(Min("action_time"))
    times = {int(pk): time for pk, time in first.iterator() if pk and pk.isdecimal()}
    keys = sorted(times)
    for start in range(0, len(keys), BATCH):
        rows = list(works.only("pk").filter(pk__in=keys[start : start + BATCH]))
        for row in rows:
            row.reviewed_at = times[row.pk]
        works.bulk_update(rows, ["reviewed_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("articles", "0016_review_and_picture_rights"),
    ]
    operations = [migrations.RunPython(note_reviews, migrations.RunPython.noop, elidable=True)]
