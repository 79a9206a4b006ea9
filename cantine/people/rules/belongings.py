"""Relations of a person to an organisation. A belonging says one, with its dates, and grants nothing at a place."""

from datetime import date

from cantine.kernel import Refusal

LEADER = "leader"
RELATIONS = ("leader", "member", "employee", "entrepreneur", "associate", "volunteer", "trainee", "partner")
EARLIEST = date(1900, 1, 1)


def check_belonging(*, relation: str, since: date, until: date | None = None) -> list[Refusal]:
    """Dates are inclusive; one relation may begin again on another day."""
    wrong = []
    if relation not in RELATIONS:
        wrong.append(Refusal("people.relation_unknown", {"relation": relation}, field="relation"))
    if since < EARLIEST:
        wrong.append(Refusal("people.date_too_early", {"earliest": EARLIEST}, field="since"))
    if until is not None and until < since:
        wrong.append(Refusal("people.ends_before_it_starts", {"since": since}, field="until"))
    return wrong
