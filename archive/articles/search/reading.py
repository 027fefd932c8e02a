"""Reading articles for the index: their titles and texts, and everything that is found under their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from archive.articles.models import Article, ArticleTerm, Attachment, BylineEntry, Outlet, OutletName
from archive.articles.search.analysis import GAP, terms
from archive.articles.search.fields import marked
from archive.articles.search.rows import Known, Row, Texts
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
        self, using: str, analyse: Callable[[str, str, str, str, str], Texts], known: Mapping[int, Known]
    ) -> None:
        self.using = using
        self.analyse = analyse
        self.known = known
        self.people: dict[int, list[Name]] = {}
        self.terms: dict[int, list[Name]] = {}
        self.outlets: dict[int, list[Name]] = {}
        self.facets: dict[int, str] = {}
        self.above: dict[int, list[int]] = {}
        self.names_seen: set[str] = set()
        self.people_seen: dict[int, list[Name]] = {}
        self.terms_seen: dict[int, list[Name]] = {}

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return the rows of these articles by their keys, leaving out ids of none."""
        known = {pk: self.known[pk] for pk in ids if pk in self.known}
        works = known | self._read([pk for pk in ids if pk not in known])
        names, above = self._names(works)
        self.names_seen = {work.title for work in works.values()}
        return [self._row(pk, works[pk], names[pk], above[pk]) for pk in sorted(works)]

    def _row(self, pk: int, work: Known, names: Found, above: Found) -> Row:
        files = names.pop("file", [])
        by_whom = [*names.get("author", ()), *names.get("outlet", ())]
        about = [name for field, found in names.items() if field in Facet.values for name in found]
        self.names_seen.update(name for name, _ in (*by_whom, *about))
        in_fields = [work.texts.marked]
        for field, found in [*names.items(), *above.items(), ("file", files)]:
            in_fields += [*marked(field, _name_terms(found, work.language)), GAP]
        return Row(
            pk,
            " ".join(_name_terms(by_whom, work.language)),
            " ".join(_name_terms(about, work.language)),
            " ".join(_name_terms(files, work.language)),
            " ".join(in_fields),
            work.texts,
        )

    def _read(self, ids: Sequence[int]) -> dict[int, Known]:
        """Read articles with what hangs on them; four queries, none for none."""
        if not ids:
            return {}
        works = {
            pk: Known(title, language, outlet, [], [], [], self._analysed(title, deck, body, language))
            for pk, title, deck, body, language, outlet in Article.objects.using(self.using)
            .filter(pk__among=ids)
            .order_by()
            .values_list("pk", "title", "deck", "body", "language", "outlet_id")
        }
        byline = BylineEntry.objects.using(self.using).filter(article__among=ids).order_by("position", "pk")
        for pk, name, author in byline.values_list("article_id", "name", "author_id"):
            works[pk].byline.append((name, author))
        links = ArticleTerm.objects.using(self.using).filter(content_object__among=ids)
        for pk, term in links.order_by("position", "pk").values_list("content_object_id", "tag_id"):
            works[pk].terms.append(term)
        files = Attachment.objects.using(self.using).filter(article__among=ids).order_by("position", "pk")
        for pk, title, file, url in files.values_list("article_id", "title", "file", "url"):
            works[pk].files.append((title, file, url))
        return works

    def _analysed(self, title: str, deck: str, body: str, language: str) -> Texts:
        return self.analyse(title, deck, body, language, self.using)

    def _names(self, works: Mapping[int, Known]) -> tuple[dict[int, Found], dict[int, Found]]:
        """Return each article's names by field, and those of what its terms stand under."""
        authors = {author for work in works.values() for _, author in work.byline if author}
        self.people_seen = self._load(self.people, authors, Author, AuthorName, "author_id")
        self._load_tree({term for work in works.values() for term in work.terms})
        outlets = {work.outlet for work in works.values() if work.outlet}
        self._load(self.outlets, outlets, Outlet, OutletName, "outlet_id")
        names: dict[int, Found] = defaultdict(lambda: defaultdict(list))
        above: dict[int, Found] = defaultdict(lambda: defaultdict(list))
        for pk, work in works.items():
            for name, author in work.byline:
                names[pk]["author"] += [(name, ""), *self.people.get(author or 0, ())]
            for term in work.terms:
                names[pk][self.facets[term]] += self.terms[term]
                for higher in self.above[term]:
                    above[pk][self.facets[term]] += self.terms[higher]
            if work.outlet:
                names[pk]["outlet"] += self.outlets[work.outlet]
            for title, file, url in work.files:
                names[pk]["file"] += [(title, ""), (words_of_file(file or url), "")]
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
