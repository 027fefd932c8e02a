"""Pages that are no articles are refused for what they are."""

from __future__ import annotations

import pytest

from archive.importing.readers import captures
from archive.importing.records import Source
from tests.importing.readers.reading import SAMPLES, reading_of, written

ROW = "\n\n".join(
    f"commentary\n{title}\n\n{deck}\n\n· April {day}, 2024"
    for title, deck, day in [
        ("Delaying the Ferry, Again", "The decision is not surprising.", 24),
        ("The Terrible Day After", "Dislocation was part of the plan.", 17),
        ("Humanizing the Pilots", "An author discusses a book.", 16),
    ]
)
PERSON = (
    "Nadia Borg\n\nEditor, Riwaq\n\nNadia Borg is the editor of the blog.\n\nMore >\n"
    "  • Message in a Bottle\n    • March 03, 2021\n\n    Message in a Bottle\n\n    Is the treaty read?\n\n"
    "  • Last Ferry\n    • February 25, 2021\n"
)
STAFF = "Ferries\n\nProgram experts\n\n" + "\n\n".join(
    f"{name}\n\n{position}, Ferry Program"
    for name, position in [
        ("Rafiah Talei", "Editor"), ("Nermin Allam", "Fellow"), ("Nathan Brown", "Senior Fellow"),
        ("Yasmine Farouk", "Scholar"), ("Amr Hamzawi", "Director"),
    ]
)  # fmt: skip
FRONT = "Aldermoor Institute\n\nFeatured Analysis\n\n" + "\n\n\n".join(
    f"{title}\n\nJessica Mathis\nMoor Review\n\n{deck}"
    for title, deck in [
        ("New President Named for the Institute", "She will be the ninth."),
        ("Cooperation in a Harbour Ripe for Change", "Many are fueling it."),
        ("An Answer for the Harbours", "Assumptions must be rethought."),
        ("The Closing of the Quay Is a Mistake", "The policy suffers."),
        ("Cooperation in a Turbulent Estuary", "A group sketches an approach."),
        ("Is the Lock a Proxy War?", "Outside powers are engaged."),
        ("Old Pilots Remember Their First Fog", "A memoir is reviewed."),
    ]
)
CLOSED = (
    "Деятельность центра прекращена, сайт больше не обновляется.\nПаром ходит девяносто лет.\n"
    "Причин называют три, и последняя забыта.\nСтраховщики ушли первыми.\n"
)
GLUED = "• Region\n    • Europe\n" + "\n".join(
    f"        • Judy Ferreira{day}, 2022\n        A title of a post"
    for day in ("Tuesday, September 20", "Tuesday, September 13", "Thursday, September 8")
)
MONTHS = "Publications\n\n" + "\n\n".join(
    f"Report | {month} 2023\nOn ferries" for month in ("July", "June", "May")
)

PAGES = {
    "a listing": [ROW, "Strategic Moor\n\n2142 Results\n\nA title\n\nA deck.", GLUED, MONTHS],
    "a person's page": [PERSON],
    "a list of people": [STAFF],
    "a listing or a front page": [FRONT],
    "a notice that a site was closed": [CLOSED],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PAGES.items() for text in texts])
def test_refuses_a_page_for_what_it_is(tmp_path, kind, text):
    reading = reading_of(written(tmp_path, text))
    assert reading.record is None
    assert f"is {kind}" in str(reading.faults[-1])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("people/nadia-borg?center=levant&lang=ar", "a person's page"),
        ("riwaq/experts/1258?s=&pageOn=2", "a person's page"),
        ("topic/all/1551?lang=ru&pageOn=3", "a listing"),
        ("estuary/region/1188", "a listing"),
        ("programs/ferry-policy", "a program's page"),
        ("", "a front page"),
    ],
)
def test_refuses_a_page_by_its_address(tmp_path, path, kind):
    text = "أيقظوا الميناء.\n\nرسالة أخرى من البحر.\n"
    reading = reading_of(written(tmp_path, text), f"https://aldermoor.example/{path}")
    assert reading.record is None
    assert f"is {kind}, not an article" in str(reading.faults[0])


def test_refuses_the_back_office_even_when_the_page_is_an_article():
    address = "https://admin.aldermoor.example/posts/2016/09/the-ferry"
    reading = reading_of(SAMPLES / "s1-shell-and-outlet.txt", address)
    assert reading.record is None
    assert "back office" in str(reading.faults[0])


def test_refuses_an_empty_capture(tmp_path):
    assert "is empty" in str(reading_of(written(tmp_path, "\n \n")).faults[0])


def test_takes_an_article_full_of_dates_for_an_article(tmp_path):
    days = "\n\n".join(f"March {day}, 2021\n\nThe ferry stopped." for day in range(1, 7))
    text = f"Commentary\n\nA Title\n\nBy Anna Keller\nPublished on Sep 8, 2016\n\n{days}\n"
    assert reading_of(written(tmp_path, text)).record.title == "A Title"


def test_takes_an_article_full_of_headings_for_an_article(tmp_path):
    parts = "\n\n".join(f"The Heading Number {count}\n\nA short paragraph." for count in range(1, 9))
    text = f"Commentary\n\nA Title\n\nBy Anna Keller\nPublished on Sep 8, 2016\n\n{parts}\n"
    assert reading_of(written(tmp_path, text)).record.title == "A Title"


def test_refuses_a_capture_that_is_too_large(tmp_path):
    reading = reading_of(written(tmp_path, "Source: Getty\n" + "a" * 8_000_001))
    assert "8,000,000" in str(reading.faults[0])


def test_a_file_that_no_page_can_be_is_refused_unread(tmp_path):
    path = written(tmp_path, "A page.\n")
    with path.open("ab") as file:
        file.truncate(8_000_001)
    (reading,) = captures.read(Source(path, path.name))
    assert reading.data == b""
    assert "has 8,000,001 bytes; at most 8,000,000 are read" in str(reading.faults[0])
