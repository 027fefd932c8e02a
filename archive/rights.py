"""Rights: the two words by which every surface of the editors' desk asks who may see and change what.

`visible_to(user)` and `editable_by(user)` narrow any queryset of ours; there is no third gate. A record that
is not visible is answered like one that does not exist. The words here are those of records that everybody
at the desk shares, such as people and terms; works and what belongs to a center narrow further.
May import: `archive.text`.
"""

from __future__ import annotations

from typing import Any

from django.db import models

ANY_CENTER = "articles.edit_any_center"
ANY_DRAFT = "articles.see_any_draft"
PUBLISH = "articles.publish_article"
CORRECT = "articles.correct_article"
WITHDRAW = "articles.withdraw_article"


class SharedQuerySet(models.QuerySet):
    """Records that everybody at the desk may see who may see any of them."""

    def visible_to(self, user: Any) -> SharedQuerySet:
        """Narrow to what the user may see: all or nothing, by permission."""
        return self if may(user, self.model, "view", "change") else self.none()

    def editable_by(self, user: Any) -> SharedQuerySet:
        """Narrow to what the user may change: all or nothing, by permission."""
        return self if may(user, self.model, "change") else self.none()


def may(user: Any, model: type[models.Model], *verbs: str) -> bool:
    """Whether the user has one of the model's own permissions: "view", "add", "change" or "delete"."""
    meta = model._meta
    return any(user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}") for verb in verbs)


def knows_all_centers(user: Any) -> bool:
    """Whether the user sees the drafts of every center."""
    return user.has_perm(ANY_CENTER) or user.has_perm(ANY_DRAFT)


def center_keys(user: Any) -> frozenset[int]:
    """Return the keys of the centers that the user works for: one query, kept with the user's permissions."""
    known = getattr(user, "_center_keys", None)
    if known is None:
        known = frozenset(user.memberships.values_list("center", flat=True)) if user.pk else frozenset()
        user._center_keys = known
    return known


def visible(records: models.QuerySet, user: Any) -> models.QuerySet:
    """Return what the user may see of any records; by permission alone where the model has no words."""
    return _narrowed(records, "visible_to", user)


def editable(records: models.QuerySet, user: Any) -> models.QuerySet:
    """Return what the user may change of any records; by permission alone where the model has no words."""
    return _narrowed(records, "editable_by", user)


def _narrowed(records: models.QuerySet, word: str, user: Any) -> models.QuerySet:
    narrow = getattr(records, word, None)
    if narrow is not None:
        return narrow(user)
    verbs = ("view", "change") if word == "visible_to" else ("change",)
    return records if may(user, records.model, *verbs) else records.none()
