"""Every layout that captures come in: a sample of each, and what a right reading gives."""

from __future__ import annotations

from tests.importing.readers.reading import SAMPLES, names, paragraphs, reading_of, record_of, written

SITE = "https://aldermoor.example"


def sample(name, address=""):
    return record_of(SAMPLES / f"{name}.txt", address)


# S1: everything is there


def test_reads_the_head_of_a_whole_page():
    record = sample("s1-shell-and-outlet")
    assert record.title == "The Ferry That Nobody Cancelled"
    assert record.deck.startswith("Freight on the oldest crossing")
    assert (record.type, record.type_label) == ("legacyinthemedia", "In The Media")
    assert (record.credit, record.source) == ("Getty", "The Harbour Gazette")
    assert (record.published, record.language) == ("2016-09-08", "en")
    assert record.primary_center == "Aldermoor Levant Center"
    assert record.collections == ["China’s Ferries"]
    assert record.topics == ["Political Reform"]
    assert record.regions == ["Middle East", "Lebanon"]


def test_keeps_a_program_whose_name_has_commas_whole():
    assert sample("s1-shell-and-outlet").programs == ["Rivers, Lakes, and Seas"]


def test_keeps_the_body_exact_with_its_no_break_space_and_without_chrome():
    body = paragraphs(sample("s1-shell-and-outlet"))
    assert [line[:12] for line in body] == ["The ferry th", "Source: the ", "Three causes", "If governmen"]
    assert body[0].endswith("early.\N{NO-BREAK SPACE}")


def test_gives_each_author_the_position_and_biography_printed_under_the_name():
    first, second, third = sample("s1-shell-and-outlet").authors
    assert (first.name, first.position) == ("Anna Keller", "Former Fellow, Aldermoor Levant Center")
    assert first.bio == "<p>Keller was a fellow until 2019.</p>\n<p>She lives on a barge.</p>"
    assert (second.name, second.position, second.bio) == ("Paul Adeyemi", "", "")
    assert (third.name, third.position, third.bio) == ("Mei Lindqvist", "Professor, Moor University", "")


def test_takes_the_host_from_the_words_above_its_teasers():
    assert sample("s1-shell-and-outlet").host_center == "Aldermoor Europe"


def test_takes_nothing_from_teasers_and_footer():
    said = sample("s1-shell-and-outlet").model_dump_json()
    for words in (
        "Teaser",
        "Someone Else",
        "another article",
        "Link Copied",
        "logo",
        "Get more news",
        "Riwaq",
    ):
        assert words not in said


def test_reads_a_whole_page_without_a_fault():
    assert reading_of(SAMPLES / "s1-shell-and-outlet.txt").faults == []


# S2: flush left, glued, without title, date and headings


def test_takes_a_lost_title_and_date_from_the_address_and_says_so():
    address = f"{SITE}/levant/posts/2015/04/on-the-old-ferry?lang=en"
    reading = reading_of(SAMPLES / "s2-flat-without-title.txt", address)
    assert (reading.record.title, reading.record.published) == ("On the old ferry", "2015-04")
    assert [fault.field for fault in reading.faults] == ["title", "published"]
    assert "taken from the address" in str(reading.faults[1])
    assert (reading.record.url, reading.record.id) == (address, "")


def test_rejects_a_page_that_lost_its_title_when_no_address_tells_it():
    reading = reading_of(SAMPLES / "s2-flat-without-title.txt")
    assert reading.record is None
    assert "addresses.csv" in str(reading.faults[-1])


def test_tells_deck_outlet_and_body_where_no_mark_is_left():
    record = sample("s2-flat-without-title", f"{SITE}/posts/2015/04/on-the-old-ferry")
    assert record.deck.startswith("Freight on the oldest crossing")
    assert record.source == "Harbour Newshour"
    assert [line[:9] for line in paragraphs(record)] == ["The ferry", "Three cau", "If govern"]


def test_finds_the_author_whose_name_was_lost_above_the_biography():
    record = sample("s2-flat-without-title", f"{SITE}/posts/2015/04/on-the-old-ferry")
    assert [author.position for author in record.authors] == [
        "Former Director, Aldermoor Harbour Center",
        "",
        "",
    ]
    assert record.authors[0].bio.startswith("<p>Keller was director")


def test_makes_no_author_of_the_names_under_teasers():
    record = sample("s2-flat-without-title", f"{SITE}/posts/2015/04/on-the-old-ferry")
    assert names(record) == ["Anna Keller", "Paul Adeyemi", "Mei Lindqvist"]


def test_keeps_the_only_paragraph_as_the_body_of_a_flat_page_with_a_title():
    record = sample("s2b-flat-with-title", f"{SITE}/2007/07/05/myth-of-empty-harbour-pub-19999")
    assert record.title == "The Myth of the Empty Harbour"
    assert paragraphs(record) == [
        "ATTENTION in the capital turns to freight. "
        "The harbour was not empty in the eleven months that were counted."
    ]
    assert (record.deck, record.source, record.published) == ("", "The Quarterly Ledger", "2007-07-05")


def test_reads_position_and_biography_under_a_heading_without_a_name():
    (author,) = sample("s2b-flat-with-title").authors
    assert author.position == "Senior Fellow; Director, Harbours Project"
    assert author.bio == "<p>Anna Keller directs the harbours project.</p>"


def test_makes_the_interviewer_the_author_and_not_who_is_interviewed():
    record = sample("s2-blog-interview", f"{SITE}/levant/riwaq/2018/08/the-quarantine")
    assert names(record) == ["Anna Keller"]
    assert record.authors[0].position == "Former Program Coordinator"
    assert (record.blog, record.english_newsletter) == ("Riwaq", "harbours")
    assert paragraphs(record)[-1] == "Hamid Medd: Nobody asked for it to stay."


def test_keeps_headings_links_and_emphasis_of_a_capture_in_markdown():
    record = sample("s2c-markdown", f"{SITE}/eurasia/verst/2026/02/threads")
    assert (record.title, record.published) == ("Can the Threads Be Tied?", "2026-02-10")
    assert record.deck == "The talks have three tracks and no knot."
    parts = ["<em>the oldest</em>", "<h2>What is missing</h2>", "<li>a chair</li>", "<blockquote>"]
    for part in [
        *parts,
        '<a href="https://example.org/first">The first</a>',
        "<strong>three tracks</strong>",
    ]:
        assert part in record.body
    assert paragraphs(record)[-1] == "The other three report to it."


# S3, S4: press releases


def test_reads_a_press_release_with_its_list_and_without_the_box_of_its_program():
    record = sample("s3-press-release")
    assert (record.title, record.type, record.type_label) == (
        "A practical path to fewer ferries", "pressRelease", "Press Release",
    )  # fmt: skip
    assert (record.authors, record.credit, record.published) == ([], "", "2011-03-28")
    assert (
        "<ul>\n<li>Count the ferries first.</li>\n<li>Count the harbours &amp; the pilots.</li>\n</ul>"
        in record.body
    )
    assert paragraphs(record)[0].startswith("SAINT ORRIN—")
    assert "###" not in record.body
    assert "aims to reduce" not in record.body


def test_reads_a_press_release_without_data_layer():
    record = sample("s4-press-release-without-layer")
    assert record.title == "Press Release: Younger Pilots Meet"
    assert (record.type, record.type_label, record.published) == ("", "press release", "2006-06-23")
    assert paragraphs(record) == [
        "For Immediate Release: June 23, 2006",
        "Contact: Press Office, press@aldermoor.example",
        "On June 20, 2006, the first conference of younger pilots was held.",
    ]


# S5 to S8


def test_reads_an_arabic_page_with_its_own_digits():
    record = sample("s5-arabic", f"{SITE}/levant/diwan/2020/08/eye-of-the-storm?lang=ar")
    assert (record.title, record.type_label, record.credit) == ("عين العاصفة", "مقال", "Getty")
    assert record.deck == "مراجعة أسبوعية لما كتب عن المرفأ."
    assert (record.published, record.language) == ("2020-08-12", "ar")
    assert len(paragraphs(record)) == 2


def test_reads_place_and_speakers_of_an_event():
    record = sample("s6-event")
    assert (record.title, record.type_label) == ("Today’s Ferries, Tomorrow’s Harbours", "event")
    assert (record.published, record.place) == ("2024-05-29", "Saint Orrin, DC")
    assert [(person.name, person.role, person.position) for person in record.authors] == [
        ("Dan Bauer", "speaker", "Senior Vice President for Policy Research, Director, Europe Program"),
        ("Abby Finken", "speaker", "Special Envoy for Global Ferries at the Department of Harbours"),
        ("Maria Oduya", "speaker", "Nonresident Scholar"),
    ]


def test_reads_a_speaker_whose_position_has_no_known_word(tmp_path):
    text = (SAMPLES / "s6-event.txt").read_text(encoding="utf-8")
    page = written(
        tmp_path, f"{text}\n\nTunde Abara\n\nHarbour Pilot, Port of Lerrin\n\nRoot Room\n\nLerrin, DC\n"
    )
    speakers = [(person.name, person.position) for person in record_of(page).authors]
    assert speakers[-2:] == [
        ("Maria Oduya", "Nonresident Scholar"),
        ("Tunde Abara", "Harbour Pilot, Port of Lerrin"),
    ]


def test_keeps_the_program_of_an_event_in_its_body_with_headings():
    record = sample("s6-event")
    assert "<h3>Opening Keynote Address</h3>" in record.body
    assert "<h3>Who Owns the Gauges?</h3>" in record.body
    assert paragraphs(record).count("Abby Finken") == 1


def test_reads_a_deck_that_is_printed_twice_as_one():
    record = sample("s7-deck-twice", f"{SITE}/europe/estuary/2013/08/summer-greetings-from-the-estuary")
    assert record.title == "Summer Greetings From the Estuary"
    assert record.deck == "The blog is taking a three-week break. Take a look at our suggestions."
    assert names(record) == ["Judy Ferreira"]
    assert (record.published, record.host_center) == ("2013-08", "europe")


def test_ends_a_letter_with_its_signature():
    body = paragraphs(sample("s7-deck-twice"))
    assert (body[0], body[-1]) == ("Dear readers,", "Judy Ferreira and Jan Moreau")


def test_reads_a_page_that_is_a_body_only_by_its_address():
    record = sample("s8-body-only", f"{SITE}/2010/04/14/nobody-cancelled-the-ferry-pub-40600")
    assert (record.title, record.published) == ("Nobody cancelled the ferry", "2010-04-14")
    assert (record.deck, len(paragraphs(record))) == ("", 3)


def test_rejects_a_text_that_bears_no_mark_of_a_page():
    reading = reading_of(SAMPLES / "s8-body-only.txt")
    assert reading.record is None
    assert "none of the marks" in str(reading.faults[0])
