"""The sheet on which an entry is written by hand: its head, then as many lines as are asked for."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.accounting.commands.wording import KIND_NAMES
from cantine.accounting.rules import BY_HAND, MOST_LINES, HandLine, JournalKind, sums_by_hand
from cantine.kernel import folded
from cantine.ui.amounts import AmountField, amount_as_typed
from cantine.ui.forms import DayInput

__all__ = ["HandForm", "typed_lines"]
LINES, MORE = 4, 4
DATALIST = "accounts"


class HandForm(forms.Form):
    """``key`` names the sheet: sent twice, it is entered once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    rows = forms.CharField(widget=forms.HiddenInput, required=False)  # read by ``rows_of``, whatever it says
    day = forms.DateField(label=_("On the day"), widget=DayInput)
    journal = forms.TypedChoiceField(label=_("Journal"), coerce=JournalKind)
    label = forms.CharField(label=_("What it is"), max_length=200)
    piece = forms.CharField(
        label=_("Its document"), max_length=60, help_text=_("A number, or words: “Payslips of March”, for instance.")
    )

    def __init__(
        self, data: Any = None, *, initial: Mapping[str, Any], names: Mapping[str, str] | None = None
    ) -> None:  # fmt: skip
        """``names`` gives the name of each account by its number: one may type either."""
        super().__init__(data, initial={"key": uuid4(), **initial, "rows": rows_of(initial)})
        self._numbers = {folded(name): number for number, name in (names or {}).items()}
        self.fields["journal"].choices = [(kind.value, KIND_NAMES[kind]) for kind in BY_HAND]  # type: ignore[attr-defined]  # a ChoiceField
        for place in range(rows_of(data if data is not None else initial)):
            self._add_line(place)

    def _add_line(self, place: int) -> None:
        account = forms.CharField(label=_("Account"), max_length=160, required=False)
        account.widget.attrs.update({"list": DATALIST, "autocomplete": "off"})
        self.fields[f"account-{place}"] = account
        for side, words in (("debit", _("Debit")), ("credit", _("Credit"))):
            field = AmountField(label=words)
            field.widget.attrs[f"data-{side}"] = ""
            self.fields[f"{side}-{place}"] = field
        self.fields[f"words-{place}"] = forms.CharField(label=_("Words of its own"), max_length=200, required=False)

    @property
    def sheet(self) -> list[dict[str, forms.BoundField]]:
        """The lines as the page shows them."""
        places = range(sum(name.startswith("account-") for name in self.fields))
        return [{part: self[f"{part}-{place}"] for part in ("account", "debit", "credit", "words")} for place in places]

    @property
    def lines(self) -> list[HandLine]:
        said = self.cleaned_data
        return [
            HandLine(
                account=bare(said[f"account-{place}"], self._numbers), debit_cents=said[f"debit-{place}"] or 0,
                credit_cents=said[f"credit-{place}"] or 0, label=said[f"words-{place}"], row=place,
            )
            for place in range(len(self.sheet))
        ]  # fmt: skip

    @property
    def sums(self) -> tuple[int, int]:
        """(debits, credits) of what can be read of it so far, before anything is judged."""
        return sums_by_hand(HandLine("", _cents(line["debit"]), _cents(line["credit"])) for line in self.sheet)


def bare(typed: str, numbers: Mapping[str, str]) -> str:
    """The number of an account, of its whole name or of what a list of suggestions may have put there: “606 Supplies” is
    606, and so is “supplies”."""
    return numbers.get(folded(typed.strip())) or (typed.split() or [""])[0]


def rows_of(said: Mapping[str, Any]) -> int:
    rows = str(said.get("rows", ""))
    return max(1, min(int(rows), MOST_LINES)) if rows.isascii() and rows.isdigit() and len(rows) < 4 else LINES


def typed_lines(lines: Iterable[HandLine], names: Mapping[str, str]) -> dict[str, Any]:
    """Lines as one would have typed them, each account with its name, and a row to spare."""
    typed: dict[str, Any] = {}
    place = -1
    for place, each in enumerate(lines):
        amounts = {f"debit-{place}": each.debit_cents, f"credit-{place}": each.credit_cents}
        typed |= {
            f"account-{place}": f"{each.account} {names.get(each.account, '')}".strip(),
            f"words-{place}": each.label,
        }
        typed |= {name: amount_as_typed(cents) if cents else "" for name, cents in amounts.items()}
    return typed | {"rows": min(max(place + 2, LINES), MOST_LINES)}


def _cents(field: forms.BoundField) -> int:
    try:
        return cast(AmountField, field.field).clean(field.value()) or 0
    except forms.ValidationError:
        return 0
