"""The words of the request desk: what stands in the way, what one may do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.desk.words import portability  # noqa: F401  registers the part of the export

register(
    {
        "request_unknown": lambda c: _("There is no such request here. Look for it on the board."),
        "request_empty": lambda c: _("Say in a few words what it is for."),
        "request_too_long": lambda c: _("%(most)s letters at most. Tell the rest when you are answered.") % c,
        "requester_missing": lambda c: _("Say who asks: a name, an address or a number."),
        "head_count_out_of_range": lambda c: _("How many people: from 1 to %(most)s.") % c,
        "minutes_out_of_range": lambda c: _("Minutes of one day: from 1 to %(most)s.") % c,
        "only_a_quote_quotes": lambda c: _("A request is quoted once its quote is sent."),
        "state_already": lambda c: _("The request stands there already."),
        "lead_unknown": lambda c: _("This person is not in the team any more. Choose another one."),
        "note_empty": lambda c: _("Write something first."),
        "answer_empty": lambda c: _("Write an answer first."),
        "title_missing": lambda c: _("Give this answer a title, by which the team finds it."),
        "payer_email_missing": lambda c: _("A quote is sent by e-mail: add an address."),
        "collaborative_has_no_quote": lambda c: _("What is made together has no quote. Change its flow first."),
    }
)  # fmt: skip

name_actions(
    "request",
    gettext_lazy("Requests"),
    {
        "request.see": gettext_lazy("See requests"),
        "request.ask": gettext_lazy("Ask for something"),
        "request.write": gettext_lazy("Note requests, say who leads and what comes next"),
        "request.answer": gettext_lazy("Answer by letter"),
        "request.note_time": gettext_lazy("Note time spent"),
        "request.quote": gettext_lazy("Draft a quote and hold its rooms"),
        "request.settle": gettext_lazy("Follow what becomes of a quote"),
        "request.forget": gettext_lazy("Forget who asked and was erased"),
    },
)
