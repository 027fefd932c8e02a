"""Pages as the systems of real houses write them, each with what a right reading gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.importing import readers
from archive.importing.readers import html as reader
from archive.text import html
from tests.importing.readers.reading import SAMPLES, names, paragraphs, reading_of, record_of

PAGES = SAMPLES / "html"
CHROME = (
    "Share this",
    "Subscribe",
    "newsletter",
    "Related",
    "Read next",
    "Previous",
    "Recent posts",
    "Sign up",
    "colder than",
    "long and pointless",
    "Comments are where",
    "Download",
    "minute read",
    "min read",
    "Published",
    "Posted",
    "Tagged",
    "Read other posts",
    "Fog",
    "Follow",
    "Topics",
    "Новости",
    "Комментарии",
    "الوسوم",
    "分享",
    "Register",
    "Written By",
)


@dataclass(frozen=True)
class Expected:
    """What a page says: days as written, people in their order, the first and last words of the body."""

    title: str
    published: str
    authors: list[str]
    first: str
    last: str
    language: str = "en"
    url: str = ""
    label: str = ""
    topics: list[str] = field(default_factory=list)
    deck: str = ""


PORTS = "The harbour towns of the northern coast"
GRAIN = "Grain that once left by rail"
FERRY = "A ferry line of three ships"
MINUTES = "None of this was planned by the ministries"
COMPARE = "share the gauges, and let the towns compare."
QUEUES = "is spent in negotiation or in queues."
PLAIN = "published last spring, make plain."

EXPECTED = {
    "wordpress-yoast": Expected(
        "The Quay and the Winter",
        "2021-03-04",
        ["Ilse Brandvold", "Tomas Okonedo-Reyes"],
        PORTS,
        "(Almvik, 2020). ↩",
        "en-US",
        "https://northgate.example/commentary/the-quay-and-the-winter/",
        "Commentary",
        ["Ports", "Grain trade", "Northern Coast"],
    ),
    "drupal-10-paragraphs": Expected(
        "A Modest Course",
        "2023-10-31",
        ["Mara Lindqvist", "Joseph Adeyemi"],
        PORTS,
        COMPARE,
        "en",
        "https://straits.example/publications/a-modest-course",
        "Policy Brief",
        ["Ports", "Energy"],
        "What the council can do before the ice",
    ),
    "squarespace": Expected(
        "Queues or Talks",
        "2019-11-02",
        ["Priya Anand-Holt"],
        GRAIN,
        COMPARE,
        "en-GB",
        "https://gaugeproject.example/blog/queues-or-talks",
    ),
    "next-js": Expected(
        "Who Answers for the Grain",
        "2024-02-29",
        ["Lena Farkas", "Owen Tsegaye"],
        GRAIN,
        QUEUES,
        "en",
        "https://meridian.example/article/who-answers-for-the-grain",
        "Expert comment",
        ["Insurance", "Grain"],
        "Insurers have begun to ask.",
    ),
    "next-js-body-in-state": Expected(
        "Who Answers for the Grain",
        "2024-02-29",
        ["Lena Farkas", "Owen Tsegaye"],
        GRAIN,
        QUEUES,
        "en",
        "",
        "Expert comment",
        ["Insurance", "Grain"],
    ),
    "ghost": Expected(
        "Three Ships",
        "2022-05-17",
        ["Hanne Vik"],
        FERRY,
        COMPARE,
        "en",
        "https://pilot.example/three-ships/",
        "",
        ["Ferries", "Essays"],
        "A small line with a long shadow.",
    ),
    "hugo": Expected(
        "Minutes of the Board",
        "2020-06-01",
        [],
        MINUTES,
        "Board minutes, p. 4.\u00a0↩\ufe0e",
        "en",
        "https://lowwater.example/posts/minutes/",
        "",
        ["minutes"],
        "What was said, and by whom",
    ),
    "table-layout": Expected(
        "Who Pays for the Channel?",
        "1999-03-14",
        ["Magnus Oyelaran"],
        PORTS,
        "is a research fellow at the Centre.",
    ),
    "arabic": Expected(
        "من يجيب عن الحبوب؟",
        "2020-08-12",
        ["سلمى الحداد"],
        "دفعت مدن الموانئ",
        "خاتمته المطولة.",
        "ar",
        "https://madiq.example/ar/2020/08/grain",
        "تحليل",
        ["الموانئ", "الحبوب"],
        "سؤال شركات التأمين في الشتاء",
    ),
    "russian-1251": Expected(
        "Кто заплатит за фарватер",
        "2016-09-08",
        ["Мария Соколова"],
        "Портовые города",
        "или в очередях.",
        "ru",
        topics=["порт", "фарватер"],
    ),
    "russian-undeclared": Expected(
        "Кто заплатит за фарватер",
        "2016-09-08",
        ["Мария Соколова"],
        "Портовые города",
        "или в очередях.",
        "ru",
    ),
    "chinese-gb18030": Expected(
        "谁为粮食负责", "2016-09-08", ["林海"], "自从海峡条约失效以来", "还是在排队中度过。", "zh"
    ),
    "pdf-landing-citation": Expected(
        "Dredging Costs in Small Harbours, 1990-2015",
        "2016-05-02",
        ["Amara Okonjo", "Piet van der Berg"],
        "Abstract",
        COMPARE,
        "en",
        "https://repo.example/handle/123",
        "Working Paper",
        ["dredging", "harbours"],
    ),
    "medium": Expected(
        "The Gauge at the Pier Head",
        "2018-07-09",
        ["Rosa Delgado-Ames"],
        PORTS,
        COMPARE,
        "en",
        "https://medium.example/tidewater/the-gauge-at-the-pier-head-1a2b3c",
        deck="How one number moved a budget",
    ),
    "substack": Expected(
        "Queues on the quay",
        "2023-01-15",
        ["Dag Hollander"],
        "The queue in March",
        "See the minutes.",
        "en",
        "https://slacktide.substack.example/p/queues-on-the-quay",
        deck="On waiting.",
    ),
    "event": Expected(
        "Ice and Insurance: A Discussion",
        "2022-11-03",
        [],
        GRAIN,
        "Idris Vane, underwriter",
        "en",
        "https://meridian.example/events/ice-and-insurance",
        "Event",
    ),
    "podcast": Expected(
        "Episode 12: The Pilots",
        "2021-09-30",
        ["Nils Abara"],
        FERRY,
        COMPARE,
        "en",
        "https://gaugeproject.example/podcasts/the-pilots",
        "Podcast",
    ),
    "interview-drupal-7": Expected(
        "« Qui paie le chenal ? »",
        "2012-06-30",
        ["Odile Marchetti"],
        "Qui paie le chenal aujourd’hui",
        "se passera à négocier.",
        "fr",
        topics=["ports"],
    ),
    "report-landing": Expected(
        "The Price of Still Water",
        "2020-12-01",
        ["Mara Lindqvist"],
        "Executive summary",
        COMPARE,
        "en",
        "https://straits.example/reports/price-of-still-water",
        "Report",
        [],
        "Seven harbours, one ledger",
    ),
    "xhtml-dublin-core": Expected(
        "Wer bezahlt die Rinne?",
        "2007-09",
        ["Jürgen Köster"],
        "Die Hafenstädte der Nordküste",
        "den nächsten Winter entscheiden.",
        "de",
        topics=["Häfen", "Getreide"],
    ),
    "saved-by-browser": Expected(
        "The Log of the Line",
        "2015-04",
        ["Hanne Vik", "Dag Hollander"],
        "The log, open",
        COMPARE,
        "en",
        "https://pilot.example/2015/04/the-log-of-the-line/",
    ),
    "data-layer": Expected(
        "Steppe Ports",
        "2014-12-02",
        ["Mara Lindqvist"],
        FERRY,
        "originally appeared in the Coastal Times.",
        "en",
        "https://straits.example/posts/2014/12/steppe-ports?lang=en",
        "In The Media",
        ["Ports"],
        "A harbour without a sea",
    ),
    "microformats": Expected(
        "The third ship", "2009-02-11", ["Nils Abara"], FERRY, COMPARE, topics=["ferries"]
    ),
    "microdata": Expected(
        "The Insurers’ Question", "2016-03-01", ["Amara Okonjo"], GRAIN, COMPARE, deck="Who signs, pays"
    ),
    "contradictions": Expected(
        "Winter Tariffs",
        "2019-01-02",
        ["Joseph Adeyemi"],
        "The council that meets",
        "who will answer for it.",
    ),
    "aspnet-form": Expected("Channel Depth and Trust", "2011-05-12", ["Idris Vane"], PORTS, QUEUES),
    "press-release": Expected("Meridian Forum names new director", "2010-01-05", [], "ALMVIK—", "she said."),
    "wordpress-kubrick": Expected(
        "Old tides", "2008-06-03", [], PORTS, "will answer for it.", topics=["Ports"]
    ),
    "german-byline-and-day": Expected(
        "Kosten der Rinne",
        "2019-04-03",
        ["Jürgen Köster", "Anna Weiß"],
        "Die Hafenstädte",
        "aber sie kann entscheiden.",
        "de",
        label="Analyse",
        deck="Was die Städte zahlen, und warum sie es verschweigen.",
    ),
    "authors-boxes": Expected(
        "Bio Tides", "2018-08-08", ["Ana Lima", "Bo Chen"], PORTS, "will answer for it."
    ),
    "wordpress-blocks": Expected(
        "Block Tides",
        "2024-05-06",
        ["Hanne Vik"],
        PORTS,
        "The long list, 2010.",
        "en-US",
        "https://low.example/block-tides/",
    ),
    "component-site": Expected(
        "Tides of Trust",
        "2022-04-07",
        ["Amara Okonjo"],
        FERRY,
        COMPARE,
        "en-GB",
        "",
        "Expert comment",
        ["Ports"],
        "Small harbours show how trust is built.",
    ),
}


@pytest.fixture(params=sorted(EXPECTED))
def page(request: pytest.FixtureRequest) -> tuple[Path, Expected]:
    return PAGES / f"{request.param}.html", EXPECTED[request.param]


def test_every_sample_is_expected_to_give_something():
    assert {path.stem for path in PAGES.glob("*.html")} == set(EXPECTED)


def test_is_recognised_as_html_by_its_content(page):
    head = page[0].read_bytes()[: readers.HEAD]
    recognising = [one.NAME for one in readers.READERS if one.recognises(head, "file")]
    assert recognising[0] == "html"


def test_reads_the_title_without_the_name_of_the_site(page):
    assert record_of(page[0]).title == page[1].title


def test_reads_the_day_as_written(page):
    assert record_of(page[0]).published == page[1].published


def test_reads_the_byline_in_its_order(page):
    assert names(record_of(page[0])) == page[1].authors


def test_reads_the_language(page):
    assert record_of(page[0]).language == page[1].language


def test_reads_the_address_that_the_page_gives_itself(page):
    record = record_of(page[0])
    assert record.url == page[1].url
    assert bool(record.id) == (not record.url)


def test_reads_what_the_house_calls_the_work(page):
    assert record_of(page[0]).type_label == page[1].label


def test_reads_the_topics_in_their_order(page):
    assert record_of(page[0]).topics == page[1].topics


def test_reads_the_deck_that_readers_see(page):
    assert record_of(page[0]).deck == page[1].deck


def test_the_body_begins_and_ends_with_the_text(page):
    lines = paragraphs(record_of(page[0]))
    assert (lines[0][: len(page[1].first)], lines[-1][-len(page[1].last) :]) == (page[1].first, page[1].last)


def test_no_chrome_is_in_the_body(page):
    text = html.to_text(record_of(page[0]).body)
    assert [words for words in CHROME if words in text] == []


def test_what_is_read_passes_the_sanitiser_without_loss(page):
    assert html.clean(record_of(page[0]).body).losses == ()


def test_the_evidence_alone_gives_the_same_record(page, tmp_path):
    first = reading_of(page[0])
    copy = tmp_path / page[0].name
    copy.write_bytes(first.data)
    (again,) = reader.read(type(first.source)(copy, first.source.name, context=first.context))
    assert again.record == first.record


def test_keeps_figures_tables_notes_and_quotations():
    body = record_of(PAGES / "wordpress-yoast.html").body
    for kept in (
        '<figure id="attachment_99"><img '
        'src="https://northgate.example/wp-content/uploads/2021/03/gauge.png"',
        "<figcaption>The gauge at the pier head</figcaption>",
        "<th>Town</th>",
        "<cite>Harbour board, minutes</cite>",
        '<sup class="fnref"><a href="#fn1" id="fnref1">1</a></sup>',
        '<section class="footnotes"><ol><li id="fn1">',
        '<a href="https://northgate.example/reports/harbour-board/">The board’s report</a>',
    ):
        assert kept in body


def test_keeps_what_stands_between_two_blocks_of_text():
    body = record_of(PAGES / "drupal-10-paragraphs.html").body
    assert '<blockquote class="pullquote"><p>Publish the tariffs, share the gauges.</p></blockquote>' in body
    assert "Key points" in record_of(PAGES / "component-site.html").body


def test_reads_positions_and_biographies():
    authors = record_of(PAGES / "wordpress-yoast.html").authors
    assert authors[0].position == "Senior Fellow"
    assert authors[0].bio == "<p>Ilse Brandvold is a senior fellow at the Northgate Institute.</p>"
    assert record_of(PAGES / "microdata.html").authors[0].position == "Visiting Fellow"
    assert record_of(PAGES / "component-site.html").authors[0].position == "Associate Fellow, Ports Programme"
    assert record_of(PAGES / "squarespace.html").authors[0].position == ""


def test_a_biography_is_that_of_the_person_whom_its_box_names():
    authors = record_of(PAGES / "authors-boxes.html").authors
    assert [person.bio[:13] for person in authors] == ["<p>Ana Lima d", "<p>Bo Chen is"]
    assert authors[0].position == "Director, Ports"


def test_reads_the_speakers_and_the_place_of_an_event():
    record = record_of(PAGES / "event.html")
    assert names(record, "speaker") == ["Lena Farkas", "Idris Vane"]
    assert record.place == "Meridian Hall, 4 Quay Street, Almvik"


def test_reads_the_picture_above_the_text_with_its_words():
    record = record_of(PAGES / "ghost.html")
    assert record.image == "https://pilot.example/content/images/size/w1200/2022/05/ships.jpg"
    assert (record.image_alt, record.image_caption) == ("Three ships", "The line at rest")


def test_the_picture_above_the_text_is_not_in_the_text_again():
    record = record_of(PAGES / "medium.html")
    assert record.image.endswith("gauge.jpeg")
    assert "<img" not in record.body


def test_a_picture_in_the_text_stays_there():
    assert (
        'src="https://pilot.example/content/images/2022/05/log.jpg"' in record_of(PAGES / "ghost.html").body
    )


def test_pictures_that_a_browser_saved_beside_the_page_are_named_by_their_path():
    body = record_of(PAGES / "saved-by-browser.html").body
    assert 'src="The%20Log%20of%20the%20Line_files/log.jpg"' in body
    assert '<a href="#note">' in body


def test_reads_documents_for_download():
    record = record_of(PAGES / "report-landing.html")
    assert [(file.url, file.title) for file in record.attachments] == [
        ("https://straits.example/files/still-water.pdf", "Full report"),
        ("https://straits.example/files/still-water-summary.pdf", "Executive summary (PDF)"),
    ]


def test_reads_the_keys_of_the_record_in_a_data_layer():
    record = record_of(PAGES / "data-layer.html")
    assert (record.type, record.primary_center, record.english_newsletter) == (
        "legacyinthemedia",
        "Steppe Center",
        "ctw",
    )
    assert record.regions == ["Steppe", "Northern Coast"]
    assert record.source == "Coastal Times"


def test_contradictions_keep_the_more_trusted_and_name_the_other():
    faults = [str(fault) for fault in reading_of(PAGES / "contradictions.html").faults]
    assert any(
        'title "Why Winter Tariffs Fail Everyone" is what Open Graph says; JSON-LD says' in one
        for one in faults
    )
    assert any('published "2019-01-03" is what Open Graph says' in one for one in faults)
    assert any('authors "Someone Quite Different" is what Open Graph says' in one for one in faults)


def test_a_day_that_does_not_exist_is_told_and_the_next_witness_believed():
    faults = [str(fault) for fault in reading_of(PAGES / "microdata.html").faults]
    assert sum('"2016-02-30" is not a day' in one for one in faults) == 1
