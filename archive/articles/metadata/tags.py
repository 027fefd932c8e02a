"""What the head of a work's page says in `meta` and `link`: Open Graph, Highwire's tags, languages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from archive.articles.description import Description
from archive.text.languages import normalise
from archive.text.strings import tidy

PDF = "application/pdf"
_TERRITORIES = {"en": "US", "ar": "AR", "ru": "RU", "zh": "CN", "fr": "FR"}
"""The territory that Open Graph wants beside a language; "ar_AR" is its own code for Arabic anywhere."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One `meta` element; `attribute` is "property" for Open Graph, else "name"."""

    key: str
    content: str

    @property
    def attribute(self) -> str:
        return "property" if self.key.startswith(("og:", "article:", "profile:")) else "name"


def tags_of(described: Description) -> list[Tag]:
    """Return the tags of a work, in order; what is not known has none."""
    return [Tag(key, content) for key, content in [*_shared(described), *_cited(described)] if content]


def locale_of(language: str) -> str:
    """Return a language (BCP 47) as Open Graph writes it, "en_US"; alone where no territory is known."""
    parts = normalise(language).split("-")
    named = [part for part in parts[1:] if len(part) == 2 and part.isupper()]
    territory = named[0] if named else _TERRITORIES.get(parts[0], "")
    return "_".join(filter(None, (parts[0], territory)))


def alternates_of(described: Description) -> list[tuple[str, str]]:
    """Return (language, address) of a work in all its languages, itself among them; none for a single one.

    Every one of the works says the same. "x-default" is the original; where readers may not see that, the
    English one or else the first by language.
    """
    if not described.translations:
        return []
    places = dict(sorted(described.translations)) | {described.language: described.url}
    first = min(places, key=lambda language: (language != "en", language))
    original = described.original or ("" if described.is_translation else described.url)
    return [*sorted(places.items()), ("x-default", original or places[first])]


def _shared(described: Description) -> list[tuple[str, str]]:
    """What pages that show a link say of the work. A time of publication is said where the day is known."""
    date, picture = described.published, described.picture
    tags = [
        ("description", tidy(described.summary)),
        ("og:type", "article"),
        ("og:title", described.title),
        ("og:description", tidy(described.summary)),
        ("og:url", described.url),
        ("og:site_name", described.publisher),
        ("og:locale", locale_of(described.language)),
    ]
    tags += [("og:locale:alternate", locale_of(language)) for language, _url in described.translations]
    if picture:
        tags += [
            ("og:image", picture.url),
            ("og:image:width", str(picture.width or "")),
            ("og:image:height", str(picture.height or "")),
            ("og:image:alt", picture.alt),
        ]
    tags += [
        ("article:published_time", str(date) if date and date.day else ""),
        ("article:modified_time", described.modified.isoformat(timespec="seconds")),
        ("article:section", described.kind_label),
    ]
    tags += [("article:author", one.url or one.name) for one in described.authors]
    tags += [("article:tag", subject) for subject in described.subjects]
    return [*tags, ("twitter:card", "summary_large_image" if picture else "summary")]


def _cited(described: Description) -> list[tuple[str, str]]:
    """What Google Scholar and reference managers read."""
    form = described.form
    tags = [("citation_title", described.title)]
    tags += [("citation_author", one.name) for one in described.authors]
    tags += [("citation_editor", one.name) for one in described.contributors if one.role == "editor"]
    tags += [
        ("citation_publication_date", str(described.published or "").replace("-", "/")),
        ("citation_journal_title", described.outlet),
        ("citation_technical_report_institution", described.publisher if form.csl == "report" else ""),
        ("citation_publisher", "" if described.outlet else described.publisher),
        ("citation_series_title", described.series),
        ("citation_doi", described.doi),
        ("citation_language", described.language),
        ("citation_keywords", "; ".join(described.subjects)),
        ("citation_public_url", described.url),
    ]
    return [*tags, ("citation_pdf_url", next(iter(_papers(described)), ""))]


def _papers(described: Description) -> list[str]:
    """The addresses of the work's own PDF files at this host, the only ones that Scholar follows."""
    here = urlsplit(settings.BASE_URL).netloc
    pdfs = [file.url for file in described.files if file.media_type == PDF]
    return [url for url in pdfs if urlsplit(url).netloc == here]
