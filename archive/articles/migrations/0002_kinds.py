"""Make the kinds that sources are known to name, with their labels in the languages of the interface."""

from django.db import migrations

KINDS = [
    # code, label, plural, {language: labels as printed, the first for display}
    (
        "commentary",
        "Commentary",
        "Commentaries",
        {"ar": ["تعليق"], "ru": ["Комментарий"], "zh": ["评论"], "fr": ["Commentaire"]},
    ),
    (
        "article",
        "Article",
        "Articles",
        {"ar": ["مقال", "مقالة"], "ru": ["Статья"], "zh": ["文章"], "fr": ["Article"]},
    ),
    (
        "research",
        "Research",
        "Research",
        {"ar": ["بحث"], "ru": ["Исследование"], "zh": ["研究"], "fr": ["Recherche"]},
    ),
    ("paper", "Paper", "Papers", {"ar": ["ورقة"], "ru": ["Доклад"], "zh": ["论文"], "fr": ["Étude"]}),
    ("book", "Book", "Books", {"ar": ["كتاب"], "ru": ["Книга"], "zh": ["书籍"], "fr": ["Livre"]}),
    (
        "q-and-a",
        "Q&A",
        "Q&As",
        {
            "ar": ["مقابلة", "حوار"],
            "ru": ["Интервью"],
            "zh": ["访谈", "问答"],
            "fr": ["Entretien"],
            "en": ["Interview"],
        },
    ),
    (
        "legacyinthemedia",
        "In The Media",
        "In the media",
        {"ar": ["في الإعلام"], "ru": ["В СМИ"], "zh": ["媒体报道"], "fr": ["Dans les médias"]},
    ),
    ("in-the-media", "In The Media", "In the media", {}),
    (
        "pressRelease",
        "Press Release",
        "Press releases",
        {"ar": ["بيان صحفي"], "ru": ["Пресс-релиз"], "zh": ["新闻稿"], "fr": ["Communiqué de presse"]},
    ),
    (
        "event",
        "Event",
        "Events",
        {"ar": ["فعالية", "ندوة"], "ru": ["Мероприятие"], "zh": ["活动"], "fr": ["Événement"]},
    ),
    ("other", "Other", "Other works", {"ar": ["أخرى"], "ru": ["Другое"], "zh": ["其他"], "fr": ["Autre"]}),
]


def make_kinds(apps, schema_editor):
    Kind = apps.get_model("articles", "Kind")
    KindName = apps.get_model("articles", "KindName")
    for position, (code, label, plural, names) in enumerate(KINDS, start=1):
        kind, made = Kind.objects.get_or_create(
            code=code, defaults={"label": label, "plural": plural, "position": position * 10}
        )
        if not made:
            continue
        for language, labels in {**names, "en": [label, *names.get("en", [])]}.items():
            for name in labels:
                key = name.casefold()
                KindName.objects.get_or_create(
                    key=key, language=language, defaults={"kind": kind, "name": name}
                )


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(make_kinds, migrations.RunPython.noop)]
