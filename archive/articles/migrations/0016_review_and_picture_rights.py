from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0015_quick_packing"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="image_rights_until",
            field=models.DateField(
                blank=True,
                help_text="The last day on which it may be shown. Empty: without end. The quality board warns.",
                null=True,
                verbose_name="rights to the picture end on",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="reviewed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first reviewed"),
        ),
    ]
