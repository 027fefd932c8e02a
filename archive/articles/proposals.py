"""Where an address that nobody knows may have led: pages of ours whose addresses, slugs or words are like it.

Proposals are for an editor to choose from: nothing is led anywhere by likeness alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db.models import Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article, LegacyAddress
from archive.articles.search import search
from archive.centers.models import Center, Series
from archive.tags.models import Term
from archive.text.addresses import digest, hints, path_of, segments_of
from archive.text.dates import PartialDate
from archive.text.slugs import UNTITLED, slugify
from authors.models import Author

MOST = 3
MOST_SEARCHED = 8
"""Words of an address that are looked for."""
MOST_FOUND = 20
"""Works that words find of which the likeliest are proposed: the newest."""
SURE = 70
"""A score that makes searching for words needless."""
MOST_SCANNED = 200_000
"""Legacy addresses among which a number is looked for: it takes reading all of them."""

_ENDINGS = ("", ".html", ".htm", ".php", ".aspx", ".asp", ".cfm")
_ENDING = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jsp|cfm|pdf)$", re.IGNORECASE)
_BESIDE = re.compile(r"/(?:print|amp|pdf|page/\d+|\d{1,3}|en|download|comments?)$", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,9}(?!\d)")
_SMALL = frozenset("a an and as at by de des for from in la le les of on or the to und with".split())


@dataclass(frozen=True, slots=True)
class Proposal:
    """A page that may be meant: its path, what it is called, why it may be, and how likely (0 to 100)."""

    address: str
    label: str
    reason: str | Promise
    score: int
    date: str = ""
    language: str = ""


@dataclass(slots=True)
class _Clue:
    """What an address says: slugs, words, date and numbers, and the addresses it may be a variant of."""

    path: str
    slugs: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    date: PartialDate | None = None
    numbers: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    found: dict[str, Proposal] = field(default_factory=dict)

    def propose(self, proposal: Proposal) -> None:
        known = self.found.get(proposal.address)
        if known is None or known.score < proposal.score:
            self.found[proposal.address] = proposal


def proposals_for(paths: Iterable[str], most: int = MOST) -> dict[str, list[Proposal]]:
    """Return the likeliest pages for each missing path, the best first.

    Ten queries at most for all of them together, and two searches at most for each path to which nothing
    is alike by its address.
    """
    clues = [_clue_of(path) for path in paths]
    _by_old_addresses(clues)
    _by_slugs(clues)
    _by_words([clue for clue in clues if not any(one.score >= SURE for one in clue.found.values())])
    return {
        clue.path: sorted(clue.found.values(), key=lambda one: (-one.score, one.address))[:most]
        for clue in clues
    }


def _clue_of(path: str) -> _Clue:
    bare = path.partition("?")[0].replace("+", "-")
    clue = _Clue(path)
    segments = segments_of(bare)
    hinted = hints(f"http://former.invalid{bare}")
    clue.date = hinted.published
    for segment in reversed(segments[-2:]):
        title = hints(f"http://former.invalid/{segment}").title
        title = re.sub(r"^(?:[\d\s]+(?=\D))|\s\d+$", "", title).strip()
        slug = slugify(title)
        if title and slug != UNTITLED and slug not in clue.slugs:
            clue.slugs.append(slug)
            if len(title.split()) > len(clue.words):
                clue.words = title.split()
    clue.numbers = _NUMBER.findall(path)
    stem = _ENDING.sub("", bare)
    stems = {stem, _BESIDE.sub("", stem), re.sub(r"^/[^/]+(?=/)", "", stem)}
    clue.variants = sorted({one + ending for one in stems if one for ending in _ENDINGS} - {path})
    return clue


def _by_old_addresses(clues: list[_Clue]) -> None:
    """Propose what variants of the address lead to, and what other addresses with its number do."""
    wanted: dict[str, list[_Clue]] = defaultdict(list)
    for clue in clues:
        for variant in clue.variants:
            wanted[digest(variant)].append(clue)
    alike = LegacyAddress.objects.filter(path_key__in=wanted, is_gone=False).select_related("article")
    for row in alike.defer("article__body", "article__deck")[:500]:
        for clue in wanted[row.path_key]:
            clue.propose(_led(row, _("an old address much like it"), 95))
    numbers = {number for clue in clues for number in clue.numbers}
    if not numbers or (LegacyAddress.objects.aggregate(last=Max("pk"))["last"] or 0) > MOST_SCANNED:
        return
    numbered = Q()
    for number in numbers:
        numbered |= Q(address__contains=number)
    same = LegacyAddress.objects.filter(numbered, is_gone=False).select_related("article")
    for row in same.defer("article__body", "article__deck").order_by()[:500]:
        theirs = set(_NUMBER.findall(path_of(row.address)))
        for clue in clues:
            if theirs.intersection(clue.numbers):
                clue.propose(_led(row, _("an old address with the same number"), 85))


def _by_slugs(clues: list[_Clue]) -> None:
    """Propose the works, people, terms, series and centers that have the slug of the address."""
    slugs = {slug for clue in clues for slug in clue.slugs}
    works: dict[str, list[Article]] = defaultdict(list)
    for work in Article.objects.filter(slug__in=slugs).defer("body", "deck")[:500]:
        works[work.slug].append(work)
    others: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for model in (Author, Term, Series, Center):
        for one in model.objects.filter(slug__in=slugs).order_by("pk")[:200]:
            others[one.slug].append((one.get_absolute_url(), one.name))
    for clue in clues:
        for slug in clue.slugs:
            for work in works[slug]:
                score = 90 if clue.date and _is_of(work, clue.date) else 60 if clue.date else 80
                clue.propose(_work(work, _("the same words in its address"), score))
            for address, name in others[slug]:
                clue.propose(Proposal(address, name, _("the same name"), 75))


def _by_words(clues: list[_Clue]) -> None:
    """Propose the works in which the words of the address stand, of its year where it names one."""
    keys = {clue.path: _found_by_words(clue) for clue in clues}
    works = Article.objects.defer("body", "deck").in_bulk({key for some in keys.values() for key in some})
    for clue in clues:
        for work in filter(None, map(works.get, keys[clue.path])):
            likeness = SequenceMatcher(None, slugify(work.title), clue.slugs[0]).ratio()
            clue.propose(_work(work, _("its words"), round(20 + 45 * likeness)))


def _found_by_words(clue: _Clue) -> list[int]:
    """Return the keys of works in which all words stand, or else the three longest."""
    words = [word for word in clue.words if word.lower() not in _SMALL][:MOST_SEARCHED]
    if len(words) < 2:
        return []
    known = Article.objects.all()
    if clue.date:
        known = known.in_year(clue.date.year)
    longest = sorted(words, key=len, reverse=True)[:3]
    for some in (words, longest) if len(words) > len(longest) else (words,):
        found = search(" ".join(some), known).queryset
        if keys := list(found.newest().values_list("pk", flat=True)[:MOST_FOUND]):
            return keys
    return []


def _is_of(work: Article, date: PartialDate) -> bool:
    day = work.published_on
    return bool(day) and (day.year, date.month and day.month) == (date.year, date.month)


def _led(row: LegacyAddress, reason: Promise, score: int) -> Proposal:
    if row.article is not None:
        return _work(row.article, reason, score)
    return Proposal(row.target, row.target, reason, score)


def _work(work: Article, reason: Promise, score: int) -> Proposal:
    return Proposal(
        work.get_absolute_url(), work.title, reason, score, str(work.published or ""), work.language
    )
