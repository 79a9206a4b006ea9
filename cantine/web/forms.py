"""What a manager says of a file to bring in; and the same file again, carried by the page that shows what it would do.

The page carries the file, compressed, from the try to the act: no draft full of addresses stays on the server.
"""

import base64
import binascii
import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.kernel import Refusal, Refused
from cantine.web.rules import KINDS, MAPPINGS, OLD_BOOKS

MOST_BYTES = 2 * 1024 * 1024
MOST_CARRIED = 2_300_000
MOST_LINES = 5000
KIND_WORDS = {"members": _("Members"), "resources": _("Rooms, desks and machines"), "bookings": _("Bookings")}
TOOL_WORDS = {"cantine": _("A spreadsheet, or Cantine"), "cobot": "Cobot", "nexudus": "Nexudus", "nadine": "Nadine"}


class ImportForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the file holds"), choices=[(kind, KIND_WORDS[kind]) for kind in KINDS])
    mapping = forms.ChoiceField(label=_("Where it comes from"), choices=[(name, TOOL_WORDS[name]) for name in MAPPINGS])
    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=_(
            "UTF-8 or Windows-1252, with commas, semicolons or tabs. 5,000 lines at most; nothing is written yet."
        ),
    )

    def content(self) -> bytes:
        """The bytes of the file. Refusals: import.too_long_for_a_page."""
        return _content(self)


class CarriedForm(forms.Form):
    """The same file, back from the page that showed what it would do."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], widget=forms.HiddenInput)
    mapping = forms.ChoiceField(choices=[(name, name) for name in MAPPINGS], widget=forms.HiddenInput)
    carried = forms.CharField(max_length=MOST_CARRIED, widget=forms.HiddenInput)

    def clean_carried(self) -> bytes:
        try:
            unpacking = zlib.decompressobj()
            data = unpacking.decompress(base64.b64decode(self.cleaned_data["carried"], validate=True), MOST_BYTES + 1)
        except (binascii.Error, ValueError, zlib.error) as error:
            raise forms.ValidationError(_("The page was damaged on its way. Choose the file again.")) from error
        if len(data) > MOST_BYTES or not unpacking.eof:
            raise forms.ValidationError(_("The page was damaged on its way. Choose the file again."))
        return data


class OldBooksForm(forms.Form):
    """A file of the old books, and their last day."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in OLD_BOOKS], widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Last day of the old books"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=_("Nothing is written yet."),
    )

    def content(self) -> bytes:
        """The bytes of the file. Refusals: import.too_long_for_a_page."""
        return _content(self)


class OldCarriedForm(CarriedForm):
    """The same file, back from the page that showed what it would do."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in OLD_BOOKS], widget=forms.HiddenInput)
    mapping = None  # type: ignore[assignment]  # the headings are ours
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "hidden"}, format="%Y-%m-%d"))


class StraightenForm(forms.Form):
    """The sum that is apart, and the account of the old books that holds the difference."""

    what = forms.CharField(max_length=12)
    account = forms.CharField(max_length=20)


class TakeBackForm(forms.Form):
    """Old documents that came by mistake."""

    invoices = forms.TypedMultipleChoiceField(coerce=UUID, choices=[])

    def __init__(self, data: Any, *, known: Iterable[UUID]) -> None:
        super().__init__(data)
        field = self.fields["invoices"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(each), str(each)) for each in known]


class NumberForm(forms.Form):
    """The next number of a series."""

    code = forms.CharField(max_length=4)
    number = forms.IntegerField(min_value=1)


def carrying_old(data: bytes, *, kind: str, day: date) -> OldCarriedForm:
    """The form that carries a file of the old books. Refusals: import.too_long_for_a_page."""
    carried = carrying(data, kind=kind, mapping="cantine").initial["carried"]
    return OldCarriedForm(initial={"kind": kind, "day": day, "carried": carried})


def carrying(data: bytes, *, kind: str, mapping: str) -> CarriedForm:
    """The form that carries ``data``. Refusals: import.too_long_for_a_page."""
    carried = base64.b64encode(zlib.compress(data, 9)).decode("ascii")
    if len(carried) > MOST_CARRIED:
        raise Refused(Refusal("import.too_long_for_a_page", {"most": MOST_LINES}, "file"))
    initial: dict[str, Any] = {"kind": kind, "mapping": mapping, "carried": carried}
    return CarriedForm(initial=initial)


def _content(form: forms.Form) -> bytes:
    data: bytes = form.cleaned_data["file"].read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES or data.count(b"\n") > 4 * MOST_LINES:
        raise Refused(Refusal("import.too_long_for_a_page", {"most": MOST_LINES}, "file"))
    return data
