"""Invented records to show components with: made in memory, never saved, nobody's.

Each function returns new instances, because a template's filters and `naming` may change what they show.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models.fields.files import FieldFile
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from archive.articles.models import Article, Attachment, BylineEntry, Correction, Kind
from archive.centers.models import Center, MenuItem, Newsletter, Series
from archive.tags.models import Term
from archive.text.dates import PartialDate
from authors.models import Affiliation, Author, AuthorName

WORDS = {
    "en": (
        "What the Quay Is Saying",
        "After the storm the insurers left and the ministry stayed.",
        "Ann Moss",
    ),
    "ar": ("ما يقوله الرصيف", "بعد العاصفة رحل المؤمّنون وبقيت الوزارة.", "رنا البستاني"),
    "ru": ("О чём говорит причал", "После шторма страховщики ушли, а министерство осталось.", "Анна Мохова"),
    "zh": ("码头在说什么", "风暴过后，保险公司走了，部委留了下来。", "苔安"),
    "fr": (
        "Ce que dit le quai",
        "Après la tempête, les assureurs sont partis ; le ministère est resté.",
        "Anne Mousse",
    ),
}
"""Title, deck and name of a work in each language of the interface."""

LONG = (
    "Why the Smallest Power Station in the Northern Grid, Which Has Run for Nineteen Hours in Six Years, "
    "Cannot Be Closed, Cannot Be Sold, and Ought Perhaps to Be Thanked by Everyone Who Has Complained of It"
)
NAMES = (
    "Ann Moss", "Bob Reed", "Cyd Thorn", "Dara O’Linden", "Eli Brandt-Okafor", "Fen Jiyuan", "Gil Ash",
    "Hala Bishtawi", "Ilse van der Berg", "Jo Rowan", "Kim Soo-yun", "Lev Osokorin",
)  # fmt: skip


def language() -> str:
    """Return the language of the page without its script: "zh" for "zh-hans"."""
    return (get_language() or "en").split("-")[0]


def term(name: str = "Water", facet: str = "topic") -> Term:
    """Return a term."""
    return Term(pk=1, facet=facet, name=name, slug=name.lower().replace(" ", "-"))


def center(name: str = "Tarn", **values: Any) -> Center:
    """Return a center."""
    return Center(pk=1, name=name, slug=name.lower().replace(" ", "-"), accent="#1f4f7a", **values)


def series() -> Series:
    """Return a series."""
    return Series(pk=1, name="The Slate Review", slug="slate")


def author(name: str = "", *, portrait: bool = False, bio: str = "") -> Author:
    """Return a person; the portrait is the site's own icon."""
    person = Author(pk=1, name=name or WORDS[language()][2], slug="ann-moss", bio=bio)
    if portrait:
        picture(person, "portrait")
    return person


def picture(record: Any, column: str) -> None:
    """Give a record a picture that every installation has."""
    file = FieldFile(record, record._meta.get_field(column), "img/icon.svg")
    file.storage = staticfiles_storage
    record.__dict__[column] = file
    for side in ("width", "height"):
        if hasattr(record, f"{column}_{side}"):
            setattr(record, f"{column}_{side}", 600)


def position(title: str = "Director", *, former: bool = False, **values: Any) -> Affiliation:
    """Return a position held at a center."""
    span = {"from_date": "2010", "to_date": "2016" if former else ""} | values
    return Affiliation(pk=1, position=title, center=center(), author=author(), **span)


def entries(*names: str) -> list[BylineEntry]:
    """Return a byline."""
    return [BylineEntry(pk=at, name=name, author=author(name), position=at) for at, name in enumerate(names)]


def work(
    title: str = "", *, names: tuple[str, ...] | None = None, date: str = "day", **values: Any
) -> Article:
    """Return a work as a card has it; `date` is "day", "month", "year" or "" for undated."""
    told, deck, name = WORDS[values.get("language", language())]
    values = {
        "deck": deck,
        "language": language(),
        "kind": Kind(code="commentary", label="Commentary"),
    } | values
    made = Article(pk=1, title=title or told, slug="quay", path="2014/12/quay", **values)
    parts = {"day": (2014, 12, 2), "month": (2014, 12), "year": (2014,)}
    made.published = PartialDate(*parts[date]) if date else None
    made._prefetched_objects_cache = {"byline_entries": entries(*((name,) if names is None else names))}
    return made


def pictured() -> Article:
    """Return a work with a picture and its credit."""
    made = work(primary_center=center(), image_alt="", credit="Getty")
    picture(made, "image")
    return made


def found() -> Article:
    """Return a work as a search shows it, with the words marked."""
    made = work()
    made.excerpt = mark_safe(
        "… the <mark>quay</mark> was empty, and nobody had asked the <mark>quay</mark> …"
    )
    return made


def chrome(*, featured: bool = True, letters: bool = True) -> SimpleNamespace:
    """Return menus and newsletters."""
    items = [
        MenuItem(pk=at, label=label, url=f"/{label.lower()}/")
        for at, label in enumerate(("Quayside", "About"))
    ]
    offered = [
        Newsletter(name="Tidings", url="/tidings/", language="en"),
        Newsletter(name="Eau", language="fr"),
    ]
    return SimpleNamespace(
        main=items,
        featured=[MenuItem(pk=9, label="Elections", url="/elections/")] if featured else [],
        footer=items,
        newsletters=offered if letters else [],
    )


def histogram(years: int) -> dict[str, Any]:
    """Return a histogram of so many years, the last but one chosen; some years have no works."""
    last = 2026
    heights = [(year * 37 + year // 3 * 11) % 21 for year in range(last - years + 1, last + 1)]
    bars = [
        {
            "year": last - years + 1 + at,
            "count": 3 * height,
            "level": height,
            "url": "#years" if height else "",
            "current": at == years - 2,
        }
        for at, height in enumerate(heights)
    ]
    return {"bars": bars, "first": last - years + 1, "last": last, "peak": 3 * max(heights)}


def choices(*, selected: bool = False) -> list[SimpleNamespace]:
    """Return choices of a facet, one of them below another."""
    rows = (("Europe", 1204, 0), ("Northern Europe", 377, 1), ("العربية", 12, 0))
    return [
        SimpleNamespace(
            value=label, label=label, count=count, depth=depth, url="#facets", lang="",
            selected=selected and not depth,
        )
        for label, count, depth in rows
    ]  # fmt: skip


def facets(*, chosen: bool) -> list[SimpleNamespace]:
    """Return the facets of a list: chosen from, or with choices folded away."""
    return [
        SimpleNamespace(
            name=name,
            label=label,
            choices=choices(selected=chosen),
            rest=[] if chosen else choices(),
            active=chosen,
        )
        for name, label in (("region", "Region"), ("topic", "Topic"))
    ]


def pages(here: int = 7) -> dict[str, Any]:
    """Return numbered pages with two gaps."""
    numbers = [1, None, here - 1, here, here + 1, None, 42]
    return {
        "numbers": [
            number and {"number": number, "url": "#pages", "current": number == here} for number in numbers
        ],
        "newer": "#pages",
        "older": "#pages",
    }


def listing(**values: Any) -> dict[str, Any]:
    """Return a list: two works, unless it is given others."""
    sorts = [
        {"label": "Newest first", "url": "#", "current": True},
        {"label": "By title", "url": "#", "current": False},
    ]
    works = [work(), work(LONG, primary_center=center())]
    return {
        "works": works, "total": 1204, "sorts": sorts, "chosen": [], "notes": [], "facets": [],
        "pages": pages(), "clear_url": "#", "hidden": [], "q": "", "histogram": histogram(30),
    } | values  # fmt: skip


def marks(*, spread: bool) -> list[SimpleNamespace]:
    """Return the rows of a chart."""
    rows = (
        ("Commentary", 4120, 100, 0),
        ("Paper", 1033, 25, 0),
        ("Working paper", 310, 8, 1),
        ("Q&A", 3, 1, 0),
    )
    columns = [SimpleNamespace(at=at, height=at % 20 + 4, top=20 - at % 20) for at in range(0, 30, 2)]
    return [
        SimpleNamespace(
            facet="kind", value=label, label=label, count=count, share=share, depth=depth, lang="",
            url="#chart", columns=columns if spread else [], first=1997, last=2026,
        )
        for label, count, share, depth in rows
    ]  # fmt: skip


def span(*, days: bool) -> SimpleNamespace:
    """Return a year by months, or a month by days."""

    def part(at: int) -> SimpleNamespace:
        date = PartialDate(2016, 2, at) if days else PartialDate(2016, at)
        count = at % 4
        return SimpleNamespace(date=date, count=count, share=33 * count, url="#calendar" if count else "")

    parts = [part(at) for at in range(1, 30 if days else 13)]
    return SimpleNamespace(
        date=PartialDate(2016, 2) if days else PartialDate(2016),
        parts=parts,
        unknown=SimpleNamespace(count=2, url="#calendar"),
        weekdays=[{"name": name, "short": name[:2]} for name in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")],
        weeks=[parts[at : at + 7] for at in range(0, 28, 7)],
    )


def files() -> list[Attachment]:
    """Return attached files, one elsewhere."""
    return [Attachment(pk=1, title="The annex", url="https://files.example/annex.pdf", article=work())]


def corrections() -> list[Correction]:
    """Return a correction."""
    return [Correction(pk=1, corrected_on=dt.date(2020, 1, 9), text="One gauge became two.")]


def name_forms() -> list[AuthorName]:
    """Return other spellings of a name."""
    return [AuthorName(name="رنا البستاني", language="ar"), AuthorName(name="A. Moss")]
