"""What leaves with the accountant: the file of entries of a year, the same for Paheko, and a journal as a table."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from cantine.accounting import queries, rules
from cantine.accounting.commands.wording import account_words
from cantine.accounting.rules import FecLine
from cantine.accounting.views.common import Books, books_of
from cantine.places.policies import PlaceRequest
from cantine.ui.sheets import sheet

NO_SIREN = "000000000"


def fec(request: PlaceRequest, *, year: int) -> HttpResponse:
    """The file under its legal name; one that is checked by ``cantine fec`` too."""
    at = _books(request, year)
    lines = queries.fec_lines_of(at.entity.id, at.year, timezone=request.place.timezone)
    answer = HttpResponse(rules.fec_bytes(lines), content_type="text/plain; charset=iso-8859-15")
    name = rules.fec_name(at.entity.siren or NO_SIREN, at.year.last_day)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def paheko(request: PlaceRequest, *, year: int) -> HttpResponse:
    """The year as Paheko imports it; the names of its columns are Paheko's, whatever language one reads in."""
    at = _books(request, year)
    lines = queries.fec_lines_of(at.entity.id, at.year, timezone=request.place.timezone)
    return sheet(f"{at.entity.code}-paheko-{at.year.name}.csv", rules.PAHEKO_COLUMNS, rules.paheko_rows(lines))


def journal(request: PlaceRequest, *, journal: str, year: int) -> HttpResponse:
    """A journal, line by line, as accounting programs import it: semicolons and a decimal comma."""
    at = _books(request, year)
    code = journal.upper()
    lines = queries.fec_lines_of(at.entity.id, at.year, timezone=request.place.timezone, journal=code)
    return _table(f"{at.entity.code}-{journal}-{at.year.name}.csv", lines)


def account(request: PlaceRequest, *, account: str, year: int) -> HttpResponse:
    """The lines of one account over a year, in the same columns."""
    at = _books(request, year)
    lines = queries.fec_lines_of(at.entity.id, at.year, timezone=request.place.timezone, account=account.upper())
    return _table(f"{at.entity.code}-{account}-{at.year.name}.csv", lines)


def balance(request: PlaceRequest, *, year: int) -> HttpResponse:
    """What each account adds up to over a year, as the page of the books has it."""
    at = _books(request, year)
    rows = [
        (each.number, account_words(each.number, each.name, at.entity.nature)[0], _decimal(each.debit_cents),
         _decimal(each.credit_cents), _decimal(max(each.cents, 0)), _decimal(max(-each.cents, 0)))
        for each in queries.balances_of(at.entity.id, at.year)
    ]  # fmt: skip
    head = [
        _("Account"),
        _("Name of the account"),
        _("Debit"),
        _("Credit"),
        _("Holds, in debit"),
        _("Holds, in credit"),
    ]
    return sheet(f"{at.entity.code}-balance-{at.year.name}.csv", head, rows)


def _table(name: str, lines: list[FecLine]) -> HttpResponse:
    head = [
        _("Journal"), _("Number"), _("Day"), _("Account"), _("Name of the account"), _("Customer code"), _("Customer"),
        _("Document"), _("Label"), _("Debit"), _("Credit"), _("Lettering"),
    ]  # fmt: skip
    return sheet(name, head, map(_cells, lines))


def _cells(line: FecLine) -> tuple[object, ...]:
    return (
        line.journal, line.number, f"{line.day:%d/%m/%Y}", line.account, line.account_name, line.third, line.third_name,
        line.piece, line.label, _decimal(line.debit_cents), _decimal(line.credit_cents), line.lettering,
    )  # fmt: skip


def _decimal(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def _books(request: PlaceRequest, year: int) -> Books:
    """Of the entity that the address names, over a year that has entries."""
    at = books_of(request)
    if at is None:
        raise Http404
    for line in at.years:
        if line.year.first_day.year == year:
            return Books(at.entity, at.entities, line.year, at.years)
    raise Http404
