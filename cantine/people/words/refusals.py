"""The sentences of people's refusals: what happened, to what, and what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cantine.core.refusals import Words, register

Context = Mapping[str, Any]

SENTENCES: dict[str, Words] = {
    "people.name_missing": lambda c: _("Give the organisation a name."),
    "people.kind_unknown": lambda c: _("Choose what kind of organisation it is."),
    "people.legal_form_unknown": lambda c: _("Choose a legal form from the list."),
    "people.too_long": lambda c: _("This is too long: %(most)s characters at most.") % c,
    "people.siren_wrong": lambda c: _(
        "“%(number)s” is not a SIREN: it has nine digits, and the last one does not match. Check it on the Kbis or the INSEE notice."
    )
    % c,
    "people.siret_wrong": lambda c: _(
        "“%(number)s” is not a SIRET: it has fourteen digits, and the last one does not match. Check it on your INSEE notice."
    )
    % c,
    "people.siret_of_another": lambda c: _("This SIRET belongs to another SIREN than %(siren)s. Correct one of the two.") % c,
    "people.rna_wrong": lambda c: _(
        "“%(number)s” is not an RNA number: it is W followed by nine characters, as on the prefecture’s receipt."
    )
    % c,
    "people.rna_not_for_this_form": lambda c: _(
        "This legal form is not declared to the RNA. Leave the RNA number empty, or change the form."
    ),
    "people.siren_not_for_this_form": lambda c: _(
        "This kind of organisation has no SIREN. Leave it empty, or change the legal form."
    ),
    "people.court_not_for_this_form": lambda c: _(
        "Only associations of Alsace-Moselle stand in a court’s register. Leave it empty, or change the form."
    ),
    "people.country_wrong": lambda c: _("Give the country as two letters, such as FR or BE."),
    "people.postcode_wrong": lambda c: _("“%(postcode)s” is not a French postcode: it has five digits.") % c,
    "people.insee_wrong": lambda c: _("“%(code)s” is not an INSEE commune code: it has five characters.") % c,
    "people.email_wrong": lambda c: _("This is not an e-mail address that we can write to. Write it as name@example.org, without accents."),
    "people.website_wrong": lambda c: _("Write the website with https:// in front."),
    "people.number_taken": lambda c: _("Another organisation here already has this number. Look for it instead of entering it again."),
    "people.relation_unknown": lambda c: _("Choose what you are in this organisation."),
    "people.date_too_early": lambda c: _("This date is too far in the past."),
    "people.ends_before_it_starts": lambda c: _("The end comes before the beginning. Choose a later day."),
    "people.belongs_already": lambda c: _("This is already said. End the first before beginning again."),
    "people.belonging_unknown": lambda c: _("This belonging does not exist any more. Reload the page."),
    "people.language_unknown": lambda c: _("Choose French or English."),
    "people.profession_unknown": lambda c: _("Choose an occupation from the list, or none."),
    "people.purpose_unknown": lambda c: _("This choice does not exist any more. Reload the page."),
    "people.words_changed": lambda c: _("The words of this choice have changed. Reload the page, read them, then choose."),
    "people.token_name": lambda c: _("Give the token a name of %(most)s characters at most, so that you know it again.") % c,
    "people.token_levels": lambda c: _("Choose what the token may do: %(levels)s.") % c,
    "people.token_days": lambda c: _("A token lives from 1 to %(most)s days.") % c,
    "people.too_many_tokens": lambda c: _("You have %(most)s live tokens already. Revoke one first.") % c,
    "people.token_unknown": lambda c: _("This token does not exist any more. Reload the page."),
    "people.invitation_over": lambda c: _("This invitation was used, withdrawn, or is more than seven days old. Ask for another one."),
    "people.invitation_of_another": lambda c: _(
        "This invitation was sent to %(email)s. Sign in with that address, or ask to be invited at the one you use here."
    )
    % c,
    "people.erasure_under_way": lambda c: _("Your erasure is already asked for."),
    "people.second_factor_stale": lambda c: _(
        "Show your second factor again: it opens this for %(minutes)s minutes."
    )
    % c,
    "people.no_erasure": lambda c: _("There is no erasure to undo."),
}  # fmt: skip

register(SENTENCES)
