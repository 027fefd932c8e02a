"""ACCOUNTS: who comes in by the desk's door, how that is made sure of, and what is written down of it.

Sign-in that counts tries, a second factor, sessions that can be seen and ended, the log of security. What a
user may do once she is in is another question (`archive.rights`).

    from archive import accounts

    accounts.note(Kind.RIGHTS, user, by=request.user, request=request, detail="roles: Editor")

May import: `archive.text`, `archive.editing`.
"""

from archive.accounts.noting import note

__all__ = ["note"]
