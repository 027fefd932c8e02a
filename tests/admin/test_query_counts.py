"""No page of the admin asks the database more for more rows: the counts are literals."""

import pytest

from archive.articles.models import (
    Attachment,
    BodyLink,
    Correction,
    KindName,
    LegacyAddress,
    OutletName,
    PastAddress,
)
from archive.centers.models import CenterName, SeriesName
from archive.importing.models import Capture, ImportedRecord, ImportRun
from archive.tags.models import TermName
from authors.models import AuthorLink, AuthorName
from tests.makers import (
    make_affiliation,
    make_article,
    make_author,
    make_center,
    make_kind,
    make_menu_item,
    make_newsletter,
    make_outlet,
    make_series,
    make_term,
)

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 20


def people(number):
    found = [make_author() for _ in range(number)]
    for person in found:
        make_affiliation(person, center=make_center())
        make_affiliation(person, "Visiting Fellow", organisation="The Osier Trust", to_date="2009")
    return found


def fill_articles(number):
    for _ in range(number):
        make_article(
            authors=people(2),
            centers=[make_center(), make_center()],
            terms=[make_term(), make_term("region", parent=make_term("region"))],
            kind=make_kind(),
            series=make_series(),
            outlet=make_outlet(),
        )


def fill_terms(number):
    for _ in range(number):
        grandparent = make_term("region")
        make_article(terms=[make_term("region", parent=make_term("region", parent=grandparent))])


def fill_records(number):
    run = ImportRun.objects.create(command="import_content tarn")
    for at in range(number):
        capture = Capture.of(f"tarn {run.pk} {at}".encode())
        capture.save()
        ImportedRecord.objects.create(
            source_key=f"tarn-{at}-{run.pk}",
            file=f"tarn-{at}.txt",
            outcome="created",
            article=make_article(),
            capture=capture,
            first_run=run,
            last_run=ImportRun.objects.create(command="import_content osier"),
            digest="0",
        )


def fill_centers(number):
    for _ in range(number):
        make_center(umbrella=make_center(), successor=make_center())


def fill_series(number):
    for _ in range(number):
        make_series(center=make_center())


def fill_outlets(number):
    for _ in range(number):
        make_article(outlet=make_outlet())


def fill_kinds(number):
    for _ in range(number):
        make_article(kind=make_kind())


@pytest.mark.parametrize(
    ("path", "fill", "few", "many"),
    [
        ("articles/article", fill_articles, 8, 8),
        ("articles/kind", fill_kinds, 6, 6),
        ("articles/outlet", fill_outlets, 5, 5),
        ("authors/author", lambda number: [make_article(authors=people(1)) for _ in range(number)], 7, 7),
        ("centers/center", fill_centers, 6, 7),
        ("centers/series", fill_series, 6, 6),
        ("tags/term", fill_terms, 5, 6),
        ("importing/importrun", fill_records, 5, 5),
        ("importing/importedrecord", fill_records, 5, 5),
    ],
)
def test_a_list_asks_as_much_for_twenty_rows_as_for_one(desk, queries, path, fill, few, many):
    """What does not fit on a page is counted, as far as anybody reads: that is one query more."""
    counts = []
    for rows in (1, MANY):
        fill(rows)
        desk.get(f"/admin/{path}/")
        with queries() as asked:
            assert desk.get(f"/admin/{path}/").status_code == 200
        counts.append(len(asked))
    assert counts == [few, many], asked.captured_queries


def article_with(rows):
    work = make_article(
        authors=people(rows),
        centers=[make_center() for _ in range(rows)],
        terms=[make_term("region", parent=make_term("region")) for _ in range(rows)],
        kind=make_kind(),
        series=make_series(center=make_center()),
        outlet=make_outlet(),
        translation_of=make_article(),
    )
    run = ImportRun.objects.create(command="import_content tarn")
    for at in range(rows):
        Attachment.objects.create(article=work, title="Annex", url=f"https://tarn.example/{at}.pdf")
        Correction.objects.create(article=work, corrected_on="2015-01-02", text=f"The ferry left at {at}.")
        LegacyAddress.objects.create(article=work, address=f"tarn.example/{work.pk}/{at}")
        PastAddress.objects.create(article=work, path=f"1999/{work.pk}-{at}")
        BodyLink.objects.create(article=work, href=f"https://tarn.example/{at}", key=str(at), target=work)
        ImportedRecord.objects.create(
            source_key=f"tarn-{work.pk}-{at}", file="tarn.txt", outcome="created", article=work,
            first_run=run, last_run=run, digest="0",
        )  # fmt: skip
    return f"articles/article/{work.pk}"


def author_with(rows):
    person = make_author()
    for at in range(rows):
        make_affiliation(person, f"Fellow {at}", center=make_center())
        AuthorName.objects.create(author=person, name=f"W. Oakrest {at}")
        AuthorLink.objects.create(author=person, label=f"Page {at}", url="https://tarn.example/")
        person.past_slugs.create(slug=f"oakrest-{person.pk}-{at}")
    return f"authors/author/{person.pk}"


def center_with(rows):
    center = make_center(umbrella=make_center(), successor=make_center())
    for at in range(rows):
        CenterName.objects.create(center=center, name=f"Old Tarn {at}")
        make_menu_item(center, term=make_term())
        make_newsletter(center)
    return f"centers/center/{center.pk}"


def series_with(rows):
    series = make_series(center=make_center())
    for at in range(rows):
        SeriesName.objects.create(series=series, name=f"Slate {at}")
    return f"centers/series/{series.pk}"


def term_with(rows):
    term = make_term("region", parent=make_term("region"))
    for at in range(rows):
        TermName.objects.create(term=term, name=f"Fenland {at}")
    return f"tags/term/{term.pk}"


def kind_with(rows):
    kind = make_kind()
    for at in range(rows):
        KindName.objects.create(kind=kind, name=f"Dispatch {kind.pk} {at}")
    return f"articles/kind/{kind.pk}"


def outlet_with(rows):
    outlet = make_outlet()
    for at in range(rows):
        OutletName.objects.create(outlet=outlet, name=f"Courier {at}")
    return f"articles/outlet/{outlet.pk}"


@pytest.mark.parametrize(
    ("make", "number"),
    [
        (article_with, 29),
        (author_with, 11),
        (center_with, 14),
        (series_with, 9),
        (term_with, 8),
        (kind_with, 6),
        (outlet_with, 6),
    ],
)
def test_a_form_asks_as_much_for_twenty_rows_as_for_two(desk, queries, make, number):
    counts = []
    for rows in (FEW, MANY):
        url = f"/admin/{make(rows)}/change/"
        desk.get(url)
        with queries() as asked:
            assert desk.get(url).status_code == 200
        counts.append(len(asked))
    assert counts == [number, number], asked.captured_queries


def test_matches_for_a_person_are_read_in_as_many_queries_for_twenty_as_for_one(desk, queries):
    url = (
        "/admin/authors/author/choose/?app_label=articles&model_name=bylineentry&field_name=author&term=wilma"
    )
    counts = []
    for rows in (1, 15):
        people(rows)
        desk.get(url)
        with queries() as asked:
            matches = desk.get(url).json()["results"]
        counts.append(len(asked))
    assert len(matches) == 16
    assert counts == [7, 7], asked.captured_queries
