"""A large XML file, cut into the elements that repeat in it before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.importing.xml.streams import CHUNK, XmlRefused, refuse_declarations, texts

LARGEST_PIECE = 32_000_000
"""Characters of one element."""
LARGEST_HEAD = 64_000_000
"""Characters before the first of them."""
SHOWN = 100_000
"""Characters of a broken one that are kept to be looked at."""
_OVERLAP = 80


@dataclass(frozen=True, slots=True)
class Piece:
    """One repeated element as text, the line it begins in, and what is wrong with its extent.

    `broken` is "" for nothing, "cut" where the file ends inside it, "unclosed" where the next one begins
    before its end, "large" where it was given up (then `text` is only its beginning).
    """

    text: str
    line: int
    broken: str = ""


class Pieces:
    """The repeated elements called `name` of a file, one at a time, whatever the file's size.

    `head` is what stands before the first, `tail` what stands after the last (its last characters), both
    complete once the iteration ends; `head` is there with the first piece. Comments and CDATA sections are
    passed over. `nested` says that such an element can hold others of its name. `restart` is a pattern by
    which the next one is recognised when the end of one is lost, `forgiven` one of a declaration that says
    nothing and is left out instead of refused. Iterating raises `XmlRefused`.
    """

    def __init__(
        self, path: Path, name: str, *, restart: str, nested: bool = False, forgiven: str = ""
    ) -> None:
        self.path = path
        self.nested = nested
        self.restart = re.compile(restart)
        self.token = re.compile(rf"<!--|<!\[CDATA\[|<(/?)(?:[A-Za-z][\w.-]{{0,30}}:)?(?:{name})(?=[\s/>])")
        self.forgiven = re.compile(forgiven) if forgiven else None
        self.head = ""
        self.tail = ""
        self._buffer = ""
        self._lines = 1
        self._at = 0
        self._opened = -1
        self._seen = False
        self._counted = 0
        self._absent: dict[str, int] = {}

    def __iter__(self) -> Iterator[Piece]:
        self._texts = texts(self.path)
        depth = 0
        while True:
            self._forget()
            found = self.token.search(self._buffer, self._at)
            if found is None:
                self._at = max(self._at, len(self._buffer) - _OVERLAP)
                self._forget()
                if self._grow():
                    continue
                if self._opened < 0:
                    break
                yield (piece := self._recover())
                if piece.broken == "cut":
                    break
                continue
            start, self._at = found.span()
            if found[0][1] == "!":
                if not self._pass("-->" if found[0] == "<!--" else "]]>") and self._opened >= 0:
                    yield (piece := self._recover())
                    if piece.broken == "cut":
                        break
                continue
            if not self._pass(">"):
                continue
            closes = bool(found[1])
            empty = not closes and self._buffer[self._at - 2] == "/"
            if self._opened < 0:
                if closes:
                    continue
                self._begin(start)
                depth = 0
            elif not closes and not self.nested:
                yield self._piece(start, "unclosed")
                self._begin(start)
                depth = 0
            depth += -1 if closes else not empty
            if depth <= 0:
                yield self._piece(self._at)
        if self._seen:
            self.tail = self._buffer[max(self._at - 1_000, 0) :]
        else:
            self.head = self._checked(self._buffer)

    def _begin(self, start: int) -> None:
        if not self._seen:
            self.head = self._checked(self._buffer[:start])
            self._seen = True
        self._lines += self._buffer.count("\n", self._counted, start)
        self._counted = self._opened = start

    def _piece(self, end: int, broken: str = "") -> Piece:
        piece = Piece(self._buffer[self._opened : end], self._lines, broken)
        self._opened = -1
        return piece

    def _recover(self) -> Piece:
        """Return an element whose end is lost: up to where the next begins, else as much as is borne."""
        following = self.restart.search(self._buffer, self._opened + 1)
        if following is not None:
            self._at = following.start()
            return self._piece(following.start(), "unclosed")
        if len(self._buffer) - self._opened <= LARGEST_PIECE:
            self._at = len(self._buffer)
            return self._piece(self._at, "cut")
        piece = self._piece(self._opened + 4_000, "large")
        while following is None:
            self._at = max(len(self._buffer) - _OVERLAP, 0)
            self._forget()
            if not self._grow():
                self._at = len(self._buffer)
                return piece
            following = self.restart.search(self._buffer, self._at)
        self._at = following.start()
        return piece

    def _pass(self, end: str) -> bool:
        """Move behind `end`; False, and nowhere, where it does not come within reach."""
        start = max(self._at, self._absent.get(end, 0))
        while (found := self._buffer.find(end, start)) < 0:
            start = self._absent[end] = max(self._at, len(self._buffer) - len(end) + 1)
            if not self._grow():
                return False
        self._at = found + len(end)
        return True

    def _grow(self) -> bool:
        """Read on; False at the end of the file, and at the end of what is borne."""
        if self._opened >= 0:
            if len(self._buffer) - self._opened > LARGEST_PIECE:
                return False
        elif not self._seen and len(self._buffer) > LARGEST_HEAD:
            raise XmlRefused("holds nothing of its format in its first 64 million characters")
        elif self._seen and len(self._buffer) > LARGEST_PIECE:
            return False
        more = next(self._texts, None)
        if more is None:
            return False
        if not self._buffer and not self._seen:
            self._checked(more)
        self._buffer += more
        return True

    def _checked(self, text: str) -> str:
        """Return the beginning of the document without junk; raises `XmlRefused` for a declaration in it."""
        text = text[max(text.find("<", 0, 4_000), 0) :]
        if self.forgiven is not None:
            text = self.forgiven.sub("", text, count=1)
        refuse_declarations(text)
        return text

    def _forget(self) -> None:
        """Drop what has been given out."""
        if self._opened >= 0 or not self._seen or self._at < CHUNK:
            return
        self._lines += self._buffer.count("\n", self._counted, self._at)
        self._buffer = self._buffer[self._at :]
        self._absent = {end: at - self._at for end, at in self._absent.items() if at > self._at}
        self._at = self._counted = 0
