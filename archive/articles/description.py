"""The one description of a work that every format for machines derives from.

JSON-LD, Open Graph, citation tags, citations, feeds and exports of results all read a `Description` and
nothing else, so that none of them can say what another does not. Addresses are absolute and canonical;
names stand as printed, in printed order; a date is as precise as it is known.
"""

from __future__ import annotations

import datetime as dt
import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects

from archive.articles.forms import Form, form_of
from archive.articles.models import Article, ArticleTerm, Attachment, BylineEntry
from archive.centers.models import Center
from archive.tags.models import Facet
from archive.text.bodies import is_body
from archive.text.dates import PartialDate
from archive.text.excerpts import excerpt
from archive.text.html import to_text
from archive.text.names import divided, script, sort_name

SUMMARY_LENGTH = 300
SUBJECTS = (Facet.TOPIC, Facet.REGION)
"""The facets whose terms say what a work is about."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """One name of a byline: as printed, and as catalogues write it ("Haddad, Layla").

    `family`, `given` and `suffix` are its parts: a single name is a family name; all are "" for a body and
    for a name that is never inverted. `role` is a code of `BylineEntry.Role`, "" for an author; `url` and
    `orcid` are "" where no person is known.
    """

    name: str
    inverted: str
    family: str = ""
    given: str = ""
    suffix: str = ""
    is_body: bool = False
    role: str = ""
    url: str = ""
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a work; width and height in pixels, None where they are not known."""

    url: str
    width: int | None
    height: int | None
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that belongs to a work; `media_type` is "" where its name does not tell."""

    title: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Description:
    """A work as machines are told of it.

    `kind` is the code and `kind_label` its label; `summary` is the deck, or else the first words of the body.
    `path` is its place below /articles/. `publisher` is the institution; `center` the primary center's name,
    "" where that is not known. `translations` are (language, address) of the same work in other languages, as
    readers may see them; `original` is the address of the one among them that it translates.
    """

    key: int
    path: str
    url: str
    title: str
    deck: str
    summary: str
    language: str
    kind: str
    kind_label: str
    published: PartialDate | None
    modified: dt.datetime
    contributors: tuple[Contributor, ...]
    publisher: str
    center: str
    series: str
    outlet: str
    outlet_url: str
    doi: str
    place: str
    subjects: tuple[str, ...]
    picture: Picture | None
    files: tuple[File, ...]
    translations: tuple[tuple[str, str], ...] = ()
    is_translation: bool = False
    original: str = ""
    words: int = 0

    @property
    def form(self) -> Form:
        """What the work is called in the types of other catalogues."""
        return form_of(self.kind, elsewhere=bool(self.outlet))

    @property
    def authors(self) -> tuple[Contributor, ...]:
        """Who wrote it, in printed order: everybody without another role, speakers and interviewers too."""
        return tuple(one for one in self.contributors if one.role not in ("editor", "translator"))


def absolute(path: str) -> str:
    """Return the whole address of a path of this site; an address elsewhere comes back as it is."""
    return settings.BASE_URL + path if path.startswith("/") and not path.startswith("//") else path


def describe(
    work: Article,
    *,
    publisher: str,
    subjects: Sequence[str],
    attachments: Iterable[Attachment] = (),
    translations: Iterable[Article] = (),
) -> Description:
    """Describe one work from what is loaded already: `for_page()`, its byline, and what is handed over.

    No query where kind, primary center, series, outlet and the byline with its people are loaded.
    """
    translations = list(translations)
    original = [other for other in translations if other.pk == work.translation_of_id]
    return Description(
        key=work.pk,
        path=work.path,
        url=absolute(work.get_absolute_url()),
        title=work.title,
        deck=work.deck,
        summary=work.deck or excerpt(to_text(work.body[: 20 * SUMMARY_LENGTH]), SUMMARY_LENGTH),
        language=work.language,
        kind=work.kind.code if work.kind else "",
        kind_label=work.kind.label if work.kind else "",
        published=work.published,
        modified=work.updated_at,
        contributors=tuple(map(contributor_of, work.byline)),
        publisher=publisher,
        center=work.primary_center.name if work.primary_center else "",
        series=work.series.name if work.series else "",
        outlet=work.outlet.name if work.outlet else "",
        outlet_url=work.outlet_url,
        doi=work.doi,
        place=work.place,
        subjects=tuple(subjects),
        picture=_picture(work),
        files=tuple(map(_file, attachments)),
        translations=tuple((other.language, absolute(other.get_absolute_url())) for other in translations),
        is_translation=work.translation_of_id is not None,
        original=absolute(original[0].get_absolute_url()) if original else "",
        words=work.word_count,
    )


def describe_all(works: Iterable[Article]) -> list[Description]:
    """Describe published works of a list, in its order. Four queries for works loaded `for_page()`.

    Files are told, translations are not.
    """
    works = list(works)
    prefetch_related_objects(
        works,
        Prefetch("byline_entries", BylineEntry.objects.select_related("author")),
        Prefetch("term_links", ArticleTerm.objects.filter(tag__facet__in=SUBJECTS).select_related("tag")),
        "attachments",
    )
    house = publisher_name()
    return [
        describe(
            work,
            publisher=house,
            subjects=[link.tag.name for link in sorted(work.term_links.all(), key=_tag_line)],
            attachments=work.attachments.all(),
        )
        for work in works
    ]


def publisher_name() -> str:
    """Return the institution's name: that of the center at the root, or of what it belongs to. One query."""
    house = Center.objects.select_related("umbrella").filter(is_default=True).first()
    if house is None:
        return ""
    return house.umbrella.name if house.umbrella else house.name


def _tag_line(link: ArticleTerm) -> tuple[int, int, int]:
    return SUBJECTS.index(link.tag.facet), link.position, link.pk


def contributor_of(entry: BylineEntry) -> Contributor:
    """Return one name of a byline with its parts. No query where the person it means is loaded.

    The person's sort name tells the parts where it is of the name as printed, else a proposal does.
    """
    person = entry.author
    inverted, proposed = "", sort_name(entry.name)
    if person is not None and _words(person.sort_name) == _words(entry.name):
        inverted = person.sort_name
    body = inverted in ("", proposed) and is_body(entry.name)
    inverted = entry.name if body else inverted or proposed
    family, given, suffix = ("", "", "") if body else _parts(inverted)
    return Contributor(
        name=entry.name,
        inverted=inverted,
        family=family,
        given=given,
        suffix=suffix,
        is_body=body,
        role=entry.role,
        url=absolute(person.get_absolute_url()) if person else "",
        orcid=person.orcid if person else "",
    )


def _words(name: str) -> list[str]:
    """The words of a name in no order: an inverted name has the same, another spelling has not."""
    return sorted(name.replace(",", " ").replace("،", " ").casefold().split())


def _parts(inverted: str) -> tuple[str, str, str]:
    """Return family name, given names and what follows them ("Jr."), of a name as catalogues write it."""
    parts = [part for one in inverted.replace("،", ",").split(",") if (part := one.strip())]
    if len(parts) > 1:
        return parts[0], parts[1], ", ".join(parts[2:])
    if " " not in inverted:
        signs = divided(inverted) if script(inverted) == "Hani" else ([], [inverted])
        return "".join(signs[1]), "".join(signs[0]), ""
    return "", "", ""


def _picture(work: Article) -> Picture | None:
    if not work.image:
        return None
    return Picture(
        url=absolute(work.image.url),
        width=work.image_width,
        height=work.image_height,
        alt=work.image_alt,
        caption=work.image_caption,
        credit=work.credit,
    )


def _file(attachment: Attachment) -> File:
    address = attachment.address
    name = attachment.file.name if attachment.file else attachment.url.partition("?")[0]
    return File(str(attachment), absolute(address), mimetypes.guess_type(name)[0] or "")
