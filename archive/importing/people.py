"""What a source says about the people it names: the position under the name, and the bio."""

from __future__ import annotations

import re

from django.utils import timezone

from archive.importing.matching import Matcher
from archive.importing.records import Person
from archive.text.strings import tidy
from authors.models import Affiliation, Author

_FORMER = re.compile(r"(?:former(?:ly)?|ex-|ancien(?:ne)?|бывш(?:ий|ая)|سابقًا|前)\s*", re.IGNORECASE)


def introduce(person: Person, author: Author, matcher: Matcher) -> None:
    """Give a person the (clean) bio and the position that a source prints, where the archive has none yet.

    What is known already is never replaced: editors, also those at work meanwhile, and earlier sources
    come first.
    """
    if person.bio and not author.bio:
        author.bio = person.bio
        unwritten = Author.objects.filter(pk=author.pk, bio="")
        if unwritten.update(bio=person.bio, updated_at=timezone.now()) and matcher.journal:
            matcher.journal.changed(author, {"bio": ""})
    if person.position and not author.affiliations.exists():
        position = tidy(person.position)[:300]
        former = _FORMER.match(position)
        if former:
            position = position[former.end() :]
        held, _, body = position.rpartition(", ")
        center = matcher.centers.find(body) if held else None
        affiliation = Affiliation.objects.create(
            author=author,
            position=held or position,
            center=center,
            organisation="" if center and center.name == body else body if held else "",
            is_past=bool(former),
        )
        if matcher.journal:
            matcher.journal.made(affiliation)
