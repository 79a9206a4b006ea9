"""Forms of the account. They read what was typed; whether it may be is for the commands and their rules, whose
refusals come back beside their fields."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.webauthn import forms as allauth_passkeys
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cantine.core import refusals
from cantine.kernel import Refused
from cantine.people import queries
from cantine.people.queries import names
from cantine.people.rules.legal_forms import KINDS, LEGAL_FORMS
from cantine.people.rules.organisations import OrganisationDraft
from cantine.people.rules.tokens import DEFAULT_DAYS
from cantine.ui.forms import DayInput


def attempt(form: forms.Form, act: Callable[..., Any], **context: Any) -> bool:
    """Do ``act`` with what the form read; True when it is done. A refusal is told beside its field."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data, **context)
    except Refused as refused:
        for refusal in refused.refusals:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusals.sentence(refusal))
        return False
    return True


class Plain:
    """allauth's form without its placeholders: they repeat the labels, and vanish when one types."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"email", "login"}:
                field.label = _("E-mail")


class SignInForm(Plain, allauth_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    pass


class CodeForm(Plain, allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    pass


class ResetForm(Plain, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(Plain, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Plain, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class ChoosePasswordForm(Plain, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ProofForm(Plain, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class NewAddressForm(Plain, allauth_forms.AddEmailForm):  # type: ignore[misc]
    pass


class SignUpForm(Plain, allauth_forms.SignupForm):  # type: ignore[misc]
    """An address, a name if one likes, a password if one likes: without one, codes come by e-mail."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Only the staff of your places sees it, until you choose otherwise."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["email", "name", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = _(
            "Twelve characters or more. Without one, a code comes by e-mail each time you sign in."
        )


class PasskeyName(Plain):
    """allauth's, in words of everyday: which device it is, and what it does by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name of the passkey"),
            required=self.fields["name"].required,
            max_length=60,
            initial=self.fields["name"].initial,
            help_text=_("So that you know which device it is: “my phone”."),
        )
        if alone := self.fields.get("passwordless"):
            alone.label = _("Sign in with this passkey alone, without a password")
            alone.help_text = _("The device asks then for your finger, your face or its code.")


class NewPasskeyForm(PasskeyName, allauth_passkeys.AddWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyForm(PasskeyName, allauth_passkeys.EditWebAuthnForm):  # type: ignore[misc]
    pass


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=32,
        help_text=_("For the staff of your places only."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    profession = forms.ChoiceField(label=_("Occupation"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the letters you receive"), choices=[("fr", "Français"), ("en", "English")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *queries.professions(get_language() or "fr")]
        self.fields["profession"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class OrganisationForm(forms.Form):
    """``cleaned_data`` is what the commands take: a ``draft`` and its ``publics``."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=160)
    legal_form = forms.ChoiceField(label=_("Legal form"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, help_text=_("Needed only when the legal form is not in the list.")
    )
    siret = forms.CharField(
        label="SIRET", required=False, max_length=24, help_text=_("Fourteen digits; the SIREN follows from it.")
    )
    siren = forms.CharField(label="SIREN", required=False, max_length=16)
    rna = forms.CharField(
        label=_("RNA number"), required=False, max_length=16, help_text=_("Associations: W and nine characters.")
    )
    court_register = forms.CharField(
        label=_("Court register"),
        required=False,
        max_length=80,
        help_text=_("Associations of Alsace-Moselle: court, volume, folio."),
    )
    street = forms.CharField(label=_("Street"), required=False, max_length=160)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=10)
    commune = forms.CharField(label=_("Town"), required=False, max_length=80)
    country = forms.CharField(label=_("Country (two letters)"), initial="FR", max_length=2)
    email = forms.CharField(
        label=_("E-mail"), required=False, max_length=254, widget=forms.TextInput(attrs={"type": "email"})
    )
    website = forms.CharField(
        label=_("Website"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "url"})
    )
    publics = forms.MultipleChoiceField(label=_("Who works there"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("legal_form", [("", "—"), *((code, names.LEGAL_FORMS[code]) for code in LEGAL_FORMS)])
        self._choose("kind", [("", "—"), *((code, names.KINDS[code]) for code in KINDS)])
        self._choose("publics", queries.professions(get_language() or "fr"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        known = {field.name: values.get(field.name, "") for field in fields(OrganisationDraft)}
        known["country"] = known["country"].upper()
        form = LEGAL_FORMS.get(known["legal_form"])
        known["kind"] = form.kind if form else known["kind"]
        return {"draft": OrganisationDraft(**known), "publics": tuple(values.get("publics", ()))}

    def _choose(self, field: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class BelongingForm(forms.Form):
    organisation = forms.UUIDField(widget=forms.HiddenInput)
    relation = forms.ChoiceField(label=_("What you are there"))
    since = forms.DateField(label=_("Since"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, name) for code, name in names.RELATIONS.items() if code != "leader"]
        self.fields["relation"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """``cleaned_data`` is what the command takes: the organisation by its id."""
        values = super().clean() or {}
        pk = queries.find_organisation_id(values.pop("organisation")) if "organisation" in values else None
        if pk is None:
            raise forms.ValidationError(_("This organisation does not exist any more. Look for it again."))
        return {**values, "organisation_id": pk}


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What it is for, so that you know it again: “door”, “calendar”…")
    )
    levels = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple, initial=["read"])
    days = forms.ChoiceField(label=_("How long it lives"), initial=str(DEFAULT_DAYS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = list(names.LEVELS.items())
        days = [("7", _("a week")), ("30", _("a month")), ("90", _("three months")), ("365", _("a year"))]
        self.fields["levels"].choices = levels  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["days"].choices = days  # type: ignore[attr-defined]  # a ChoiceField


class ErasureForm(forms.Form):
    """Signed by typing one's own address: nobody is erased by a slip of the thumb."""

    typed = forms.CharField(
        label=_("Type your e-mail address to confirm"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"].strip().lower()
        if typed != self.email:
            raise forms.ValidationError(_("This is not the address of your account."))
        return typed
