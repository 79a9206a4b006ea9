"""What a manager says of a file to bring in; and the same file again, carried by the page that shows what it would do.

The page carries the file, compressed, from the try to the act: no draft full of addresses stays on the server.
"""

import base64
import binascii
import zlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.kernel import Refusal, Refused
from cantine.web.rules import KINDS, MAPPINGS

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
        data: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES or data.count(b"\n") > 4 * MOST_LINES:
            raise Refused(Refusal("import.too_long_for_a_page", {"most": MOST_LINES}, "file"))
        return data


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


def carrying(data: bytes, *, kind: str, mapping: str) -> CarriedForm:
    """The form that carries ``data``. Refusals: import.too_long_for_a_page."""
    carried = base64.b64encode(zlib.compress(data, 9)).decode("ascii")
    if len(carried) > MOST_CARRIED:
        raise Refused(Refusal("import.too_long_for_a_page", {"most": MOST_LINES}, "file"))
    initial: dict[str, Any] = {"kind": kind, "mapping": mapping, "carried": carried}
    return CarriedForm(initial=initial)
