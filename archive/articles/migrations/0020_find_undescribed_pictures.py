"""Say of the works that are here whether a picture of theirs lacks its description."""

from itertools import batched

from django.db import migrations
from django.db.models import Q

from archive.articles.pictures import undescribed

AT_ONCE = 500


def find(apps, schema_editor):
    works = apps.get_model("articles", "Article").objects.order_by()
    works.filter(~Q(image=""), image_alt="").update(lacks_alt=True)
    pictured = works.filter(lacks_alt=False, body__contains="<img").values_list("pk", "body")
    lacking = (pk for pk, body in pictured.iterator(100) if undescribed(body))
    for keys in batched(list(lacking), AT_ONCE):
        works.filter(pk__in=keys).update(lacks_alt=True)


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_described_pictures")]

    operations = [migrations.RunPython(find, migrations.RunPython.noop, elidable=True)]
