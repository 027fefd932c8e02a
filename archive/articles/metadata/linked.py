"""Linked data in the words of schema.org: works, people, centers, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archive.articles.description import Contributor, Description, absolute
from archive.articles.models import Article
from archive.centers.models import Center
from archive.tags.models import Term
from archive.text.excerpts import excerpt
from archive.text.html import to_text
from archive.text.strings import tidy
from authors.models import Affiliation, Author, AuthorLink, AuthorName

Node = dict[str, Any]

BIO_LENGTH = 300
_ORCID = "https://orcid.org/"


def work(described: Description) -> Node:
    """Return a work; its authors stand in printed order, and what is not known is left out."""
    if described.form.schema == "Event":
        return _event(described)
    translators = [one for one in described.contributors if one.role == "translator"]
    editors = [one for one in described.contributors if one.role == "editor"]
    others = [_elsewhere(language, url) for language, url in described.translations]
    return _without_blanks(
        {
            **_common(described),
            "headline": described.title,
            "datePublished": str(described.published or ""),
            "dateModified": described.modified.isoformat(timespec="seconds"),
            "author": [_contributor(one) for one in described.authors],
            "editor": [_contributor(one) for one in editors],
            "translator": [_contributor(one) for one in translators],
            "publisher": _publisher(described),
            "isPartOf": _wholes(described),
            "genre": described.kind_label,
            "identifier": {"@type": "PropertyValue", "propertyID": "DOI", "value": described.doi}
            if described.doi
            else None,
            "sameAs": [f"https://doi.org/{described.doi}"] * bool(described.doi) + [described.outlet_url],
            "translationOfWork": _elsewhere("", described.original) if described.original else None,
            "workTranslation": [] if described.is_translation else others,
            "associatedMedia": [
                {
                    "@type": "MediaObject",
                    "name": file.title,
                    "contentUrl": file.url,
                    "encodingFormat": file.media_type,
                }
                for file in described.files
            ],
        }
    )


def person(
    author: Author,
    url: str,
    *,
    position: Affiliation | None = None,
    names: Iterable[AuthorName] = (),
    links: Iterable[AuthorLink] = (),
) -> Node:
    """Return the page of a person; a position that has ended is told as no present one."""
    held = position if position and not position.is_former else None
    elsewhere = [link.url for link in links]
    return {
        "@type": "ProfilePage",
        "url": url,
        "mainEntity": _without_blanks(
            {
                "@type": "Person",
                "@id": absolute(author.get_absolute_url()),
                "name": author.name,
                "alternateName": [form.name for form in names],
                "url": url,
                "description": bio_of(author),
                "image": absolute(author.portrait.url) if author.portrait else "",
                "jobTitle": held.position if held else "",
                "affiliation": {"@type": "Organization", "name": held.body} if held and held.body else None,
                "identifier": _ORCID + author.orcid if author.orcid else "",
                "sameAs": [_ORCID + author.orcid] * bool(author.orcid) + elsewhere,
            }
        ),
    }


def bio_of(author: Author) -> str:
    """Return the first words of a person's bio, as text."""
    return excerpt(to_text(author.bio), BIO_LENGTH)


def center(house: Center, *, former_names: Iterable[str] = ()) -> Node:
    """Return a center, with the institution that it belongs to."""
    short = [house.short_name] if house.short_name and house.short_name != house.name else []
    umbrella = house.umbrella
    return _without_blanks(
        {
            "@type": "Organization",
            "@id": address_of(house),
            "name": house.name,
            "alternateName": [*short, *former_names],
            "url": address_of(house),
            "description": excerpt(to_text(house.description), BIO_LENGTH),
            "logo": absolute(house.logo.url) if house.logo else "",
            "parentOrganization": {
                "@type": "Organization",
                "@id": address_of(umbrella),
                "name": umbrella.name,
                "url": address_of(umbrella),
            }
            if umbrella
            else None,
        }
    )


def address_of(house: Center) -> str:
    """Return the whole address of a center's page; of the one at the root, the site's."""
    return absolute("/" if house.is_default else house.get_absolute_url())


def site(name: str) -> Node:
    """Return the site, and how it is searched."""
    return {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "name": name,
        "url": absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search/?q={search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    }


def collection(name: str, url: str, works: Iterable[Article], total: int) -> Node:
    """Return a list of works as one page of it shows them."""
    return {
        "@type": "CollectionPage",
        "name": name,
        "url": url,
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": total,
            "itemListElement": [
                {"@type": "ListItem", "position": place, "url": absolute(one.get_absolute_url())}
                for place, one in enumerate(works, start=1)
            ],
        },
    }


def trail(terms: Sequence[Term]) -> Node:
    """Return the way down the tree of a vocabulary, the last term being the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": term.name,
                "item": absolute(term.get_absolute_url()),
            }
            for place, term in enumerate(terms, start=1)
        ],
    }


def _common(described: Description) -> Node:
    """What is said of works and events alike."""
    picture = described.picture
    return {
        "@type": described.form.schema,
        "@id": described.url,
        "url": described.url,
        "mainEntityOfPage": described.url,
        "name": described.title,
        "description": tidy(described.summary),
        "inLanguage": described.language,
        "about": [{"@type": "Thing", "name": name} for name in described.subjects],
        "keywords": list(described.subjects),
        "image": _without_blanks(
            {
                "@type": "ImageObject",
                "url": picture.url,
                "width": picture.width,
                "height": picture.height,
                "caption": picture.caption or picture.alt,
                "creditText": picture.credit,
            }
        )
        if picture
        else None,
    }


def _event(described: Description) -> Node:
    """An event: its day is the day it was held, its people those who performed."""
    return _without_blanks(
        {
            **_common(described),
            "startDate": str(described.published or ""),
            "location": {"@type": "Place", "name": described.place} if described.place else None,
            "performer": [_contributor(one) for one in described.contributors],
            "organizer": _publisher(described),
        }
    )


def _contributor(one: Contributor) -> Node:
    return _without_blanks(
        {
            "@type": "Organization" if one.is_body else "Person",
            "@id": one.url,
            "name": one.name,
            "url": one.url,
            "sameAs": _ORCID + one.orcid if one.orcid else "",
        }
    )


def _publisher(described: Description) -> Node | None:
    if not described.publisher:
        return None
    return {"@type": "Organization", "name": described.publisher, "url": absolute("/")}


def _wholes(described: Description) -> list[Node]:
    """In what the work appeared: the outlet, of which no more than the name is known, and the series."""
    wholes = [("CreativeWork", described.outlet), ("CreativeWorkSeries", described.series)]
    return [{"@type": what, "name": name} for what, name in wholes if name]


def _elsewhere(language: str, url: str) -> Node:
    return _without_blanks({"@type": "CreativeWork", "@id": url, "inLanguage": language})


def _without_blanks(node: Node) -> Node:
    """Leave out what is empty, in lists of values too."""
    cleared = {
        key: [one for one in value if one] if isinstance(value, list) else value
        for key, value in node.items()
    }
    return {key: value for key, value in cleared.items() if value not in ("", None, [])}
