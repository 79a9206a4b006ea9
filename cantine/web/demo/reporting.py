"""What La Cantine reports: by the month, some months before the law asks; its first months are done, and the last one waits."""

from datetime import date, datetime, timedelta
from typing import Any

from cantine.accounting import queries as books
from cantine.billing.commands import reporting
from cantine.billing.documents.reporting import report_checker
from cantine.billing.queries import reporting as queries
from cantine.billing.rules.reporting import RECEPTION, Regime, Size, Terms
from cantine.core.actor import Actor
from cantine.kernel import Refused
from cantine.places.queries import PlaceRef

MONTHS = 3


def load_reporting(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Nothing where an answer was given already."""
    entity = books.entity_of(place)
    if entity is None or queries.setting_of(organisation_id=place.organisation_id, entity_id=entity.id).said:
        return
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place, "replay": True}
    terms = Terms(
        regime=Regime.QUARTERLY, size=Size.SMALL, starts_on=_start(place.today(now)), platform_name="Plateforme Exemple",
        platform_code="9999",
    )  # fmt: skip
    reporting.say_terms(**said, terms=terms)
    _report(said, place, entity.id)


def _report(said: dict[str, Any], place: PlaceRef, entity_id: int) -> None:
    """All that is over is told, save the last period of sales, and that of payments, whose file is made and waits."""
    which: dict[str, Any] = {"organisation_id": place.organisation_id, "entity_id": entity_id}
    today = place.today(said["now"])
    over = [each.due.period for each in queries.board_of(queries.setting_of(**which), **which, today=today).lines]
    over = sorted((each for each in over if each.last_day < today), key=lambda each: (each.first_day, each.kind))
    with report_checker() as checker:
        for period in over[:-1]:
            try:
                made = reporting.make_report(**said, period=queries.period_code(period), checker=checker)
            except Refused:  # a month without anything to tell
                continue
            if period not in over[-2:]:
                reporting.hand_over(**said, reports=[made])


def _start(today: date) -> date:
    """The first of a month, some months ago, and never before the reform."""
    day = today
    for _month in range(MONTHS):
        day = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    return max(day, RECEPTION)
