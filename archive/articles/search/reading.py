"""Reading articles for the index: their titles and texts, and everything that is found under their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from django.db.models import F, Value

from archive.articles.models import Article, ArticleTerm, Attachment, BylineEntry, Outlet, OutletName
from archive.articles.search.analysis import GAP, terms
from archive.articles.search.fields import marked
from archive.articles.search.rows import Row, Texts
from archive.tags.models import Ancestry, Facet, Term, TermName
from authors.models import Author, AuthorName

LONGEST_NAMES = 20_000
"""Characters of names that are indexed for one article."""

Name = tuple[str, str]
"""A name and its language, "" for the work's own."""
Found = dict[str, list[Name]]
"""The names of one article by field."""
_IN_FILE_NAMES = re.compile(r"\.[A-Za-z0-9]{1,5}$|[-_.+]")


class Reader:
    """Reads articles with what is found under their names. The names of people and terms are read once."""

    def __init__(
        self, using: str, analyse: Callable[[str, str, str, str, str], Texts], texts: Mapping[int, Texts]
    ) -> None:
        self.using = using
        self.analyse = analyse
        self.texts = texts
        self.people: dict[int, list[Name]] = {}
        self.terms: dict[int, list[Name]] = {}
        self.outlets: dict[int, list[Name]] = {}
        self.facets: dict[int, str] = {}
        self.above: dict[int, list[int]] = {}
        self.names_seen: set[str] = set()
        self.people_seen: dict[int, list[Name]] = {}
        self.terms_seen: dict[int, list[Name]] = {}

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return the rows of these articles, leaving out ids of none."""
        articles = list(
            Article.objects.using(self.using)
            .filter(pk__among=ids)
            .order_by("pk")
            .values_list("pk", "title", "language", "outlet_id", *self._long_texts(ids))
        )
        names, above = self._names(ids, {pk: outlet for pk, _, _, outlet, *_ in articles if outlet})
        self.names_seen = {title for _, title, *_ in articles}
        return [
            self._row(pk, title, deck, language, body, names[pk], above[pk])
            for pk, title, language, _, deck, body in articles
        ]

    def _row(
        self, pk: int, title: str, deck: str, language: str, body: str, names: Found, above: Found
    ) -> Row:
        files = names.pop("file", [])
        by_whom = [*names.get("author", ()), *names.get("outlet", ())]
        about = [name for field, found in names.items() if field in Facet.values for name in found]
        self.names_seen.update(name for name, _ in (*by_whom, *about))
        texts = self.texts.get(pk) or self.analyse(title, deck, body, language, self.using)
        in_fields = [texts.marked]
        for field, found in [*names.items(), *above.items(), ("file", files)]:
            in_fields += [*marked(field, _name_terms(found, language)), GAP]
        return Row(
            pk,
            " ".join(_name_terms(by_whom, language)),
            " ".join(_name_terms(about, language)),
            " ".join(_name_terms(files, language)),
            " ".join(in_fields),
            texts,
        )

    def _long_texts(self, ids: Sequence[int]) -> tuple[F | Value, ...]:
        """The columns of deck and body, which are not read where all were analysed before."""
        return (F("deck"), F("body")) if any(pk not in self.texts for pk in ids) else (Value(""), Value(""))

    def _names(
        self, ids: Sequence[int], outlets: dict[int, int]
    ) -> tuple[dict[int, Found], dict[int, Found]]:
        """Return each article's names by field, and those of what its terms stand under."""
        byline = list(
            BylineEntry.objects.using(self.using)
            .filter(article__among=ids)
            .order_by("position", "pk")
            .values_list("article_id", "name", "author_id")
        )
        tagged = list(
            ArticleTerm.objects.using(self.using)
            .filter(content_object__among=ids)
            .order_by("position", "pk")
            .values_list("content_object_id", "tag_id")
        )
        files = (
            Attachment.objects.using(self.using)
            .filter(article__among=ids)
            .order_by("position", "pk")
            .values_list("article_id", "title", "file", "url")
        )
        self.people_seen = self._load(
            self.people, {author for _, _, author in byline if author}, Author, AuthorName, "author_id"
        )
        self._load_tree({term for _, term in tagged})
        self._load(self.outlets, set(outlets.values()), Outlet, OutletName, "outlet_id")
        names: dict[int, Found] = defaultdict(lambda: defaultdict(list))
        above: dict[int, Found] = defaultdict(lambda: defaultdict(list))
        for article, name, author in byline:
            names[article]["author"] += [(name, ""), *self.people.get(author, ())]
        for article, term in tagged:
            names[article][self.facets[term]] += self.terms[term]
            for higher in self.above[term]:
                above[article][self.facets[term]] += self.terms[higher]
        for article, outlet in outlets.items():
            names[article]["outlet"] += self.outlets[outlet]
        for article, title, file, url in files:
            names[article]["file"] += [(title, ""), (words_of_file(file or url), "")]
        return names, above

    def _load_tree(self, wanted: set[int]) -> None:
        """Read terms that have not been read yet, with what they stand under."""
        missing = wanted - self.above.keys()
        links = Ancestry.objects.using(self.using).filter(descendant__among=missing, depth__gt=0)
        for term in missing:
            self.above[term] = []
        for term, higher in (
            links.order_by("depth").values_list("descendant_id", "ancestor_id") if missing else ()
        ):
            self.above[term].append(higher)
        everything = missing.union(*(self.above[term] for term in missing))
        unknown = everything - self.facets.keys()
        if unknown:
            rows = Term.objects.using(self.using).filter(pk__among=unknown)
            self.facets.update(rows.values_list("pk", "facet"))
        self.terms_seen = self._load(self.terms, everything, Term, TermName, "term_id")

    def _load(
        self, known: dict[int, list[Name]], wanted: set[int], record: Any, form: Any, owner: str
    ) -> dict[int, list[Name]]:
        """Read the names and name forms of records that have not been read yet, and return those."""
        missing = wanted - known.keys()
        if not missing:
            return {}
        for pk, name in record.objects.using(self.using).filter(pk__among=missing).values_list("pk", "name"):
            known[pk] = [(name, "")]
        forms = form.objects.using(self.using).filter(**{f"{owner}__among": missing}).order_by("key", "pk")
        for pk, name, language in forms.values_list(owner, "name", "language"):
            known[pk].append((name, language))
        return {pk: known[pk] for pk in missing}


def words_of_file(address: str) -> str:
    """Return the words of a file's name: "/a/Annual_Report-2014.pdf" gives "Annual Report 2014"."""
    name = unquote(address.partition("?")[0].rpartition("/")[2])
    return " ".join(_IN_FILE_NAMES.sub(" ", name).split())


def _name_terms(names: list[Name], language: str) -> list[str]:
    """The terms of names in their own language or the article's, each name once, with gaps between them."""
    found: list[str] = []
    room = LONGEST_NAMES
    for name, own in dict.fromkeys(names):
        room -= len(name)
        if room < 0:
            break
        found += [*terms(name, own or language), GAP]
    return found[:-1]
