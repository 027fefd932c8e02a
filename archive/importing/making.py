"""New authority records for names that nobody has: each with an address of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from django.db import models

from archive.articles.models import Outlet
from archive.authority import NAME_LENGTH
from archive.centers.models import Center, Series
from archive.tags.models import Term
from archive.text.folding import said_name
from archive.text.names import sort_name
from archive.text.slugs import RESERVED, slugify
from authors.models import Author


def make(model: type[models.Model], name: str, slug: str, scope: dict[str, Any]) -> models.Model:
    """Save a new record of one of the five kinds; a person is listed without titles, "Last, First" turned.

    The first center stands at the root.
    """
    values: dict[str, Any] = {"name": name, **scope}
    if model is not Outlet:
        values["slug"] = slug
    if model is Author:
        values["name"] = said_name(name)
        values["sort_name"] = sort_name(values["name"])[:NAME_LENGTH]
    if model is Center:
        values["is_default"] = not Center.objects.filter(is_default=True).exists()
    return model._default_manager.create(**values)


def taken_slugs(model: type[models.Model], names: Iterable[str], scope: dict[str, Any]) -> set[str]:
    """Return which of the names' own slugs a record has, or had before; two queries, none for outlets."""
    if model is Outlet:
        return set()
    slugs = {slugify(name) for name in names}
    past = model._meta.get_field("past_slugs").related_model
    found = model._default_manager.filter(slug__among=slugs, **scope).values_list("slug", flat=True)
    former = past._default_manager.filter(slug__among=slugs, **scope).values_list("slug", flat=True)
    reserved = slugs & RESERVED if model is Center else set()
    return {*found, *former, *reserved}


def free_slug(name: str, key: str, taken: Collection[str]) -> str:
    """Return a slug for a name; where another record has it or had it, one with a mark made from the key.

    The mark depends on the name alone, never on how many came before.
    """
    slug = slugify(name)
    if slug not in taken:
        return slug
    mark = hashlib.sha256(key.encode()).hexdigest()[:6]
    return f"{slug[:73].rstrip('-')}-{mark}"


MAKEABLE = (Author, Center, Series, Outlet, Term)
"""The models of which imports and editors make records by name."""
