"""How good search is: some 240 labelled questions in five languages to the demonstration archive.

The labels are in `labelled.tsv`; they were made by reading the works, not by asking. Recall is the share of
the works that belong to a question among its first twenty hits; the rank of the best one is measured where
there is a best one.
"""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import pytest
from django.core.management import call_command
from django.db import transaction

from archive.articles.models import Article
from archive.articles.search import search

pytestmark = pytest.mark.django_db

LABELS = Path(__file__).with_name("labelled.tsv")
LANGUAGES = ("en", "ru", "ar", "zh", "fr")
FIRST = 20


@dataclass(frozen=True)
class Label:
    """A question, the works that belong to it, and what comes first: "=" this very title, "*" the best."""

    language: str
    question: str
    works: tuple[str, ...]
    first: str = ""


def labels() -> list[Label]:
    """Read the data file."""
    read = []
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, question, works = line.split("\t")
            first = works[0] if works[:2] in ("= ", "* ") else ""
            titles = works[2:] if first else works
            read.append(Label(language, question, tuple(titles.split(" | ")), first))
    return read


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """Load the demonstration archive, ask everything once, and forget the archive: {question: titles}."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
        titles = dict(Article.objects.values_list("pk", "title"))
        found = {
            label.question: [
                titles[pk]
                for pk in search(label.question, Article.objects.published()).by_relevance()[:FIRST]
            ]
            for label in labels()
        }
        transaction.set_rollback(True)
    return found


def test_there_are_enough_questions_in_every_language():
    asked = defaultdict(int)
    for label in labels():
        asked[label.language] += 1
    assert all(asked[language] >= 30 for language in LANGUAGES)


def test_what_belongs_to_a_question_is_among_the_first_twenty(answers):
    recall = {}
    for language in LANGUAGES:
        shares = [
            len(set(label.works) & set(answers[label.question])) / len(label.works)
            for label in labels()
            if label.language == language
        ]
        recall[language] = mean(shares)
    assert min(recall.values()) >= 0.98, recall


def test_the_work_whose_title_is_asked_for_is_always_first(answers):
    wrong = {
        label.question: answers[label.question][:1]
        for label in labels()
        if label.first == "=" and answers[label.question][:1] != [label.works[0]]
    }
    assert wrong == {}


def test_the_best_answer_comes_first_or_nearly_so(answers):
    ranks = {}
    for language in LANGUAGES:
        best = [label for label in labels() if label.language == language and label.first]
        ranks[language] = mean(
            1 / (1 + answers[label.question].index(label.works[0]))
            if label.works[0] in answers[label.question]
            else 0
            for label in best
        )
    assert min(ranks.values()) >= 0.95, ranks
