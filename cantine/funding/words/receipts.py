# ruff: noqa: E501  (a sentence does not wrap)
"""What stands in the way of a tax receipt."""

from django.utils.translation import gettext as _

from cantine.core.refusals import register
from cantine.ui import formats

register(
    {
        "receipts_article_missing": lambda c: _("Say under which article gifts open a right: 200 for persons, 238 bis for firms."),
        "receipts_purpose_missing": lambda c: _("Say what the body is for, as its statutes do: the receipt prints it."),
        "receipts_signer_missing": lambda c: _("Say who signs, and as what: president, treasurer."),
        "receipts_unconfirmed": lambda c: _("Confirm that the conditions of the law are met. If in doubt, ask the tax office first: the answer is in writing and binds it."),
        "receipts_off": lambda c: _("This place gives no tax receipts. Whoever answers for it may switch them on."),
        "receipts_article_off": lambda c: (_("No receipt is given to firms here (article %(article)s). If the body may give them, say so first in the settings of receipts.") if c["firms"] else _("No receipt is given to persons here (article %(article)s). If the body may give them, say so first in the settings of receipts.")) % c,
        "receipts_number_missing": lambda c: _("The receipt must print the SIREN or the RNA of the body. Write one in its settings."),
        "gift_undone": lambda c: _("This gift was undone: it opens no right."),
        "donor_address_missing": lambda c: _("The receipt prints the whole address of the donor: street, postcode, town."),
        "donor_legal_form_missing": lambda c: _("The receipt of a firm prints its legal form: SARL, SAS, association…"),
        "donor_siren_missing": lambda c: _("The receipt of a firm prints its SIREN: nine digits."),
        "donor_email_missing": lambda c: _("The donor left no e-mail. Print the receipt and send it by post."),
        "receipt_already": lambda c: _("This gift has its receipt. Cancel it to give another."),
        "receipt_unknown": lambda c: _("There is no such receipt here. Look for it in the list."),
        "receipt_cancelled_already": lambda c: _("It was cancelled already, on %(day)s.") % {"day": formats.full_day(c["day"])},
    }
)  # fmt: skip
