"""The notes at the end of a body, and the calls in the text that lead to them, whatever a source named them.

WordPress, Word, Markdown and editors write the same thing with different ids: a list of the class `footnotes`
whose items are called by links. A page that sets notes beside their lines needs to know which belongs to
which, and whether there is room; a page that is printed needs to know which links only lead back.
"""

from __future__ import annotations

import re

MOST_BESIDE = 40
"""Notes of one work that the style sheet can set beside their lines."""
NOTE_EDGE = 60
"""The room between two notes, and that of a line begun, in characters of the text."""
ROOM_BELOW = 1500
"""How far the last notes may stand beside what follows the text, in characters."""

_LIST = re.compile(r'<(?:section|div|aside|ol|ul)\b[^>]* class="(?:[^"]* )?footnotes[" ]')
_NOTE = re.compile(r'<li\b(?=[^>]* id="([^"]+)")')
_LINK = re.compile(r'<a\b(?=[^>]* href="#([^"]+)")')
_ID = re.compile(r' id="([^"]*)"')


def notes_begin(html: str) -> int:
    """Return where the notes of a clean body begin; its length where it has none."""
    found = _LIST.search(html)
    return found.start() if found else len(html)


def number_notes(html: str) -> str:
    """Return a clean body in which the links of its notes that lead back to the text bear `data-back`.

    Where every note is called and all find room beside the text, the first call of each bears `data-call`
    and the note `data-note`, with the number of the note.
    """
    end = notes_begin(html)
    text, notes = html[:end], html[end:]
    if not notes:
        return html
    calls: dict[str, int] = {}
    for call in _LINK.finditer(text):
        calls.setdefault(call[1], call.start())
    called = [(note[1], note.start()) for note in _NOTE.finditer(notes)]
    numbers = {key: number for number, (key, _start) in enumerate(called, 1)}
    in_text = set(_ID.findall(text))

    def back(link: re.Match[str]) -> str:
        return f"{link[0]} data-back" if link[1] in in_text else link[0]

    if _find_room([calls.get(key, -1) for key in numbers], [start for _key, start in called], text, notes):
        notes = _NOTE.sub(lambda note: f'{note[0]} data-note="{numbers[note[1]]}"', notes)

        def numbered(link: re.Match[str]) -> str:
            is_first = calls[link[1]] == link.start()
            number = numbers.get(link[1])
            return f'{link[0]} data-call="{number}"' if number and is_first else link[0]

        text = _LINK.sub(numbered, text)
    return text + _LINK.sub(back, notes)


def _find_room(calls: list[int], starts: list[int], text: str, notes: str) -> bool:
    """Whether notes stand beside the text when each begins at its call, or under the note before it.

    A character of a note, which is set small in a narrow column, takes as much height as one of the text.
    """
    if not calls or len(calls) > MOST_BESIDE or len(calls) != len(starts) or min(calls) < 0:
        return False
    free = 0
    for call, start, following in zip(calls, starts, [*starts[1:], len(notes)], strict=True):
        free = max(free, call) + following - start + NOTE_EDGE
    return free <= len(text) + ROOM_BELOW
