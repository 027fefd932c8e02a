"""How many queries a page may cost: literals, the same for one row and for twenty."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.articles.models import Attachment, BodyLink, Correction
from archive.articles.search import rebuild
from tests import makers

pytestmark = pytest.mark.django_db

ALL_FACETS = (
    "?kind=paper&topic=lanterns&region=fells&program=attic&project=weir&collection=maps&center=tarn&center=moor"
    "&author=ann-moss&series=slate&language=en&year=2014&year=2015&from=2010&to=2020-05"
)


def furnish(works):
    """Make an archive in which every page has everything it can show, and so many works."""
    host = makers.make_center("Tarn")
    moor = makers.make_center("Moor", umbrella=host)
    for number in range(works):
        makers.make_center(f"Hill {number}", umbrella=host)
    people = [makers.make_author("Ann Moss"), makers.make_author("Bob Reed"), makers.make_author("Cyd Thorn")]
    for person in people:
        makers.make_affiliation(person, "Director", center=host, from_date="2010", to_date="2016")
        makers.make_affiliation(person, "President", center=host, from_date="2016")
        person.names.create(name=f"{person} the Elder")
        person.links.create(label="Page", url="https://person.example/")
    fells = makers.make_term("region", "Fells")
    names = {"topic": "Lanterns", "program": "Attic", "project": "Weir", "collection": "Maps"}
    terms = [makers.make_term(facet, name) for facet, name in names.items()]
    terms += [makers.make_term("region", f"Fell {number}", parent=fells) for number in range(works)]
    series = makers.make_series("Slate", center=host)
    host.names.create(name="Tarn Fund", is_former=True)
    for place in ("main", "featured", "footer"):
        makers.make_menu_item(host, place, term=terms[0])
        makers.make_menu_item(host, place, label="About", url="/about/")
    makers.make_newsletter(host)
    values = {
        "authors": people, "centers": [host, moor], "terms": terms, "series": series,
        "kind": makers.make_kind("paper"), "outlet": makers.make_outlet(), "body": "<p>Boats and quays.</p>",
    }  # fmt: skip
    work = makers.make_article("The Work", date="2015-01-01", **values)
    for number in range(works):
        makers.make_article(f"Other {number}", date=f"2014-{1 + number % 12:02}-01", **values)
        makers.make_article(
            f"Autre {number}", language="fr", translation_of=work, date=f"2013-01-{number + 1:02}", **values
        )
        makers.make_article(f"Unsigned {number}", centers=[host], terms=terms)
        Attachment.objects.create(article=work, title=f"File {number}", url="https://files.example/a.pdf")
        Correction.objects.create(article=work, corrected_on=dt.date(2020, 1, 1), text="One became two.")
        BodyLink.objects.create(article=work, href=f"https://tarn.example/{number}", target=work)
        chosen = makers.make_article(
            f"Chosen {number}", date=f"2012-{dt.datetime.now(dt.UTC):%m-%d}", **values
        )
        makers.make_highlight(host, chosen)
    rebuild()


@pytest.mark.parametrize("works", [1, 20])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/articles/2015/01/the-work/", 6),
        ("/tarn/articles/2015/01/the-work/", 6),
        ("/articles/", 6),
        ("/articles/" + ALL_FACETS, 7),
        ("/articles/?page=-2013-01-01.1", 6),
        ("/search/?q=boats", 8),
        ("/regions/fells/", 8),
        ("/series/slate/", 8),
        ("/topics/", 3),
        ("/authors/", 5),
        ("/authors/ann-moss/", 9),
        ("/centers/", 4),
        ("/browse/", 3),
        ("/browse/2014/", 8),
        ("/browse/2014/01/", 8),
        ("/browse/titles/?letter=o", 6),
        ("/tarn/", 9),
        ("/", 7),
        ("/accents.css", 1),
    ],
)
def test_costs_so_many_queries_however_much_there_is(
    client, django_assert_num_queries, works, address, queries
):
    furnish(works)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/articles/2015/01/the-work/",
        "/articles/" + ALL_FACETS,
        "/authors/ann-moss/",
        "/tarn/",
        "/regions/fells/",
    ],
)
def test_the_archive_of_this_test_has_everything_to_show(client, address):
    furnish(2)
    context = client.get(address).context
    for name in (
        "people",
        "terms",
        "centers",
        "attachments",
        "corrections",
        "translations",
        "more_work",
        "listing",
    ):
        assert name not in context or context[name]
    for name in (
        "timeline",
        "portrait",
        "rows",
        "topics",
        "coauthors",
        "series",
        "story",
        "choices",
        "past",
        "lead",
    ):
        assert name not in context or context[name]
