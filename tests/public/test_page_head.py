"""What the head of a page tells machines, read by extruct, is what the page shows."""

from __future__ import annotations

import datetime as dt
import json

import extruct
import lxml.html
import pytest
from django.conf import settings

from archive.articles.models import Attachment, BylineEntry
from archive.publication import Status
from authors.models import Author
from tests import makers

pytestmark = pytest.mark.django_db

HOSTILE = [
    '</script><b>bold</b><script>alert("x")</script>',
    "<!-- <script>",
    "'\"><img src=x onerror=alert(1)>",
    "{{ title }} {% now %} \\u003C &lt; &amp;",
    "Quays\u2028and\u2029lines",
]


class Head:
    """The head of a page as its readers find it."""

    def __init__(self, client, address):
        response = client.get(address)
        assert response.status_code == 200
        found = extruct.extract(response.text, syntaxes=["json-ld", "opengraph"], uniform=False)
        self.tree = lxml.html.fromstring(response.text)
        self.linked = found["json-ld"]
        self.every = found["opengraph"][0]["properties"]

    def work(self):
        (node,) = self.linked
        return node

    def all(self, name):
        return self.tree.xpath(f'//head/meta[@name="{name}" or @property="{name}"]/@content')

    def one(self, name):
        return next(iter(self.all(name)), None)

    @property
    def canonical(self):
        return self.tree.xpath('string(//link[@rel="canonical"]/@href)')

    @property
    def alternates(self):
        links = self.tree.xpath('//link[@rel="alternate"][@hreflang]')
        return [(link.get("hreflang"), link.get("href")) for link in links]

    def shown(self, path):
        return self.tree.xpath(f"string({path})").strip()


def head_of(client, work, prefix=""):
    return Head(client, prefix + work.get_absolute_url())


def whole(thing):
    return settings.BASE_URL + thing.get_absolute_url()


@pytest.fixture
def host():
    umbrella = makers.make_center("Aldermoor Institute")
    return makers.make_center("Tarn", umbrella=umbrella, short_name="T")


def known_as(name):
    return Author.objects.filter(name=name).first() or makers.make_author(name)


def make_work(host, **values):
    known = {
        "authors": [known_as("Zoë Quill"), "Bob Reed", known_as("Ann Moss")],
        "centers": [host],
        "kind": makers.make_kind("commentary"),
        "deck": "Boats,\nand hours.",
    }
    return makers.make_article("The Ferry", **known | values)


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        ("commentary", "OpinionNewsArticle"),
        ("article", "Article"),
        ("research", "ScholarlyArticle"),
        ("paper", "Report"),
        ("book", "Book"),
        ("q-and-a", "Article"),
        ("legacyinthemedia", "NewsArticle"),
        ("in-the-media", "NewsArticle"),
        ("pressRelease", "NewsArticle"),
        ("other", "Article"),
        ("legacyscroll", "CreativeWork"),
    ],
)
def test_every_kind_says_what_its_page_shows(client, host, kind, schema):
    work = make_work(host, kind=makers.make_kind(kind))
    head = head_of(client, work)
    linked = head.work()
    names = head.tree.xpath('//p[@class="by"]//bdi/text()')
    assert linked["@type"] == schema
    assert linked["headline"] == head.one("og:title") == head.one("citation_title") == head.shown("//h1")
    assert [author["name"] for author in linked["author"]] == head.all("citation_author") == names
    assert names == ["Zoë Quill", "Bob Reed", "Ann Moss"]
    assert (
        linked["datePublished"] == head.tree.xpath('string(//p[@class="on"]/time/@datetime)') == "2014-12-02"
    )
    assert (
        linked["url"]
        == head.one("og:url")
        == head.one("citation_public_url")
        == head.canonical
        == whole(work)
    )
    assert linked["inLanguage"] == head.one("citation_language") == head.tree.xpath("string(//h1/@lang)")
    assert linked["publisher"]["name"] == head.one("og:site_name") == "Aldermoor Institute"
    assert linked["genre"] == head.one("article:section") == head.shown('//*[@class="kicker"]//a')
    assert (
        linked["description"] == head.one("og:description") == head.one("description") == "Boats, and hours."
    )


def test_people_whom_the_archive_knows_are_linked_to(client, host):
    ann = makers.make_author("Ann Moss", orcid="0000-0002-1825-0097")
    head = head_of(client, make_work(host, authors=[ann, "Bob Reed", "Tarn Council"]))
    assert head.work()["author"] == [
        {
            "@type": "Person",
            "@id": whole(ann),
            "name": "Ann Moss",
            "url": whole(ann),
            "sameAs": "https://orcid.org/0000-0002-1825-0097",
        },
        {"@type": "Person", "name": "Bob Reed"},
        {"@type": "Organization", "name": "Tarn Council"},
    ]
    assert head.all("article:author") == [whole(ann), "Bob Reed", "Tarn Council"]


def test_editors_and_translators_are_no_authors(client, host):
    work = make_work(host, authors=["Ann Moss"])
    for role in ("editor", "translator", "speaker"):
        BylineEntry.objects.create(article=work, name=f"Cyd {role}", role=role, position=9)
    head = head_of(client, work)
    assert head.all("citation_author") == ["Ann Moss", "Cyd speaker"]
    assert head.all("citation_editor") == ["Cyd editor"]
    assert [one["name"] for one in head.work()["editor"]] == ["Cyd editor"]
    assert [one["name"] for one in head.work()["translator"]] == ["Cyd translator"]


def test_an_event_says_when_and_where_it_was_and_who_spoke(client, host):
    work = make_work(host, kind=makers.make_kind("event"), place="Fenwick Hall", authors=["Ann Moss"])
    head = head_of(client, work)
    event = head.work()
    assert (event["@type"], event["name"], event["startDate"]) == ("Event", head.shown("//h1"), "2014-12-02")
    assert event["location"] == {"@type": "Place", "name": head.shown('//p[@class="place"]')}
    assert [one["name"] for one in event["performer"]] == head.all("citation_author") == ["Ann Moss"]
    assert event["organizer"]["name"] == "Aldermoor Institute"


@pytest.mark.parametrize(
    ("date", "linked", "scholar", "shared"),
    [
        ("2014-12-02", "2014-12-02", "2014/12/02", "2014-12-02"),
        ("2014-12", "2014-12", "2014/12", None),
        ("2014", "2014", "2014", None),
        (None, None, None, None),
    ],
)
def test_dates_are_as_precise_as_known(client, host, date, linked, scholar, shared):
    head = head_of(client, make_work(host, date=date))
    assert head.work().get("datePublished") == linked
    assert head.one("citation_publication_date") == scholar
    assert head.one("article:published_time") == shared


def test_says_when_the_work_was_changed(client, host):
    work = make_work(host)
    head = head_of(client, work)
    assert dt.datetime.fromisoformat(head.work()["dateModified"]) == work.updated_at.replace(microsecond=0)
    assert head.one("article:modified_time") == head.work()["dateModified"]


def test_what_nobody_signed_has_no_author(client, host):
    head = head_of(client, make_work(host, authors=[]))
    assert "author" not in head.work()
    assert head.all("citation_author") == head.all("article:author") == []


def test_says_what_the_work_is_about_topics_before_regions(client, host):
    terms = [makers.make_term(facet, facet.title()) for facet in ("region", "program", "topic")]
    head = head_of(client, make_work(host, terms=terms))
    assert head.work()["keywords"] == head.all("article:tag") == ["Topic", "Region"]
    assert [one["name"] for one in head.work()["about"]] == ["Topic", "Region"]
    assert head.one("citation_keywords") == "Topic; Region"


def test_the_picture_is_told_with_its_size_and_words(client, host):
    work = make_work(host, image=makers.picture(), image_alt="A quay", credit="Moss")
    head = head_of(client, work)
    address = settings.BASE_URL + head.tree.xpath('string(//figure[@class="picture"]//img/@src)')
    assert head.work()["image"] == {
        "@type": "ImageObject",
        "url": address,
        "width": 2,
        "height": 1,
        "caption": "A quay",
        "creditText": "Moss",
    }
    told = [head.one(f"og:image{part}") for part in ("", ":width", ":height", ":alt")]
    assert told == [address, "2", "1", "A quay"]
    assert head.one("twitter:card") == "summary_large_image"


def test_a_work_without_a_picture_has_none(client, host):
    head = head_of(client, make_work(host))
    assert "image" not in head.work()
    assert head.one("og:image") is None
    assert head.one("twitter:card") == "summary"


def test_a_report_is_the_institutions(client, host):
    series = makers.make_series("Slate Papers")
    work = make_work(host, kind=makers.make_kind("paper"), doi="10.5555/ab", series=series)
    head = head_of(client, work)
    assert head.one("citation_technical_report_institution") == "Aldermoor Institute"
    assert head.one("citation_doi") == "10.5555/ab"
    assert head.one("citation_journal_title") is None
    assert head.work()["identifier"] == {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.5555/ab"}
    assert head.work()["sameAs"] == ["https://doi.org/10.5555/ab"]
    assert head.work()["isPartOf"] == [{"@type": "CreativeWorkSeries", "name": "Slate Papers"}]


def test_what_an_outlet_published_first_is_told_as_that_outlets(client, host):
    outlet = makers.make_outlet("The Fenwick Courier")
    work = make_work(host, outlet=outlet, outlet_url="https://fenwick.example/1")
    head = head_of(client, work)
    assert head.one("citation_journal_title") == "The Fenwick Courier"
    assert head.one("citation_technical_report_institution") is None
    assert head.work()["isPartOf"] == [{"@type": "CreativeWork", "name": "The Fenwick Courier"}]
    assert head.work()["sameAs"] == ["https://fenwick.example/1"]


def test_files_are_told_and_scholar_is_given_the_paper_that_is_kept_here(client, host):
    work = make_work(host)
    for place, file in enumerate(["a.csv", "b.pdf", "c.pdf"]):
        Attachment.objects.create(article=work, title=file, file=f"attachments/{file}", position=place)
    Attachment.objects.create(article=work, title="Far", url="https://files.example/far.pdf", position=9)
    head = head_of(client, work)
    assert [one["name"] for one in head.work()["associatedMedia"]] == ["a.csv", "b.pdf", "c.pdf", "Far"]
    assert head.work()["associatedMedia"][1]["encodingFormat"] == "application/pdf"
    assert head.all("citation_pdf_url") == [f"{settings.BASE_URL}/media/attachments/b.pdf"]


def test_a_paper_that_is_kept_elsewhere_is_not_given_to_scholar(client, host):
    work = make_work(host)
    Attachment.objects.create(article=work, title="Far", url="https://files.example/far.pdf")
    head = head_of(client, work)
    assert head.one("citation_pdf_url") is None
    assert head.work()["associatedMedia"][0]["contentUrl"] == "https://files.example/far.pdf"


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_gets_out_of_the_data(client, host, title):
    work = make_work(host, slug="hostile", authors=[title[:60]], deck=title)
    work.title = title
    work.save()
    head = head_of(client, work)
    work.refresh_from_db()
    assert head.work()["headline"] == head.one("og:title") == head.one("citation_title") == work.title
    assert head.work()["author"][0]["name"] == head.one("citation_author")
    scripts = head.tree.xpath("//script[not(@src)]")
    assert [script.get("type") for script in scripts] == ["application/ld+json"]
    assert json.loads(scripts[0].text)["headline"] == work.title
    assert not head.tree.xpath("//img[@src='x'] | //b[text()='bold']")


def test_under_another_host_the_same_is_said(client, host):
    work = make_work(host)
    here, there = head_of(client, work), head_of(client, work, prefix="/tarn")
    assert here.work() == there.work()
    assert here.every == there.every


def test_the_head_points_to_the_citation_as_data(client, host):
    work = make_work(host)
    (link,) = head_of(client, work).tree.xpath('//link[@rel="describedby"]')
    assert link.get("href") == f"{work.get_absolute_url()}cite.json"
    assert client.get(link.get("href")).headers["Content-Type"].startswith(link.get("type"))


def test_all_languages_of_a_work_name_one_another_and_themselves(client, host):
    english = make_work(host)
    others = [
        make_work(host, slug=f"ferry-{language}", language=language, translation_of=english, authors=[])
        for language in ("ar", "fr", "ru", "zh-Hans")
    ]
    hidden = make_work(host, slug="hidden", language="de", translation_of=english, status=Status.DRAFT)
    expected = {work.language: whole(work) for work in [english, *others]} | {"x-default": whole(english)}
    for work in [english, *others]:
        head = head_of(client, work)
        assert dict(head.alternates) == expected
        assert len(head.alternates) == len(expected)
        assert dict(head.alternates)[work.language] == head.canonical
        assert hidden.slug not in head.tree.text_content() + str(head.linked) + str(head.every)
    for _language, address in head.alternates:
        assert dict(Head(client, address.removeprefix(settings.BASE_URL)).alternates) == expected


def test_a_translation_and_its_original_name_each_other(client, host):
    english = make_work(host)
    french = make_work(host, slug="bac", language="fr", translation_of=english)
    assert head_of(client, french).work()["translationOfWork"] == {
        "@type": "CreativeWork",
        "@id": whole(english),
    }
    assert "workTranslation" not in head_of(client, french).work()
    assert head_of(client, english).work()["workTranslation"] == [
        {"@type": "CreativeWork", "@id": whole(french), "inLanguage": "fr"}
    ]
    assert head_of(client, english).all("og:locale:alternate") == ["fr_FR"]


def test_translations_agree_on_a_default_though_their_original_is_hidden(client, host):
    english = make_work(host, status=Status.DRAFT)
    others = [
        make_work(host, slug=f"ferry-{language}", language=language, translation_of=english)
        for language in ("ru", "ar")
    ]
    heads = [head_of(client, work) for work in others]
    assert [dict(head.alternates)["x-default"] for head in heads] == [whole(others[1])] * 2
    assert all("translationOfWork" not in head.work() for head in heads)
    assert all("en" not in dict(head.alternates) for head in heads)


def test_a_work_in_one_language_names_no_other(client, host):
    work = make_work(host)
    make_work(host, slug="draft", language="fr", translation_of=work, status=Status.DRAFT)
    assert head_of(client, work).alternates == []


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("ar", "ar_AR"),
        ("zh-Hans", "zh_CN"),
        ("zh-TW", "zh_TW"),
        ("uk", "uk"),
    ],
)
def test_languages_are_told_as_open_graph_writes_them(client, host, language, locale):
    assert head_of(client, make_work(host, language=language)).one("og:locale") == locale


def test_a_page_in_another_language_uses_the_names_it_shows(client, host):
    kind, term = makers.make_kind("commentary"), makers.make_term("topic", "Lanterns")
    term.names.create(name="فوانيس", language="ar")
    ann = makers.make_author("Layla Haddad")
    work = make_work(host, kind=kind, terms=[term], language="ar", authors=[])
    BylineEntry.objects.create(article=work, author=ann, name="ليلى حداد")
    head = head_of(client, work)
    assert head.work()["keywords"] == ["فوانيس"]
    assert head.work()["genre"] == head.shown('//*[@class="kicker"]//a')
    assert head.all("citation_author") == head.tree.xpath('//p[@class="by"]//bdi/text()') == ["ليلى حداد"]


def test_a_person_is_told_with_position_names_and_pages_elsewhere(client, host):
    ann = makers.make_author("Ann Moss", bio="<p>She <i>rows</i>.</p>", orcid="0000-0002-1825-0097")
    makers.make_affiliation(ann, "Director", center=host, from_date="2010")
    ann.names.create(name="Анна Мосс", language="ru")
    ann.links.create(label="Page", url="https://moss.example/")
    make_work(host, authors=[ann])
    head = Head(client, "/authors/ann-moss/")
    (page,) = head.linked
    assert (page["@type"], page["url"], head.one("og:type")) == ("ProfilePage", head.canonical, "profile")
    assert page["mainEntity"] == {
        "@type": "Person",
        "@id": whole(ann),
        "name": head.shown("//h1"),
        "alternateName": ["Анна Мосс"],
        "url": whole(ann),
        "description": "She rows.",
        "jobTitle": "Director",
        "affiliation": {"@type": "Organization", "name": "Tarn"},
        "identifier": "https://orcid.org/0000-0002-1825-0097",
        "sameAs": ["https://orcid.org/0000-0002-1825-0097", "https://moss.example/"],
    }
    assert head.one("description") == "She rows."


def test_a_former_position_is_told_as_no_present_one(client, host):
    ann = makers.make_author("Ann Moss")
    makers.make_affiliation(ann, "Director", center=host, to_date="2010")
    make_work(host, authors=[ann])
    (page,) = Head(client, "/authors/ann-moss/").linked
    assert page["mainEntity"].keys() == {"@type", "@id", "name", "url"}


def test_the_home_page_tells_the_institution_and_how_to_search(client):
    makers.make_center("Tarn")
    organisation, site = Head(client, "/").linked[0]["@graph"]
    assert (organisation["@type"], organisation["name"]) == ("Organization", "Tarn")
    assert (
        site["potentialAction"]["target"]["urlTemplate"]
        == f"{settings.BASE_URL}/search/?q={{search_term_string}}"
    )


def test_a_center_is_told_with_its_former_names_and_what_it_belongs_to(client, host):
    host.names.create(name="Tarn Fund", is_former=True)
    (node,) = Head(client, "/tarn/").linked
    assert (node["@type"], node["name"], node["alternateName"]) == (
        "Organization",
        "Tarn",
        ["T", "Tarn Fund"],
    )
    assert node["parentOrganization"]["name"] == "Aldermoor Institute"


def test_a_list_names_its_works_in_order(client, host):
    first = make_work(host, date="2013-01-01")
    second = make_work(host, slug="second", date="2014-01-01")
    make_work(host, slug="hidden", status=Status.DRAFT)
    (node,) = Head(client, "/articles/").linked
    items = node["mainEntity"]["itemListElement"]
    assert (node["@type"], node["mainEntity"]["numberOfItems"]) == ("CollectionPage", 2)
    assert [(item["position"], item["url"]) for item in items] == [(1, whole(second)), (2, whole(first))]


def test_a_term_tells_the_way_down_to_it(client, host):
    fells = makers.make_term("region", "Fells")
    tarns = makers.make_term("region", "Tarns", parent=fells)
    make_work(host, terms=[tarns])
    trail, _collection = Head(client, "/regions/tarns/").linked[0]["@graph"]
    assert [(one["position"], one["name"]) for one in trail["itemListElement"]] == [
        (1, "Fells"),
        (2, "Tarns"),
    ]


@pytest.mark.parametrize(
    ("address", "is_indexed"),
    [
        ("/", True),
        ("/articles/", True),
        ("/articles/?kind=commentary", True),
        ("/articles/?kind=commentary&language=en", False),
        ("/articles/?q=ferry", False),
        ("/search/", True),
        ("/search/?q=ferry", False),
    ],
)
def test_crossings_of_facets_and_results_of_searches_are_not_for_indexes(client, host, address, is_indexed):
    make_work(host)
    head = Head(client, address)
    assert head.one("robots") == (None if is_indexed else "noindex, follow")
    assert bool(head.linked) or not is_indexed or address.startswith("/search")


@pytest.mark.parametrize(
    "address",
    ["/", "/articles/", "/authors/", "/authors/ann-moss/", "/centers/", "/tarn/", "/topics/", "/search/"],
)
def test_every_page_is_told_for_sharing(client, host, address):
    make_work(host, terms=[makers.make_term()])
    head = Head(client, address)
    assert head.one("og:url") == head.canonical
    assert head.one("og:title")
    assert head.one("og:site_name")
    assert head.one("og:locale") == "en_US"


def test_a_page_that_is_not_found_tells_nothing(client, host):
    text = client.get("/articles/2014/12/nothing/").text
    assert "og:" not in text
    assert "ld+json" not in text


@pytest.mark.parametrize("names", [1, 30])
def test_asks_nothing_more_for_the_head(client, django_assert_num_queries, host, names):
    work = make_work(
        host, authors=[makers.make_author() for _each in range(names)], terms=[makers.make_term()]
    )
    make_work(host, slug="bac", language="fr", translation_of=work)
    Attachment.objects.create(article=work, url="https://files.example/a.pdf")
    with django_assert_num_queries(6):
        assert "ld+json" in client.get(work.get_absolute_url()).text
