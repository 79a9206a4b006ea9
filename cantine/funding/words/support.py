"""What stands in the way of a sponsorship or of a gift."""

from django.utils.translation import gettext as _

from cantine.core.refusals import register
from cantine.ui import formats

register(
    {
        "counterpart_missing": lambda c: _("Say what the sponsor has in return. With nothing in return, it is a gift."),
        "support_year_wrong": lambda c: _("Write a year of four figures."),
        "sponsorship_unknown": lambda c: _("There is no such sponsorship here. Look for it in the list."),
        "sponsorship_dropped": lambda c: _("It was given up on %(day)s.") % {"day": formats.full_day(c["day"])},
        "sponsorship_billed": lambda c: _("It is on an invoice. Take it off the draft, or issue a credit note, first."),
        "sponsor_gone": lambda c: _("This organisation is no longer known here: there is nobody to invoice."),
        "donor_unnamed": lambda c: _("Say who gives, in at most 160 letters."),
        "gift_kind_unsaid": lambda c: _("Of a gift in kind, say what it is, who valued it and how."),
        "gift_unknown": lambda c: _("There is no such gift here. Look for it in the list."),
        "gift_reason_missing": lambda c: _("Say in a few words why it is undone: the books keep it."),
        "gift_undone_already": lambda c: _("It was undone already, on %(day)s.") % {"day": formats.full_day(c["day"])},
        "right_days_out_of_range": lambda c: _("Write how many days: from a half to 366."),
        "right_hours_out_of_range": lambda c: _("Write how many hours a day has: 24 at most."),
        "recurring_unknown": lambda c: _("There is no such cost here. Look for it in the list."),
        "recurring_ends_before": lambda c: _("It ends before its first date. Change one of the two days."),
        "gift_has_receipt": lambda c: _("It has a tax receipt. Cancel the receipt first."),
    }
)  # fmt: skip
