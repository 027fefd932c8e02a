"""Names as readers begin to type them: of people and terms, from any of their words on, in any script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q

from archive.articles.search.analysis import fold, is_arabic, is_unspaced, prepare, runs
from archive.articles.search.arabic import bare, written
from archive.articles.search.han import simplified
from archive.articles.search.models import NameBeginning

LONGEST = 80
"""Letters of a name that are compared, from a word on."""
MOST_BEGINNINGS = 12
"""Words of a name that may be typed first."""

Names = Mapping[int, Sequence[tuple[str, str]]]


def learn(people: Names, terms: Names, using: str) -> None:
    """Write under what the names of these people and terms (by id) are found; what has not changed stays."""
    if not people and not terms:
        return
    wanted = {
        (owner, pk, text, name)
        for owner, names in (("author", people), ("term", terms))
        for pk, forms in names.items()
        for name, _ in forms
        for text in beginnings(name)
    }
    rows = NameBeginning.objects.using(using)
    known = {
        ("author" if author else "term", author or term, text, name): pk
        for pk, author, term, text, name in rows.filter(
            Q(author__among=people) | Q(term__among=terms)
        ).values_list("pk", "author_id", "term_id", "text", "name")
    }
    if gone := [pk for key, pk in known.items() if key not in wanted]:
        rows.filter(pk__in=gone).delete()
    new = sorted(wanted - known.keys())
    rows.bulk_create(
        NameBeginning(**{f"{owner}_id": pk}, text=text, name=name) for owner, pk, text, name in new
    )


def forget(using: str) -> None:
    """Drop every name."""
    NameBeginning.objects.using(using).all().delete()


def beginnings(name: str) -> set[str]:
    """Return the folded name from each of its words on, going round: what may be typed to find it."""
    words = [variants for word in _words(name) if (variants := _folded(word))]
    if len(words) == 1 and is_unspaced(words[0][0]):
        return {words[0][0][start:][:LONGEST] for start in range(min(len(words[0][0]), MOST_BEGINNINGS))}
    plain = [variants[0] for variants in words]
    return {
        " ".join((first, *plain[place + 1 :], *plain[:place]))[:LONGEST]
        for place, variants in enumerate(words[:MOST_BEGINNINGS])
        for first in variants
    }


def typed(text: str) -> str:
    """Return what a reader has typed as `beginnings` are written."""
    return " ".join(variants[0] for word in _words(text) if (variants := _folded(word)))[:LONGEST]


def _words(text: str) -> Iterator[str]:
    for chunk in prepare(text).replace("-", " ").split():
        yield from runs(chunk)


def _folded(word: str) -> list[str]:
    """The word folded; an Arabic one with the article also without it."""
    if is_unspaced(word):
        return [simplified(word)]
    folded = fold(word.replace(".", "").strip(",;:()[]«»“”\"'"))
    if not folded:
        return []
    return list(dict.fromkeys((written(folded), bare(folded)))) if is_arabic(folded) else [folded]
