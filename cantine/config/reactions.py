"""The installation's own reaction: what must outlive the database is written beside it."""

from datetime import datetime

from django.conf import settings

from cantine.config.erasures import note, register_of
from cantine.core.facts import on
from cantine.people import queries
from cantine.people.facts import PersonErased


@on(PersonErased)
def note_the_erasure(fact: PersonErased, now: datetime) -> None:
    """A restore of an older backup must not bring the person back (``config.erasures``)."""
    note(register_of(settings.DATA), queries.erased_digests())
