"""The interface in Arabic, Russian, Chinese and French: its words, plurals, dates, and the names of data."""

from __future__ import annotations

import datetime as dt
import gettext
import importlib.util
import re
import sys
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.utils import translation

from archive.articles.models import Attachment, BylineEntry, Correction
from archive.articles.search import rebuild
from archive.public.templatetags.reading import figure, long_date, short_date
from archive.tags.models import Facet
from archive.text.dates import PartialDate
from tests import makers

_described = importlib.util.spec_from_file_location("messages", settings.ROOT / "locale" / "messages.py")
messages = sys.modules["messages"] = importlib.util.module_from_spec(_described)
_described.loader.exec_module(messages)

FOLDERS = {"ar": "ar", "fr": "fr", "ru": "ru", "zh-hans": "zh_Hans"}
"""The interface's languages but English, as Django writes them, and their folders."""
TAGS = {"ar": "ar", "fr": "fr", "ru": "ru", "zh-hans": "zh-Hans"}
FORMS = {"ar": 6, "fr": 2, "ru": 3, "zh-hans": 1}
SAID = messages.gather()


def catalogue(language):
    return messages.read(settings.ROOT / "locale" / FOLDERS[language] / "LC_MESSAGES" / "django.po")[1]


def works(language, number):
    with translation.override(language):
        return translation.ngettext("%(shown)s work", "%(shown)s works", number) % {"shown": figure(number)}


def test_every_language_of_the_interface_has_a_catalogue():
    assert {code for code, _name in settings.LANGUAGES} - {"en"} == set(FOLDERS)
    assert set(messages.LANGUAGES) == set(FOLDERS.values())


@pytest.mark.parametrize("language", FOLDERS)
def test_everything_that_the_pages_say_is_translated_and_nothing_else(language):
    known = catalogue(language)
    assert known.keys() == SAID.keys(), "Run locale/messages.py and translate what is new."
    for key, message in known.items():
        assert len(message.forms) == (FORMS[language] if message.plural else 1), key
        assert all(text.strip() for text in message.forms), f"{key} is not translated"
        assert "fuzzy" not in message.flags, key


@pytest.mark.parametrize("language", FOLDERS)
def test_the_compiled_catalogue_is_the_written_one(language):
    path = settings.ROOT / "locale" / FOLDERS[language] / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    written = {}
    for (context, msgid), message in catalogue(language).items():
        name = f"{context}\x04{msgid}" if context else msgid
        for number, text in enumerate(message.forms):
            written[(name, number) if message.plural else name] = text
    assert {name: text for name, text in compiled.items() if name} == written


@pytest.mark.parametrize("language", FOLDERS)
def test_a_translation_names_nothing_that_the_page_does_not_give(language):
    for message in catalogue(language).values():
        given = set(re.findall(r"%\(\w+\)s|\{\w+\}", message.msgid + message.plural))
        for text in message.forms:
            assert set(re.findall(r"%\(\w+\)s|\{\w+\}", text)) <= given, message.msgid
            assert text.count("<") == text.count(">"), message.msgid


@pytest.mark.parametrize("language", FOLDERS)
def test_what_code_says_holds_no_markup_which_a_page_would_print(language):
    for key, message in catalogue(language).items():
        if any(place.endswith(".py") for place in SAID[key].places):
            assert not any("<" in form for form in message.forms), key


@pytest.mark.parametrize("language", FOLDERS)
def test_facets_and_roles_are_named_in_every_language(language):
    for choice in (*Facet, *(role for role in BylineEntry.Role if role)):
        with translation.override("en"):
            english = str(choice.label)
        with translation.override(language):
            assert str(choice.label) != english or (language, english) in {("fr", "Collection")}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا مواد"),
        (1, "مادة واحدة"),
        (2, "مادتان"),
        (3, "٣ مواد"),
        (10, "١٠ مواد"),
        (11, "١١ مادة"),
        (99, "٩٩ مادة"),
        (100, "١٠٠ مادة"),
        (102, "١٠٢ مادة"),
        (103, "١٠٣ مواد"),
    ],
)
def test_arabic_counts_in_six_forms(number, words):
    assert works("ar", number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 материалов"),
        (1, "1 материал"),
        (2, "2 материала"),
        (5, "5 материалов"),
        (11, "11 материалов"),
        (21, "21 материал"),
        (22, "22 материала"),
        (112, "112 материалов"),
    ],
)
def test_russian_counts_in_three_forms(number, words):
    assert works("ru", number) == words


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_every_count_is_said_wherever_its_words_do_not_say_it(language):
    told = {"ar": slice(3, 6), "ru": slice(0, 3)}[language]
    for message in catalogue(language).values():
        if message.plural and (counted := re.findall(r"%\((?:shown|others|minutes)\)s", message.plural)):
            for form in message.forms[told]:
                assert counted[0] in form, message.msgid


def test_french_leaves_no_line_to_break_before_its_high_marks():
    for message in catalogue("fr").values():
        for form in message.forms:
            assert not re.search(r"(?<=\S) [:;?!»]|« ", form), form


def test_french_counts_none_as_one_and_chinese_has_one_form():
    assert [works("fr", number) for number in (0, 1, 2)] == [
        "0 publication",
        "1 publication",
        "2 publications",
    ]
    assert [works("zh-hans", number) for number in (1, 2)] == ["1 篇作品", "2 篇作品"]


@pytest.mark.parametrize(
    ("language", "day", "year"),
    [
        ("ar", "٢ كانون الأول/ديسمبر ٢٠١٤", "٢٠١٤"),
        ("ru", "2 декабря 2014 г.", "2014"),
        ("fr", "2 décembre 2014", "2014"),
        ("zh-hans", "2014年12月2日", "2014年"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language, day, year):
    with translation.override(language):
        assert [long_date(PartialDate(2014, 12, 2)), long_date(PartialDate(2014))] == [day, year]
        assert long_date(dt.date(2014, 12, 2)) == day


def test_arabic_names_a_month_alike_everywhere_on_a_page():
    with translation.override("ar"):
        for month in range(1, 13):
            date = PartialDate(2014, month, 2)
            assert short_date(date) == long_date(date)


class Words(HTMLParser):
    """The words of a page that are its own: not a work's, not an address's, and no name."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if ("class", "reference") in attrs:
            self.tags.append("style")
        self.words += [value or "" for name, value in attrs if name in ("aria-label", "data-copied")]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] not in (["style"], ["script"], ["code"]):
            self.words.append(data)


NAMES = {
    "ar": ("مركز البحيرة", "قناديل", "برقية", "آن موس"),
    "fr": ("Centre du Lac", "Lanternes", "Dépêche", "Anne Mousse"),
    "ru": ("Центр у озера", "Фонари", "Депеша", "Энн Мосс"),
    "zh-hans": ("湖泊中心", "灯笼", "快讯", "安·莫斯"),
}
ADDRESS = re.compile(r"https?://\S+")
UNTRANSLATED = re.compile(r"[A-Za-z]{2,}")


def furnish(language, works=2):
    """Make an archive that speaks the language; whatever has no name in it is called “Xq…”."""
    tag = TAGS[language]
    center, term, kind, person = NAMES[language]
    host = makers.make_center(
        "Xqtarn", slug="tarn", languages=[tag], disclaimer="Xq.", description="<p>Xq.</p>"
    )
    host.names.create(name="Xqformer", language=tag, is_former=True, until="2001")
    host.names.create(name=center, language=tag)
    moor = makers.make_center("Xqmoor", slug="moor", umbrella=host, languages=[tag], successor=host)
    author = makers.make_author("Xqann", slug="ann", bio="<p>Xq.</p>")
    author.names.create(name=person, language=tag)
    author.links.create(label="Xqlink", url="https://person.example/")
    other = makers.make_author("Xqbob", slug="bob")
    makers.make_affiliation(author, "Xqdirector", center=host, from_date="2010", to_date="2014-06")
    makers.make_affiliation(author, "", organisation="Xqmill", is_past=True)
    makers.make_affiliation(other, "Xqeditor", center=moor, from_date="2016")
    topic = makers.make_term("topic", "Xqlanterns", slug="lanterns")
    topic.names.create(name=term, language=tag)
    below = makers.make_term("topic", "Xqwicks", slug="wicks", parent=topic)
    sort = makers.make_kind("xqdispatch", "Xqdispatch")
    sort.names.create(name=kind, language=tag)
    makers.make_menu_item(host, "featured", term=topic)
    makers.make_menu_item(host, "main", label="Xqabout", url="/about/")
    makers.make_newsletter(host, "Xqletter", language=tag)
    values = {
        "authors": [author, other, "Xqcyd"], "centers": [host, moor], "terms": [topic, below], "kind": sort,
        "outlet": makers.make_outlet("Xqcourier"),
        "series": makers.make_series("Xqslate", slug="slate", center=host),
        "body": "<p>Xqboats</p><table><tr><td>1</td></tr></table>", "credit": "Xqlens", "place": "Xqhall",
    }  # fmt: skip
    work = makers.make_article("Xqwork", slug="work", date="2015-01-03", language=tag, **values)
    for number in range(works):
        makers.make_article(f"Xqother {number}", date=f"{2012 + number}-0{number + 1}", **values)
    makers.make_article("Xqtranslated", language="en", translation_of=work, **values)
    makers.make_article(
        "Xqundated", date=None, language=tag, slug="undated", authors=["Xqcyd"], body="<p>Xq.</p>"
    )
    makers.make_article("Xqgone", slug="gone", language=tag, status="withdrawn", withdrawal_reason="Xq.")
    work.byline_entries.filter(name="Xqcyd").update(role="translator")
    Attachment.objects.create(article=work, title="Xqfile", url="https://files.example/a.pdf")
    Correction.objects.create(article=work, corrected_on=dt.date(2020, 2, 1), text="Xq.")
    rebuild()
    return work


PAGES = (
    "/",
    "/tarn/",
    "/moor/",
    "/articles/2015/01/work/",
    "/articles/undated/undated/",
    "/articles/2015/01/work/cite/",
    "/articles/2014/12/gone/",
    "/moor/articles/2015/01/work/",
    "/articles/",
    "/articles/?kind=xqdispatch&topic=lanterns&center=moor&sort=oldest",
    "/articles/?year=1999",
    "/articles/?topic=xqnothing&from=xqnever",
    "/search/",
    "/search/?q=xqboats",
    "/search/?q=xqbaots",
    "/search/?q=xqnothing",
    "/authors/",
    "/authors/ann/",
    "/centers/",
    "/topics/",
    "/topics/lanterns/",
    "/regions/",
    "/series/slate/",
    "/browse/",
    "/browse/2015/",
    "/browse/2015/01/",
    "/browse/titles/",
    "/browse/undated/",
    "/nowhere/",
)
UNDERSTOOD = set(
    "DOI ORCID English RSS Atom JSON CSV RIS BibTeX CSL LaTeX PDF APA MLA Chicago Zotero EndNote Mendeley "
    "JabRef Pandoc QUOTE SOURCE author topic".split()
)
"""What is written so in every language: names of formats and programs, and the fields of a question."""
LATIN_DIGITS = re.compile(r"[0-9]+")
KEPT = re.compile(
    r"https?://\S+|Xq\w*(\s+\d+)?|\b4(04|10)\b|\b\d{4}-\d\d(-\d\d)?\b|2014 أو|DOI\s*\S+|10\.\d+/\S+"
)
"""What keeps the digits that machines read: addresses, dates for machines, codes, works' own words."""


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "ru", "zh-hans"])
def test_no_english_word_of_the_interface_is_left_on_any_page(client, language):
    furnish(language)
    for address in PAGES:
        reader = Words()
        reader.feed(client.get(address).text)
        words = UNTRANSLATED.findall(ADDRESS.sub("", " ".join(reader.words)))
        left = {word for word in words if not word.lower().startswith("xq")} - UNDERSTOOD
        assert not left, f"{address} says {left}"


@pytest.mark.django_db
def test_an_arabic_page_writes_every_number_in_arabic_figures(client):
    furnish("ar")
    seen = ""
    for address in PAGES:
        reader = Words()
        reader.feed(client.get(address).text)
        text = KEPT.sub("", " ".join(reader.words))
        seen += text
        found = [text[max(0, at.start() - 30) : at.end() + 20] for at in LATIN_DIGITS.finditer(text)]
        assert not found, f"{address} says {found}"
    assert "٢٠١٥" in seen


@pytest.mark.django_db
def test_a_number_in_an_address_or_for_machines_keeps_the_digits_that_machines_read(client):
    furnish("ar")
    text = client.get("/articles/").text
    for written in ('datetime="2015-01-03"', 'href="/articles/2015/01/work/"'):
        assert written in text
    assert not re.search(r'(href|datetime|content|src)="[^"]*[٠-٩]', text)


@pytest.mark.django_db
def test_no_english_sentence_of_the_interface_is_left_on_a_french_page(client):
    furnish("fr")
    told = {
        msgid
        for (_context, msgid), message in catalogue("fr").items()
        if "%" not in msgid and len(msgid) > 3 and msgid not in message.forms
    }
    for address in PAGES:
        reader = Words()
        reader.feed(client.get(address).text)
        assert told.isdisjoint(words.strip() for words in reader.words), address


@pytest.mark.django_db
@pytest.mark.parametrize("language", FOLDERS)
def test_what_has_a_name_in_the_pages_language_bears_it(client, language):
    work = furnish(language)
    center, term, kind, person = NAMES[language]
    text = client.get(work.get_absolute_url()).text
    for name in (center, term, kind, person):
        assert name in text
    for name in ("Xqtarn", "Xqformer", "Xqlanterns", "Xqdispatch"):
        assert f">{name}<" not in text
    assert f"<title>{term} · {center}</title>" in client.get("/topics/lanterns/").text
    choices = client.get("/articles/?topic=lanterns").text
    for name in (term, kind, center):
        assert f">{name}</bdi>" in choices
    assert "Xqlanterns" not in choices


@pytest.mark.django_db
def test_an_english_page_bears_english_names(client):
    makers.make_center("Tarn", slug="tarn").names.create(name="مركز البحيرة", language="ar")
    topic = makers.make_term("topic", "Lanterns", slug="lanterns")
    topic.names.create(name="قناديل", language="ar")
    work = makers.make_article(terms=[topic])
    for address in (work.get_absolute_url(), "/"):
        text = client.get(address).text
        assert "قناديل" not in text
        assert "مركز البحيرة" not in text
    assert "<h1>Lanterns</h1>" in client.get("/topics/lanterns/").text


@pytest.mark.django_db
def test_of_several_names_the_first_recorded_in_the_closest_tag_is_shown(client):
    topic = makers.make_term("topic", "Lanterns")
    for name, tag in (("灯", "zh"), ("燈籠", "zh-Hant"), ("灯笼", "zh-Hans"), ("宫灯", "zh-Hans")):
        topic.names.create(name=name, language=tag)
    work = makers.make_article(language="zh", terms=[topic])
    assert [term.name for term in client.get(work.get_absolute_url()).context["terms"]] == ["灯笼"]


@pytest.mark.django_db
def test_a_vocabulary_is_ordered_by_the_names_of_the_pages_language(client):
    makers.make_center("Tarn", languages=["ru"])
    terms = [makers.make_term("topic", name) for name in ("Arches", "Boats", "Canals")]
    for term, name in zip(terms, ("Своды", "Ёлки", "Каналы"), strict=True):
        term.names.create(name=name, language="ru")
    below = makers.make_term("topic", "Weirs", parent=terms[0])
    makers.make_article(terms=[*terms, below])
    shown = [(one["term"].name, one["depth"]) for one in client.get("/topics/").context["terms"]]
    assert shown == [("Ёлки", 0), ("Каналы", 0), ("Своды", 0), ("Weirs", 1)]


@pytest.mark.django_db
def test_a_person_without_a_recorded_name_is_called_as_the_work_prints_it_in_its_script(client):
    person = makers.make_author("Ann Moss")
    work = makers.make_article(language="ru")
    work.byline_entries.create(author=person, name="Энн Мосс")
    context = client.get(work.get_absolute_url()).context
    assert [one["author"].name for one in context["people"]] == ["Энн Мосс"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", FOLDERS)
@pytest.mark.parametrize("number", [1, 6])
def test_names_cost_one_query_more_however_many_there_are(
    client, django_assert_num_queries, language, number
):
    work = furnish(language, works=number)
    for address, queries in (
        (work.get_absolute_url(), 7),
        ("/articles/", 7),
        ("/centers/", 5),
        ("/topics/", 4),
    ):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("date", "words"),
    [("2014-12-02", "Publié le"), ("2014-12", "Publié en"), ("2014", "Publié en"), (None, "inconnue")],
)
def test_what_stands_before_a_date_fits_how_exactly_it_is_known(client, date, words):
    work = makers.make_article(language="fr", date=date)
    assert words in client.get(work.get_absolute_url()).text


@pytest.mark.django_db
@pytest.mark.parametrize(("names", "word"), [(["Анна"], "Автор:"), (["Анна", "Пётр"], "Авторы:")])
def test_a_russian_byline_says_whether_it_is_one_author_or_several(client, names, word):
    work = makers.make_article(language="ru", authors=names)
    assert f'<p class="by">{word} ' in client.get(work.get_absolute_url()).text


@pytest.mark.django_db
def test_words_in_another_direction_than_the_page_stand_for_themselves(client):
    text = client.get(furnish("ar").get_absolute_url()).text
    assert '<html lang="ar" dir="rtl"' in text
    for written in (
        '<div class="bio" dir="auto">',
        '<p class="disclaimer" dir="auto">',
        "<bdi>Xqtarn</bdi>" if "Xqtarn" in text else "<bdi>مركز البحيرة</bdi>",
        "<bdi>Xqann</bdi>",
        "<bdi>Xqcourier</bdi>",
        "<bdi>Xqlens</bdi>",
        "<bdi>Xqhall</bdi>",
        "<bdi>Xqfile</bdi>",
        "<bdi>Xqwicks</bdi>",
    ):
        assert written in text, written
