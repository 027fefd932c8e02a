"""Words without weight: left out of a question unless they stand alone, and told of no text."""

from __future__ import annotations

from archive.articles.search.analysis import TAGS, sequence

_WORDS = {
    "en": """a an and are as at be by for from has have in into is it its of on or that the their they this to
        was were will with which what how not but been than about between""",
    "fr": """a à au aux avec ce ces cette d dans de des du elle en est et il ils l la le les leur ne ou par
        pas pour que qui sa se ses son sont sur un une""",
    "ru": """а без бы в во для до за и из или к как ко ли на не но о об от по при с со так то у что это эта
        этот""",
    "ar": """في من على عن إلى الى مع أو او أن ان إن هذا هذه ذلك تلك التي الذي ما لا لم لن و كما بين بعد قبل
        عند ثم قد كل هو هي كان كانت بل ولا وفي ومن وعلى وقد حول""",
    "de": "auf das dem den der des die ein eine einer für im in ist mit und von zu",
    "es": "a al con de del el en la las lo los para por que se un una y",
}
STOP_WORDS = frozenset(word for words in _WORDS.values() for word in words.split())
STOP_TERMS = frozenset(
    term
    for language, words in _WORDS.items()
    for word in words.split()
    for term in sequence(word, language if language in TAGS else "")
)
