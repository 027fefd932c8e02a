"""Let editors narrow two hundred thousand works by an index: by kind, center, language and state, by what they
lack, newest first; and let them see what was changed last. Two indexes take the place of two narrower ones."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

NEWEST = (F("sort_date").desc(), F("id").desc())
NARROW = ("kind", "primary_center")


def index(*columns, **options):
    return migrations.AddIndex(model_name="article", index=models.Index(*columns, **options))


def drop_narrow(apps, schema_editor):
    """Drop the indexes of one column each; no table is written anew for it, as it would be on SQLite."""
    model = apps.get_model("articles", "Article")
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    columns = [[model._meta.get_field(name).column] for name in NARROW]
    for name, one in found.items():
        if one["index"] and not one["unique"] and one["columns"] in columns:
            schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


def make_narrow(apps, schema_editor):
    model = apps.get_model("articles", "Article")
    for name in NARROW:
        schema_editor.execute(schema_editor._create_index_sql(model, fields=[model._meta.get_field(name)]))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0021_instants"),
        ("centers", "0004_memberships"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_narrow, make_narrow)],
            state_operations=[
                migrations.AlterField(
                    model_name="article",
                    name="kind",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.kind",
                        verbose_name="kind",
                    ),
                ),
                migrations.AlterField(
                    model_name="article",
                    name="primary_center",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Whose work it is: named in the line above the title.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="primary_articles",
                        to="centers.center",
                        verbose_name="primary center",
                    ),
                ),
            ],
        ),
        index(F("kind"), *NEWEST, name="article_of_kind"),
        index(F("primary_center"), *NEWEST, name="article_of_center"),
        index(F("language"), *NEWEST, name="article_in_language"),
        index(
            F("status"),
            *NEWEST,
            F("primary_center"),
            name="article_unpublished",
            condition=~Q(status="published"),
        ),
        index(F("updated_at"), F("id"), name="article_changed"),
        index(*NEWEST, F("primary_center"), name="article_no_deck", condition=Q(deck="")),
        index(
            *NEWEST,
            F("primary_center"),
            name="article_no_outlet_url",
            condition=Q(outlet__isnull=False, outlet_url=""),
        ),
        index(*NEWEST, F("primary_center"), name="article_unreviewed", condition=Q(reviewed_at__isnull=True)),
        index(
            F("image_rights_until"),
            name="article_image_rights",
            condition=Q(image_rights_until__isnull=False),
        ),
        migrations.AddIndex(
            model_name="bodylink",
            index=models.Index(fields=["article"], name="body_link_nowhere", condition=Q(target=None)),
        ),
    ]
