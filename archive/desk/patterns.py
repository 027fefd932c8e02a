"""The pattern page: every component of the public pages in every state, as it is, in any language and scheme.

It renders the real templates with invented records (`samples`), so that it cannot tell what is no longer so.
A new component gets a line here; the tests name one that has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from archive.desk import samples
from archive.text.languages import direction, normalise

SCHEMES = ("light", "dark")
OUT_OF_SIGHT = {
    "_head.html": "tags in the head of a page, which nobody sees",
    "_page_head_meta.html": "tags in the head of a page, which nobody sees",
    "_work_head.html": "tags in the head of a work's page, which nobody sees",
}
"""Components that the page does not show, and why."""

States = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A component in one state."""

    state: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Pattern:
    """A component, its template, and its states."""

    name: str
    template: str
    shown: list[Shown]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return self.name.lower().replace(" ", "-")


def masthead() -> States:
    umbrella = samples.center("Harbour Institute", is_default=True)
    bare, logo = samples.center(), samples.center()
    samples.picture(logo, "logo")
    one_menu = samples.chrome(featured=False)
    return {
        "one menu": {"host": bare, "chrome": one_menu},
        "no menu of its own": {"host": bare, "chrome": None},
        "an umbrella, two menus": {
            "host": samples.center("Moor", umbrella=umbrella),
            "chrome": samples.chrome(),
        },
        "a logo": {"host": logo, "chrome": one_menu},
    }


def kicker() -> States:
    return {
        "kind": {"article": samples.work()},
        "kind and center": {"article": samples.work(primary_center=samples.center())},
        "kind, center, series": {
            "article": samples.work(primary_center=samples.center(), series=samples.series())
        },
        "no kind": {"article": samples.work(kind=None, primary_center=samples.center())},
    }


def entry() -> States:
    other = "ar" if samples.language() != "ar" else "ru"
    return {
        "with a deck": {"article": samples.work()},
        "without": {"article": samples.work(deck="")},
        "found, its words marked": {"article": samples.found()},
        "in another language": {"article": samples.work(language=other)},
        "undated": {"article": samples.work(date="")},
        "of a month": {"article": samples.work(date="month")},
        "of a year": {"article": samples.work(date="year")},
        "twelve authors": {"article": samples.work(names=samples.NAMES)},
        "nobody's": {"article": samples.work(names=())},
        "a very long title": {"article": samples.work(samples.LONG, series=samples.series())},
    }


def person() -> States:
    bio = "<p>Writes on rivers that freeze.</p>"
    now, former = samples.position(), samples.position("President", former=True)
    return {
        "with a portrait": {"person": {"author": samples.author(portrait=True, bio=bio), "now": now}},
        "without": {"person": {"author": samples.author(bio=bio), "now": now}},
        "former, with the position held then": {
            "person": {
                "author": samples.author(bio=bio),
                "now": former,
                "then": samples.position("Fellow", former=True),
                "recent": [samples.work()],
            }
        },
    }


def list_states() -> States:
    chosen = [
        {"label": "Europe", "facet_label": "Region", "url": "#list"},
        {"label": "2014", "facet_label": "Year", "url": "#list"},
    ]
    nothing = {"works": [], "total": 0, "pages": {}}
    return {
        "with works": {"listing": samples.listing()},
        "by year": {"listing": samples.listing(), "by_year": True},
        "chosen from, and not understood": {
            "listing": samples.listing(chosen=chosen, notes=["“Marchember” is not a date and was left out."])
        },
        "nothing answers": {"listing": samples.listing(chosen=chosen, **nothing)},
        "nothing yet": {"listing": samples.listing(**nothing)},
    }


def facets() -> States:
    return {
        "folded": {"listing": samples.listing(facets=samples.facets(chosen=False))},
        "chosen from": {"listing": samples.listing(facets=samples.facets(chosen=True))},
    }


def years() -> States:
    return {f"{number} years": {"histogram": samples.histogram(number)} for number in (2, 30, 100)}


def pages() -> States:
    last = {**samples.pages(), "older": ""}
    return {"in the middle": {"pages": samples.pages()}, "the last": {"pages": last}}


def search_form() -> States:
    return {
        "empty": {"label": "", "action": ""},
        "asked, within a list": {
            "q": "“ice road” -dam",
            "hidden": [("region", "arctic")],
            "label": "Search these works",
        },
    }


def chart() -> States:
    texts = {"head": "Kind", "caption": "Each line of years is drawn to the height of its own best year."}
    return {
        "bars": {**texts, "rows": samples.marks(spread=False)},
        "bars and years": {
            **texts, "rows": samples.marks(spread=True), "spread": True,
            "first": 1997, "last": 2026, "span": 30,
        },
    }  # fmt: skip


def chart_table() -> States:
    kinds = samples.marks(spread=False)[:3]
    cells = [{"count": number, "url": "#table"} for number in (12, 0, 1033)]
    row = {"year": 2014, "count": 1050, "url": "#table", "cells": cells, "rest": 5}
    return {"years by kinds": {"table": {"kinds": kinds, "rows": [row, row], "has_rest": True}}}


def letters() -> States:
    offered = [
        {"letter": letter, "url": "#letters" if letter != "C" else "", "current": letter == "B", "count": 3}
        for letter in ("0", "A", "B", "C", "Д", "م", "中", "*")
    ]
    return {"of every script": {"letters": offered, "label": "Titles by letter"}}


def timeline() -> States:
    bars = [
        {"held": samples.position("President"), "start": "40%", "width": "60%", "is_open": True},
        {"held": samples.position(former=True), "start": "5%", "width": "35%", "is_open": False},
    ]
    drawn = {"bars": bars, "ticks": ["0%", "50%", "100%"], "first": 1997, "last": 2026, "fits": ""}
    return {"over the years of the works": {"timeline": drawn | {"histogram": samples.histogram(30)}}}


def offers() -> States:
    files = [SimpleNamespace(label=label, url="#offers") for label in ("CSV", "RIS", "BibTeX")]
    feed = SimpleNamespace(url="#offers", type="application/rss+xml")
    made = SimpleNamespace(of_list=True, feeds=[feed], exports=files, most=1000)
    return {"more than one export holds": {"offers": made, "listing": samples.listing()}}


def reason() -> States:
    terms = (samples.term(), samples.term("Arctic", "region"))
    plain = {"terms": (), "is_subject": True, "same_series": False, "by_the_same": 0}
    kept = {
        "two terms": {"terms": terms},
        "a project": {"terms": terms[:1], "is_subject": False},
        "series and author": {"same_series": True, "by_the_same": 1},
    }
    return {name: {"related": SimpleNamespace(**(plain | values))} for name, values in kept.items()}


def story() -> States:
    steps = [
        {"what": "predecessor", "center": samples.center("Fell"), "since": 1994, "until": 2003},
        {"what": "name", "name": "Tarn Fund", "language": "en", "since": "2003", "until": "2011"},
        {"what": "present", "center": samples.center(), "since": "2011", "until": ""},
    ]
    return {"renamed twice": {"story": steps}}


def one(**context: Any) -> Callable[[], States]:
    """Return the states of a component that has one; values that are functions are asked anew each time."""

    def states() -> States:
        return {"": {name: value() if callable(value) else value for name, value in context.items()}}

    return states


CATALOGUE: dict[str, tuple[str, Callable[[], States]]] = {
    "Masthead": ("components/_masthead.html", masthead),
    "Kicker": ("components/_kicker.html", kicker),
    "Lead": ("components/_lead.html", one(lead=samples.pictured)),
    "Entry": ("components/_entry.html", entry),
    "Brief": ("desk/_briefs.html", one(article=samples.work, with_deck=True)),
    "List": ("components/_works.html", list_states),
    "Facets": ("components/_facets.html", facets),
    "Facets in rows": (
        "components/_rows.html", one(rows=lambda: samples.facets(chosen=True), clear="#facets-in-rows")
    ),
    "Years": ("components/_years.html", years),
    "Pages": ("components/_pages.html", pages),
    "Search form": ("components/_search_form.html", search_form),
    "How to ask": ("components/_search_help.html", one()),
    "Before a search": (
        "components/_search_start.html",
        one(
            listing=lambda: samples.listing(facets=samples.facets(chosen=False)),
            examples=[{"q": "“ice road”", "url": "#before-a-search", "told": "These words, side by side"}],
        ),
    ),
    "Feeds and exports": ("components/_feed_links.html", offers),
    "Person": ("components/_person.html", person),
    "Byline": ("components/_names.html", one(entries=lambda: samples.entries(*samples.NAMES[:3]))),
    "Other spellings": ("components/_also.html", one(names=samples.name_forms, preferred="Ann Moss")),
    "Timeline": ("components/_timeline.html", timeline),
    "Terms": (
        "components/_terms.html", one(terms=lambda: [samples.term(), samples.term("Arctic", "region")])
    ),
    "Counted lines": (
        "components/_counted.html",
        one(lines=lambda: [{"term": samples.term(), "count": 1204, "url": "#counted-lines"}]),
    ),
    "Series": (
        "components/_series_lines.html",
        one(series=lambda: [{"series": samples.series(), "count": 12, "links": 3}]),
    ),
    "History of a center": ("components/_story.html", story),
    "Editors’ choice": ("components/_choices.html", one(choices=lambda: [samples.work(), samples.work()])),
    "Past years": ("components/_past.html", one(past=lambda: [samples.work()], past_is_day=True)),
    "Contents": (
        "components/_contents.html",
        one(
            article=samples.work,
            sections=[
                {"id": "one", "title": "What the ferryman knew", "sections": [{"id": "a", "title": "Ice"}]},
                {"id": "two", "title": "What the ministry knew", "sections": []},
            ],
        ),
    ),
    "In a series": (
        "components/_in_series.html",
        one(
            article=lambda: samples.work(series=samples.series()),
            in_series=lambda: {"number": 2, "of": 7, "previous": samples.work(), "next": samples.work()},
        ),
    ),
    "Reason": ("components/_reason.html", reason),
    "Translations": (
        "components/_translations.html",
        one(article=samples.work, translations=lambda: [samples.work(language=tag) for tag in ("ru", "ar")]),
    ),
    "Files": ("components/_attachments.html", one(attachments=samples.files)),
    "Cite": ("components/_cite_link.html", one(article=samples.work)),
    "Imprint": (
        "components/_imprint.html",
        one(article=samples.work, byline=lambda: samples.entries("Ann Moss"), canonical="/articles/"),
    ),
    "Chart": ("components/_chart.html", chart),
    "Chart’s table": ("components/_chart_table.html", chart_table),
    "Months": ("components/_calendar_year.html", one(span=lambda: samples.span(days=False))),
    "Days": ("components/_calendar_month.html", one(span=lambda: samples.span(days=True))),
    "Letters": ("components/_letters.html", letters),
    "Newsletter": ("components/_newsletter.html", one(host=samples.center, chrome=samples.chrome)),
    "Colophon": ("components/_colophon.html", one(host=samples.center, chrome=samples.chrome)),
    "Corrections and buttons": ("desk/_loose_parts.html", one(corrections=samples.corrections)),
}  # fmt: skip


def patterns(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; `?language=` and `?scheme=` say in which language and light."""
    tongues = dict(settings.LANGUAGES)
    spoken = request.GET.get("language", "")
    spoken = spoken if spoken in tongues else settings.LANGUAGE_CODE
    scheme = request.GET.get("scheme", "")
    scheme = scheme if scheme in SCHEMES else SCHEMES[0]
    tag = normalise(spoken)
    frame = {"language": tag, "direction": direction(tag), "prefix": ""}
    with translation.override(spoken):
        context = frame | {
            "title": "Patterns",
            "scheme": scheme,
            "schemes": SCHEMES,
            "spoken": spoken,
            "languages": tongues.items(),
            "sheets": sorted(sheet.name for sheet in (settings.ROOT / "static/css").glob("*.css")),
            "patterns": catalogue(request, frame),
        }
        return render(request, "desk/patterns.html", context)


def catalogue(request: HttpRequest, frame: dict[str, Any]) -> list[Pattern]:
    """Render every component in every state, in the language that is active."""
    turns = count(1)
    return [
        Pattern(
            name,
            template,
            [
                Shown(state, apart(render_to_string(template, frame | context, request), next(turns)))
                for state, context in states().items()
            ],
        )
        for name, (template, states) in CATALOGUE.items()
    ]


def apart(html: str, turn: int) -> SafeString:
    """Give the ids in a component, and what refers to them, a number: pages have each component only once."""
    referring = re.compile(
        r'(\b(?:id|for|aria-labelledby|aria-describedby|aria-controls)="|href="#)([\w-]+)"'
    )
    return mark_safe(referring.sub(rf'\g<1>\g<2>-{turn}"', html))  # noqa: S308
