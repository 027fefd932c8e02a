"""A work's page as a reader gets it: asked for by its address, taken apart by what stands where."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.test import Client
from lxml import html as lxml_html

from archive.text.html import to_text


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: the blocks of the body in order, and the texts around it by what they are."""

    status: int
    body: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)


PLACES = {
    "title": "//h1",
    "deck": "//*[contains(@class,'article-head')]//*[@class='deck']",
    "authors": "//*[@class='facts']/*[@class='by']",
    "source": "//*[@class='facts']/*[@class='outlet']",
    "place": "//*[@class='facts']/*[@class='place']",
    "kicker": "//*[@class='kicker']",
    "credit": "//*[contains(@class,'article-head')]//*[@class='credit']",
    "caption": "//*[contains(@class,'article-head')]//*[@class='caption']",
    "foot": "//article//footer",
    "about": "//section[@class='about']",
    "attachments": "//*[@class='facts']//*[@class='attachment']",
    "corrections": "//section[@class='corrections']",
}
ATTRIBUTES = {
    "published": "//*[@class='facts']/*[@class='on']//time/@datetime",
    "language": "//*[@class='body']/@lang",
}


def a_reader() -> Client:
    """Return an anonymous reader who knows the site by a name it answers to."""
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name.strip(".*")), "localhost")
    return Client(raise_request_exception=False, headers={"host": host})


def seen(reader: Client, path: str) -> Page:
    """Return the page at a path of this archive as the reader gets it, errors included."""
    answer = reader.get(path)
    if answer.status_code != 200:
        return Page(answer.status_code)
    tree = lxml_html.document_fromstring(answer.content.decode())
    bodies = tree.xpath("//*[@class='body']")
    body = lxml_html.tostring(bodies[0], encoding="unicode") if bodies else ""
    texts = {name: _words(tree.xpath(place)) for name, place in PLACES.items()}
    texts |= {name: " ".join(tree.xpath(place)) for name, place in ATTRIBUTES.items()}
    return Page(200, tuple(filter(None, to_text(body).split("\n"))), texts)


def _words(elements: list[lxml_html.HtmlElement]) -> str:
    return " ".join(" ".join(element.text_content().split()) for element in elements)
