"""Plain makers of rows for tests: each takes what is given and invents the rest."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from archive.articles.models import (
    Article,
    ArticleCenter,
    ArticleTerm,
    BylineEntry,
    Highlight,
    Kind,
    Outlet,
)
from archive.centers.models import Center, MenuItem, Newsletter, Series
from archive.desk.roles import make_roles
from archive.publication import Status
from archive.tags.models import Term
from archive.text.dates import PartialDate, parse_iso
from archive.text.slugs import slugify
from authors.models import Affiliation, Author

numbers = itertools.count(1)


def make_center(name: str = "", **values: Any) -> Center:
    """Make a center; the first of all stands at the root."""
    name = name or f"Tarn Center {next(numbers)}"
    values.setdefault("is_default", not Center.objects.exists())
    values.setdefault("slug", slugify(name))
    return Center.objects.create(name=name, **values)


def make_author(name: str = "", **values: Any) -> Author:
    """Make a person."""
    name = name or f"Wilma Oakrest {next(numbers)}"
    return Author.objects.create(name=name, **{"slug": slugify(name)} | values)


def make_affiliation(author: Author, position: str = "Senior Fellow", **values: Any) -> Affiliation:
    """Give a person a position."""
    return Affiliation.objects.create(author=author, position=position, **values)


def make_term(facet: str = "topic", name: str = "", **values: Any) -> Term:
    """Make a term of a facet."""
    name = name or f"Lanterns {next(numbers)}"
    return Term.objects.create(facet=facet, name=name, **{"slug": slugify(name)} | values)


def make_series(name: str = "", **values: Any) -> Series:
    """Make a series."""
    name = name or f"The Slate Review {next(numbers)}"
    return Series.objects.create(name=name, **{"slug": slugify(name)} | values)


def make_kind(code: str = "", label: str = "") -> Kind:
    """Make a kind, or give the one that has the code."""
    code = code or f"dispatch-{next(numbers)}"
    return Kind.objects.get_or_create(code=code, defaults={"label": label or code.capitalize()})[0]


def make_outlet(name: str = "", url: str = "") -> Outlet:
    """Make an outlet."""
    return Outlet.objects.create(name=name or f"The Fenwick Courier {next(numbers)}", url=url)


def make_menu_item(center: Center, place: str = "main", **values: Any) -> MenuItem:
    """Put a link into a menu of a center."""
    return MenuItem.objects.create(center=center, place=place, **values)


def make_newsletter(center: Center, name: str = "", **values: Any) -> Newsletter:
    """Give a center a newsletter."""
    number = next(numbers)
    return Newsletter.objects.create(
        center=center, name=name or f"Tidings {number}", **{"code": f"t{number}"} | values
    )


def make_article(
    title: str = "",
    *,
    date: str | PartialDate | None = "2014-12-02",
    authors: list[Author | str] | tuple[Author | str, ...] = (),
    centers: list[Center] | tuple[Center, ...] = (),
    terms: list[Term] | tuple[Term, ...] = (),
    **values: Any,
) -> Article:
    """Make a work with byline, centers and terms in the order given, published unless `status` is given.

    `date` is a day, month or year as ISO writes it, or None. A name instead of an author is a name that
    nobody has matched to a person. The first center is the primary one unless `primary_center` is given.
    """
    title = title or f"The Ferry Timetable, Reconsidered {next(numbers)}"
    values = {
        "status": Status.PUBLISHED,
        "slug": slugify(title),
        "body": "<p>The quay was empty.</p>",
    } | values
    if centers:
        values.setdefault("primary_center", centers[0])
    work = Article(title=title, **values)
    work.published = parse_iso(date) if isinstance(date, str) else date
    work.save()
    for position, author in enumerate(authors):
        person = author if isinstance(author, Author) else None
        BylineEntry.objects.create(article=work, author=person, name=str(author), position=position)
    for position, center in enumerate(centers):
        ArticleCenter.objects.create(article=work, center=center, position=position)
    for position, term in enumerate(terms):
        ArticleTerm.objects.create(content_object=work, tag=term, position=position)
    return work


def make_highlight(center: Center, article: Article, **values: Any) -> Highlight:
    """Put a work forward on the home page of a center, after what is put forward there already."""
    return Highlight.objects.create(
        center=center, article=article, **{"position": center.highlights.count()} | values
    )


def role_named(name: str) -> Group:
    """Return a role, made anew where a test that empties all tables took it away."""
    if not Group.objects.filter(name=name).exists():
        make_roles()
    return Group.objects.get(name=name)


def make_user(role: str = "", *centers: Center, name: str = "", **values: Any) -> Any:
    """Make somebody who signs in at the desk, with a role ("Writer", "Editor" ...) at the centers."""
    name = name or f"colleague-{next(numbers)}"
    user = get_user_model().objects.create_user(name, f"{name}@example.org", is_staff=True, **values)
    if role:
        user.groups.add(role_named(role))
    for center in centers:
        user.memberships.create(center=center)
    return user


def picture() -> SimpleUploadedFile:
    """Return a picture of two by one pixels, to be uploaded."""
    content = io.BytesIO()
    Image.new("RGB", (2, 1), "navy").save(content, "webp")
    return SimpleUploadedFile(f"picture-{next(numbers)}.webp", content.getvalue(), "image/webp")


def tomorrow() -> dt.datetime:
    """Return an instant that has not come yet."""
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=1)


def yesterday() -> dt.datetime:
    """Return an instant that has come."""
    return dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
