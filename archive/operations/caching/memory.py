"""What one process keeps at hand: the answers asked for last, up to so many bytes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from archive.operations.caching.answers import Answer


class Memory:
    """Answers by key; those that nobody has asked for longest go first."""

    def __init__(self, most: int) -> None:
        self.most, self.bytes = most, 0
        self.lock = Lock()
        self.answers: OrderedDict[str, tuple[Answer, int]] = OrderedDict()

    def get(self, key: str) -> Answer | None:
        """Return the answer kept under a key."""
        with self.lock:
            if (found := self.answers.get(key)) is None:
                return None
            self.answers.move_to_end(key)
            return found[0]

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer at its present size, in the place of the one before."""
        size = answer.size
        with self.lock:
            self._drop(key)
            if size > self.most:
                return
            self.answers[key] = answer, size
            self.bytes += size
            while self.bytes > self.most:
                self._drop(next(iter(self.answers)))

    def _drop(self, key: str) -> None:
        if gone := self.answers.pop(key, None):
            self.bytes -= gone[1]
