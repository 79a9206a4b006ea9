"""The economy of a place, year by year: from the books, from what was done and is not billed yet, from what was entered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from cantine.accounting import queries as books
from cantine.accounting.queries import LegalEntityRef, Result
from cantine.accounting.rules import Nature, Role, Slot, chart_of, year_of
from cantine.billing import queries as billing
from cantine.core import sql
from cantine.funding.rules import HEADINGS, Entered, Heading, Margin, Mix, Read, margins_of, mix_of
from cantine.places.queries import PlaceRef

FIRST_DAY = date(1990, 1, 1)
_OURS = """
SELECT 'spent', extract(year FROM day - %(shift)s * interval '1 month')::int, activity, sum(net_cents)::bigint, 0, 0, 0
FROM funding_cost WHERE organisation_id = %(organisation)s AND place_id = %(place)s GROUP BY 2, 3
UNION ALL SELECT 'right', 0, allowance_id::text, 0, 0, 0, 0
FROM funding_supportright WHERE organisation_id = %(organisation)s AND place_id = %(place)s
UNION ALL SELECT 'year', year, source, own_cents, private_cents, public_cents, costs_cents
FROM funding_enteredyear WHERE organisation_id = %(organisation)s AND place_id = %(place)s
"""


@dataclass(frozen=True, kw_only=True)
class YearOf:
    """A year, called as ``year_of`` calls it. ``entered`` where its figures were entered by hand: the books are not read."""

    year: int
    mix: Mix
    margins: tuple[Margin, ...] = ()
    entered: Entered | None = None
    offered_cents: int = 0
    given_cents: int = 0


@dataclass(frozen=True)
class Economy:
    """Every year that has something, the latest first."""

    entity: LegalEntityRef | None
    years: tuple[YearOf, ...]

    def year(self, year: int) -> YearOf:
        """Of a year that has nothing, an empty mix."""
        return next((each for each in self.years if each.year == year), YearOf(year=year, mix=Mix()))


def economy_of(place: PlaceRef, *, today: date) -> Economy:
    """Five statements, six where supporters have rights of use,
    whatever the number of years, of accounts and of charges; what is still to come counts once it is done.
    Where the same books hold several places, the mix is theirs together: the books know no place."""
    entity = books.entity_of(place)
    month = entity.year_starts_month if entity else 1
    spent, entered, rights = _ours(place, month)
    results = {year.first_day.year: found for year, found in books.results_by_year(entity.id).items()} if entity else {}
    used = billing.included_by_year(place, codes=rights, starts_month=month)
    unbilled = billing.unbilled_by_year(place, first_day=FIRST_DAY, last_day=today, starts_month=month)
    nature = entity.nature if entity else Nature.ASSOCIATION
    years = sorted(
        {*results, *entered, *spent, *(each for each, found in unbilled.items() if found.incomes)}, reverse=True
    )
    return Economy(
        entity,
        tuple(
            _with_rights(
                _year(year, results.get(year, []), unbilled.get(year), spent.get(year, {}), entered.get(year), nature),
                sum(cents for (_code, of), cents in used.items() if of == year),
            )
            for year in years
        ),
    )  # fmt: skip


def _with_rights(at: YearOf, cents: int) -> YearOf:
    """What supporters used by right was asked of nobody, and is offered: it stands nowhere else."""
    return replace(at, offered_cents=at.offered_cents + cents) if cents else at


def current_year(place: PlaceRef, entity: LegalEntityRef | None, today: date) -> int:
    """The year in which today's financial year began."""
    return year_of(today, starts_month=entity.year_starts_month if entity else 1).first_day.year


def _year(
    year: int, results: list[Result], unbilled: billing.YearUnbilled | None, spent: Mapping[str, int],
    entered: Entered | None, nature: Nature,
) -> YearOf:  # fmt: skip
    if entered is not None:
        return YearOf(year=year, mix=entered.mix, entered=entered)
    reads = [Read(each.number, each.name, each.slots, each.cents) for each in results]
    mix = mix_of(reads, known=_known(nature), unbilled=_headed(unbilled.incomes if unbilled else {}))
    given = sum(each.cents for each in results if each.number.startswith("86"))
    return YearOf(
        year=year, mix=mix, margins=tuple(margins_of(mix, spent)), given_cents=given,
        offered_cents=unbilled.offered_cents if unbilled else 0,
    )  # fmt: skip


def _headed(incomes: Mapping[Role, int]) -> dict[Heading, int]:
    found: dict[Heading, int] = {}
    for role, cents in incomes.items():
        heading = HEADINGS[role]
        found[heading] = found.get(heading, 0) + cents
    return found


def _known(nature: Nature) -> dict[str, tuple[Slot, ...]]:
    return {each.number: each.slots for each in chart_of(nature)}


def _ours(place: PlaceRef, month: int) -> tuple[dict[int, dict[str, int]], dict[int, Entered], list[str]]:
    spent: dict[int, dict[str, int]] = {}
    entered: dict[int, Entered] = {}
    rights: list[str] = []
    values = {"organisation": place.organisation_id, "place": place.id, "shift": month - 1}
    for kind, year, said, first, private, public, costs in sql.rows(_OURS, values):
        if kind == "year":
            entered[year] = Entered(first, private, public, costs, said)
        elif kind == "right":
            rights.append(said)
        else:
            spent.setdefault(year, {})[said] = first
    return spent, entered, rights
