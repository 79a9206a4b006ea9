"""Sessions whose key is in the browser's cookie and nowhere else: the tables hold its digest, so that a stolen copy of
the database, or a backup, opens nothing.

``SessionStore`` is Django's, by the database, with the digest as the row's key. The list of a person's open sessions
(allauth's) refers to a session by its key too: ``DigestedKey`` makes that column hold the digest, and read as a
``StoredKey``, which finds and ends the session without being what its cookie holds.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as PlainStore
from django.db import models
from django.utils import timezone


def digest(key: str) -> str:
    """160 bits, as many as the key has, in the 40 characters that the column takes."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class StoredKey(str):
    """The digest of a key, as a table holds it. It comes from a row only: a cookie that says the same opens nothing."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str) and not isinstance(other, StoredKey):
            return str.__eq__(self, digest(other))
        return str.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return str.__hash__(self)


def stored(key: str) -> str:
    return str(key) if isinstance(key, StoredKey) else digest(key)


class SessionStore(PlainStore):
    """In memory the key is the cookie's; in the table, its digest."""

    def _get_session_from_db(self) -> Any:
        key = stored(self.session_key or "")
        now = timezone.now()  # noqa: TID251  Django's clock, by which expire_date was written
        row = self.model.objects.filter(session_key=key, expire_date__gt=now).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return super().exists(stored(session_key))

    def create_model_instance(self, data: Any) -> Any:
        row = super().create_model_instance(data)
        row.session_key = stored(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored(key))


class DigestedKey(models.CharField):  # type: ignore[type-arg]
    """A column for the digest of a session's key, whatever it is given."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else stored(value)

    def from_db_value(self, value: str | None, *_: Any) -> StoredKey | None:
        return None if value is None else StoredKey(value)

    def deconstruct(self) -> Any:
        """As the column it replaces: the migrations of its table see no difference."""
        name, _path, arguments, keywords = super().deconstruct()
        return name, "django.db.models.CharField", arguments, keywords
