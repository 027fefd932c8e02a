"""Records that a split makes when it is carried out, and takes away again when it is taken back."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import ProtectedError

from archive.authority import NAME_LENGTH
from archive.desk.bulk import operations as ops
from archive.desk.bulk.works import RELATIONS
from archive.desk.models import BulkChange
from archive.text.slugs import slugify


def make_records(change: BulkChange) -> None:
    """Make the records that operations name and nobody has made yet, and keep their keys with the change."""
    with transaction.atomic():
        kept = BulkChange.objects.select_for_update().get(pk=change.pk).operations
        for one in kept:
            if one["do"] == ops.ReplaceLink.do and not one["new"]:
                one["new"] = make_beside(_model(one["relation"]), one["old"], one["new_name"]).pk
                one["made"] = True
        change.operations = kept
        change.save(update_fields=["operations"])


def make_beside(model: type[models.Model], key: int, name: str) -> models.Model:
    """Make a record of a name, of the same facet as another where the model has facets."""
    scope = {}
    if any(field.name == "facet" for field in model._meta.fields):
        scope = {"facet": model._default_manager.values_list("facet", flat=True).get(pk=key)}
    name = name[:NAME_LENGTH]
    return model._default_manager.create(name=name, slug=free_slug(model, name, scope), **scope)


def free_slug(model: type[models.Model], name: str, scope: dict[str, str]) -> str:
    """Return a slug that no record of the model has or had, numbered where the name's own is taken."""
    first = slugify(name, 74)
    past = model._meta.get_field("past_slugs").related_model
    taken = {
        slug
        for rows in (model, past)
        for slug in rows._default_manager.filter(slug__startswith=first, **scope).values_list(
            "slug", flat=True
        )
    }
    slug, number = first, 1
    while slug in taken:
        number += 1
        slug = f"{first}-{number}"
    return slug


def remove_unused(change: BulkChange) -> None:
    """Take away the records that a change made, unless something has come to use them."""
    for one in change.operations:
        if one.get("made"):
            record = _model(one["relation"])._default_manager.filter(pk=one["new"]).first()
            if record is not None and not _is_used(record):
                try:
                    with transaction.atomic():
                        record.delete()
                except ProtectedError:
                    continue


def _is_used(record: models.Model) -> bool:
    """Whether rows that an editor writes point at the record."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: record}).exists()
        for relation in record._meta.related_objects
        if not getattr(relation.related_model, "is_derived", False)
    )


def _model(relation: str) -> type[models.Model]:
    described = RELATIONS[relation]
    return described.model._meta.get_field(described.key.removesuffix("_id")).related_model
