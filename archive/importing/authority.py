"""Authority files: the centers, people, terms and outlets of an institution, as JSON lists.

    centers.json  people.json  terms.json  outlets.json

A record that the archive has already (by slug; outlets by name) is left exactly as it is: files prepare an
archive, editors keep it. Missing files are passed over.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from archive.articles.models import Outlet
from archive.centers.models import Center, CenterName, MenuItem, Newsletter, Series
from archive.importing import storing
from archive.importing.media import picture_of
from archive.tags.models import Term, TermName
from archive.text.names import script
from archive.text.strings import matching_key
from authors.models import Affiliation, Author, AuthorLink, AuthorName


class AuthorityError(Exception):
    """An authority file that cannot be read, in one sentence."""


@transaction.atomic
def load_authority(folder: Path) -> int:
    """Load the authority files of a folder; return how many records were made. Raises `AuthorityError`."""
    loader = _Loader(folder)
    try:
        return loader.terms() + loader.centers() + loader.people() + loader.outlets()
    except KeyError as missing:
        raise AuthorityError(
            f"A record in {folder} has no {missing}; add it and load the files again."
        ) from missing


class _Loader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> list[dict[str, Any]]:
        path = self.folder / name
        if not path.exists():
            return []
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise AuthorityError(f"{path} is not JSON: {error}; mend it and load it again.") from error
        if not isinstance(entries, list):
            raise AuthorityError(f"{path} is not a list of records; put [ and ] around them.")
        return entries

    def terms(self) -> int:
        known = set(Term.objects.values_list("facet", "slug"))
        made = [entry for entry in self.read("terms.json") if (entry["facet"], entry["slug"]) not in known]
        terms = [
            Term.objects.create(
                facet=entry["facet"],
                name=entry["name"],
                slug=entry["slug"],
                description=entry.get("description", ""),
            )
            for entry in made
        ]
        for entry, term in zip(made, terms, strict=True):
            if entry.get("parent"):
                term.parent = self._one(Term, "terms.json", facet=term.facet, slug=entry["parent"])
                term.save()
        TermName.objects.bulk_create(
            TermName(term=term, name=form["name"], language=form.get("language", ""))
            for entry, term in zip(made, terms, strict=True)
            for form in entry.get("names", [])
        )
        return len(made)

    def centers(self) -> int:
        known = set(Center.objects.values_list("slug", flat=True))
        has_default = Center.objects.filter(is_default=True).exists()
        entries = [entry for entry in self.read("centers.json") if entry["slug"] not in known]
        centers = []
        for position, entry in enumerate(entries):
            columns = ("slug", "name", "short_name", "description", "languages", "accent", "disclaimer")
            center = Center.objects.create(
                **{name: entry[name] for name in columns if name in entry},
                is_default=bool(entry.get("is_default")) and not has_default,
                position=position,
            )
            centers.append(center)
        for entry, center in zip(entries, centers, strict=True):
            for link in ("umbrella", "successor"):
                if entry.get(link):
                    setattr(center, link, self._one(Center, "centers.json", slug=entry[link]))
            center.save()
            self._furnish(center, entry)
        return len(entries)

    def _furnish(self, center: Center, entry: dict[str, Any]) -> None:
        """Give a new center its names, menus, newsletters and series."""
        for form in entry.get("former_names", []):
            CenterName.objects.create(
                center=center,
                name=form["name"],
                language=form.get("language", ""),
                is_former=form.get("is_former", True),
                until=form.get("until", ""),
            )
        for place, key in ((MenuItem.Place.MAIN, "navigation"), (MenuItem.Place.FOOTER, "footer")):
            for position, link in enumerate(entry.get(key, [])):
                MenuItem.objects.create(
                    center=center, place=place, label=link["label"], url=link["url"], position=position
                )
        for position, named in enumerate(entry.get("featured_terms", [])):
            term = self._one(Term, "centers.json", facet=named["facet"], key=matching_key(named["name"]))
            MenuItem.objects.create(
                center=center, place=MenuItem.Place.FEATURED, term=term, position=position
            )
        for position, letter in enumerate(entry.get("newsletters", [])):
            Newsletter.objects.create(center=center, position=position, **letter)
        for series in entry.get("series", []):
            Series.objects.get_or_create(slug=series["slug"], defaults={**series, "center": center})

    def people(self) -> int:
        known = set(Author.objects.values_list("slug", flat=True))
        entries = [entry for entry in self.read("people.json") if entry["slug"] not in known]
        for entry in entries:
            columns = ("slug", "name", "sort_name", "bio", "orcid")
            author = Author(**{name: entry[name] for name in columns if entry.get(name)})
            if entry.get("portrait"):
                author.portrait = self._portrait(entry["portrait"])
            author.save()
            AuthorName.objects.bulk_create(
                AuthorName(
                    author=author,
                    name=form["name"],
                    language=form.get("language", ""),
                    script=script(form["name"]),
                )
                for form in entry.get("name_forms", [])
            )
            for held in entry.get("affiliations", []):
                Affiliation.objects.create(
                    author=author,
                    center=self._one(Center, "people.json", slug=held["center"])
                    if held.get("center")
                    else None,
                    organisation=held.get("organisation", ""),
                    position=held["position"],
                    from_date=held.get("from", ""),
                    to_date=held.get("to", ""),
                    is_past=held.get("is_past", False),
                )
            for position, link in enumerate(entry.get("links", [])):
                AuthorLink.objects.create(author=author, position=position, **link)
        return len(entries)

    def outlets(self) -> int:
        known = set(Outlet.objects.values_list("key", flat=True))
        entries = [entry for entry in self.read("outlets.json") if matching_key(entry["name"]) not in known]
        Outlet.objects.bulk_create(Outlet(name=entry["name"], url=entry.get("url", "")) for entry in entries)
        return len(entries)

    def _portrait(self, name: str) -> str:
        """Keep a portrait by its digest; return its name in the storage, "" where it is none."""
        path = self.folder / name
        data = path.read_bytes() if path.is_file() else b""
        picture = picture_of(data, "portraits")
        if picture is None:
            raise AuthorityError(f"{path} is not a picture; mend the portrait in people.json.")
        storing.write(picture.name, data)
        return picture.name

    def _one(self, model: Any, file: str, **wanted: Any) -> Any:
        found = model.objects.filter(**wanted).first()
        if found is None:
            words = ", ".join(f"{name} “{value}”" for name, value in wanted.items())
            raise AuthorityError(
                f"{self.folder / file} names a {model._meta.verbose_name} ({words}) that no file has; add it."
            )
        return found
