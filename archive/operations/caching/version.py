"""The version of what readers see, asked once for all who ask at the same time."""

from __future__ import annotations

from threading import Condition

from django.db import OperationalError, connection

from archive import freshness


class Latest:
    """The threads of a process that want to know the version share the answer to one question.

    Nobody takes an answer to what was asked before he came: it may not know of the change that he looks for.
    """

    def __init__(self) -> None:
        self.turn = Condition()
        self.begun = self.done = 0
        self.version = ""

    def version_now(self) -> str:
        """Return the version at some instant between the call and its end. One query, or another's."""
        with self.turn:
            before = self.begun
            while self.done <= before:
                if self.done == self.begun:
                    self.begun += 1
                    break
                self.turn.wait()
            else:
                return self.version or asked()
        answer = ""
        try:
            answer = asked()
        finally:
            with self.turn:
                self.done, self.version = self.begun, answer
                self.turn.notify_all()
        return answer


def asked() -> str:
    """Ask for the version. The question tells by itself whether the connection still stands."""
    connection.health_check_done = True
    try:
        return freshness.version()
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return freshness.version()
