"""A program that issues invoices one after the other until it is told to stop, and notes each number once it was committed:
``python -m tests.faults.issuer NOTES SECONDS [careless]``; or ``… furnish``, which makes the place that sells.

``careless`` takes the next number as one would without the lock of the series, to show what the lock is for.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any


def main(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cantine.config.settings")
    import django

    django.setup()
    if words == ["furnish"]:
        furnish()
        return
    notes, seconds, careless = Path(words[0]), float(words[1]), words[2:] == ["careless"]
    if careless:
        without_the_lock()
    issue(notes, time.monotonic() + seconds)


def furnish() -> None:
    from cantine.accounting.testing import a_legal_entity
    from cantine.billing.testing import a_payer
    from cantine.core import clock
    from cantine.places.testing import three_people

    now, three = clock.now(), three_people()
    a_legal_entity(three.place, now=now)
    a_payer(three.place, ("person", three.member.pk), now=now)
    sys.stdout.write(f"{three.place.slug} {three.member.pk}\n")


def without_the_lock() -> None:
    """Everybody reads the same last number, thinks a little, then writes the next."""
    from cantine.billing.commands import numbering

    numbering._NEXT = """
    WITH seen AS MATERIALIZED (
      SELECT id, last_number + 1 AS number FROM billing_series, pg_sleep(0.005)
      WHERE organisation_id = %s AND entity_id = %s AND code = %s AND year = %s
    ), kept AS (UPDATE billing_series s SET last_number = seen.number FROM seen WHERE s.id = seen.id)
    SELECT id, number, NULL::date FROM seen
    """


def issue(notes: Path, until: float) -> None:
    from django.db import DatabaseError, connection

    slug, person = os.environ["CANTINE_FAULTS_SELLER"].split()
    with notes.open("a") as kept:
        while time.monotonic() < until:
            try:
                reference = one(slug, int(person))
            except (DatabaseError, OSError):  # it was killed: again, once it is back
                connection.close()
                time.sleep(0.05)
                continue
            kept.write(f"{reference}\n")
            kept.flush()


def one(slug: str, person: int) -> str:
    from decimal import Decimal

    from cantine.billing import commands
    from cantine.billing.rules import Added, line_of
    from cantine.billing.testing import ROBOT
    from cantine.core import clock, scoping
    from cantine.places import queries as places
    from cantine.pricing.rules import Unit, Vat

    place = places.find_place(slug=slug)
    assert place is not None
    line = line_of(
        name="Café", quantity=Decimal(1), unit=Unit.PIECE, unit_cents=Decimal(150), vat=Vat(rate=Decimal(10)),
        activity="catering",
    )  # fmt: skip
    said: dict[str, Any] = {"actor": ROBOT, "now": clock.now(), "place": place}
    with scoping.scope([place.organisation_id]):
        draft = commands.start_invoice(**said, who=("person", person))
        commands.write_on_draft(**said, invoice=draft, added=Added(lines=(line,)))
        return commands.issue_invoice(**said, invoice=draft)


if __name__ == "__main__":
    main(sys.argv[1:])
