"""Names of what a request is: how it came, its lane, where it stands, what it wants; and of where a quote stands."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.billing.rules import Stage
from cantine.desk.rules import CameBy, Lane, State, When
from cantine.ui import formats

Words = str | Promise
WAY_NAMES: dict[CameBy, Words] = {
    CameBy.FORM: pgettext_lazy("a request came by", "Form"),
    CameBy.MAIL: pgettext_lazy("a request came by", "E-mail"),
    CameBy.PHONE: pgettext_lazy("a request came by", "Phone"),
    CameBy.COUNTER: pgettext_lazy("a request came by", "Counter"),
}
LANE_NAMES: dict[Lane, Words] = {
    Lane.COMMERCIAL: gettext_lazy("Commercial"),
    Lane.COLLABORATIVE: gettext_lazy("Collaborative"),
}
STATE_NAMES: dict[State, Words] = {
    State.NEW: pgettext_lazy("request", "New"),
    State.ANSWERED: pgettext_lazy("request", "Answered"),
    State.QUOTED: pgettext_lazy("request", "Quoted"),
    State.WON: pgettext_lazy("request", "Won"),
    State.LOST: pgettext_lazy("request", "Lost"),
    State.CLOSED: pgettext_lazy("request", "Closed"),
}
STATE_KINDS: dict[State, str] = {
    State.NEW: "warn", State.ANSWERED: "info", State.QUOTED: "hold", State.WON: "ok", State.LOST: "bad", State.CLOSED: "",
}  # fmt: skip
STAGE_NAMES: dict[Stage, Words] = {
    Stage.DRAFT: pgettext_lazy("quote", "Draft"),
    Stage.SENT: pgettext_lazy("quote", "Sent"),
    Stage.ACCEPTED: pgettext_lazy("quote", "Accepted"),
    Stage.REFUSED: pgettext_lazy("quote", "Refused"),
    Stage.EXPIRED: pgettext_lazy("quote", "Past its day"),
    Stage.WITHDRAWN: pgettext_lazy("quote", "Withdrawn"),
}
STAGE_KINDS: dict[Stage, str] = {
    Stage.DRAFT: "hold", Stage.SENT: "info", Stage.ACCEPTED: "ok", Stage.REFUSED: "bad", Stage.EXPIRED: "", Stage.WITHDRAWN: "",
}  # fmt: skip
WANT_NAMES: dict[str, Words] = {
    "catering": gettext_lazy("Food or drink"),
    "projector": gettext_lazy("A screen"),
    "sound": gettext_lazy("Sound or video"),
    "access": gettext_lazy("Step-free access"),
    "several_rooms": gettext_lazy("Several rooms"),
    "desks": gettext_lazy("Desks"),
}


def when_words(when: When) -> str:
    """“jeudi 12 mars 2026, 9:00–12:30”."""
    day = formats.full_day(when.day)
    if when.starts is None:
        return day
    starts = when.starts.isoformat("minutes")
    return (
        f"{day}, {starts}–{when.ends.isoformat('minutes')}"
        if when.ends
        else _("%(day)s from %(hour)s") % {"day": day, "hour": starts}
    )


def age_words(days: int) -> str:
    """“today”, “3 d”."""
    return _("today") if not days else _("%(days)s d") % {"days": days}
