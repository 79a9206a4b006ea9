"""Opening a place: three short steps."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cantine.kernel import folded
from cantine.people.queries import OrganisationRef
from cantine.places.queries import KindLine
from cantine.territory import queries as territory
from cantine.territory import rules as territories

FORMS = [
    ("association-1901", _("association (1901 law)")),
    ("association-alsace-moselle", _("association of Alsace-Moselle")),
    ("collectif", _("collective without a legal form")),
    ("scic-sas", _("SCIC (SAS)")),
    ("scic-sarl", _("SCIC (SARL)")),
    ("scop-sarl", _("SCOP (SARL)")),
    ("cae", _("business and employment co-operative (CAE)")),
    ("sas", _("SAS")),
    ("sarl", _("SARL")),
    ("micro", _("micro-enterprise")),
    ("collectivite", _("local authority")),
    ("etablissement-public", _("public establishment")),
    ("fondation", _("foundation")),
]
NEW = "new"


class OpeningForm(forms.Form):
    """The place and who bears it. The postcode says the town, the clock and the public holidays."""

    name = forms.CharField(
        label=_("Name of the place"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("It tells the time zone and the public holidays."),
    )
    commune = forms.CharField(
        label=_("Town"),
        required=False,
        max_length=80,
        help_text=_("Empty: the one of the postcode."),
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
    )
    bearer = forms.ChoiceField(label=_("Organisation that bears it"), required=False)
    organisation = forms.CharField(
        label=_("Name of the organisation"),
        required=False,
        max_length=160,
        help_text=_("Empty: the same as the place."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=FORMS, required=False)

    def __init__(self, *args: Any, bearers: Iterable[OrganisationRef], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(str(bearer.id), bearer.name) for bearer in bearers]
        self.fields["bearer"].choices = [*mine, (NEW, _("another one, new here"))]  # type: ignore[attr-defined]
        if not mine:
            del self.fields["bearer"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        here = territory.communes_at(found.get("postcode", ""))
        typed = folded(found.get("commune", ""))
        match = next((commune for commune in here if folded(commune.name) == typed), None)
        if not typed and len(here) > 1:
            names = ", ".join(commune.name for commune in here[:8])
            self.add_error("commune", gettext("Several towns have this postcode: %(names)s.") % {"names": names})
        elif not typed and not here and "postcode" in found:
            self.add_error("commune", gettext("Say which town it is."))
        self.place = match or (here[0] if len(here) == 1 and not typed else None)
        return found

    @property
    def bearer_id(self) -> int | None:
        """None for a new one."""
        chosen = self.cleaned_data.get("bearer") or NEW
        return None if chosen == NEW else int(chosen)

    @property
    def organisation_name(self) -> str:
        return self.cleaned_data["organisation"] or self.cleaned_data["name"]  # type: ignore[no-any-return]

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the place that the postcode tells."""
        postcode = self.cleaned_data["postcode"]
        code = self.place.code if self.place else postcode
        return {
            "postcode": postcode,
            "commune": self.place.name if self.place else self.cleaned_data["commune"],
            "insee_code": self.place.code if self.place else "",
            "timezone": territories.time_zone_at(code) if self.place else self._zone(postcode),
            "holiday_territory": territories.territory_of(code).value,
        }

    @staticmethod
    def _zone(postcode: str) -> str:
        return territories.time_zone_of(territories.territory_of(postcode))


class LineForm(forms.Form):
    """One bookable thing in one line: a name, a kind, how many people or how many alike."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(label=_("What it is"))
    number = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=10_000)

    def __init__(self, *args: Any, kinds: list[KindLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "fr"
        self.kinds = {kind.code: kind for kind in kinds}
        self.fields["kind"].choices = [(kind.code, kind.name(language)) for kind in kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.alike and not found.get("number") and "number" not in self.errors:
            self.add_error("number", gettext("Say how many there are."))
        return found

    @property
    def alike(self) -> bool:
        kind = self.kinds.get(self.cleaned_data.get("kind", ""))
        return kind is not None and kind.alike

    @property
    def seats(self) -> int | None:
        return self.cleaned_data["number"] if self.alike else None

    @property
    def values(self) -> dict[str, Any]:
        return {} if self.alike else {"capacity": self.cleaned_data["number"]}
