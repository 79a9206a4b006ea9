"""Dues as people say them: what a kind asks, until when somebody is a member, where a row of dues is."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.billing.documents.figures import day as day_words
from cantine.memberships.queries.dues import DuesKindLine, DuesLine
from cantine.memberships.rules.dues import DuesPeriod, DuesState, DuesTerms, DuesWho, MemberStanding, MemberState
from cantine.memberships.rules.papers import PaperKind
from cantine.memberships.rules.shares import MovementKind, SubscriptionState
from cantine.pricing.commands.wording import named
from cantine.ui import formats

WHO_NAMES: dict[DuesWho, str | Promise] = {
    DuesWho.PERSON: gettext_lazy("A person"),
    DuesWho.STUDENT: gettext_lazy("A student"),
    DuesWho.FIRM: gettext_lazy("A firm"),
    DuesWho.COLLECTIVE: gettext_lazy("An association or a collective"),
}
PERIOD_NAMES: dict[DuesPeriod, str | Promise] = {
    DuesPeriod.CIVIL: gettext_lazy("The calendar year"),
    DuesPeriod.MONTHS: gettext_lazy("Twelve months from the payment"),
    DuesPeriod.SCHOOL: gettext_lazy("From September to August"),
}
STATE_NAMES: dict[DuesState, str | Promise] = {
    DuesState.CALLED: pgettext_lazy("dues", "to pay"),
    DuesState.PAID: pgettext_lazy("dues", "paid"),
    DuesState.WAIVED: pgettext_lazy("dues", "waived"),
    DuesState.DROPPED: pgettext_lazy("dues", "dropped"),
}
MEMBER_NAMES: dict[MemberState, str | Promise] = {
    MemberState.NEVER: pgettext_lazy("member", "not yet"),
    MemberState.COMING: pgettext_lazy("member", "soon"),
    MemberState.CURRENT: pgettext_lazy("member", "up to date"),
    MemberState.GRACE: pgettext_lazy("member", "to renew"),
    MemberState.LAPSED: pgettext_lazy("member", "lapsed"),
}
MEMBER_BADGES = {
    MemberState.CURRENT: "ok", MemberState.GRACE: "warn", MemberState.LAPSED: "", MemberState.NEVER: "", MemberState.COMING: "",
}  # fmt: skip
PAPER_NAMES: dict[PaperKind, str | Promise] = {
    PaperKind.DUES_CALL: gettext_lazy("Call for dues"),
    PaperKind.DUES_RECEIPT: gettext_lazy("Receipt of dues"),
    PaperKind.BULLETIN: gettext_lazy("Subscription of shares"),
    PaperKind.CERTIFICATE: gettext_lazy("Certificate of shares"),
    PaperKind.CONTRACT: gettext_lazy("Contract of domiciliation"),
    PaperKind.ATTESTATION: gettext_lazy("Attestation of domiciliation"),
    PaperKind.REGISTRY: gettext_lazy("Letter to the registry"),
}

SUBSCRIPTION_NAMES: dict[SubscriptionState, str | Promise] = {
    SubscriptionState.ASKED: pgettext_lazy("bulletin", "to sign"),
    SubscriptionState.SIGNED: pgettext_lazy("bulletin", "to pay"),
    SubscriptionState.PAID: pgettext_lazy("bulletin", "to admit"),
    SubscriptionState.ADMITTED: pgettext_lazy("bulletin", "admitted"),
    SubscriptionState.REFUSED: pgettext_lazy("bulletin", "refused"),
    SubscriptionState.ANNULLED: pgettext_lazy("bulletin", "annulled"),
}
MOVEMENT_NAMES: dict[MovementKind, str | Promise] = {
    MovementKind.SUBSCRIBED: pgettext_lazy("shares", "subscribed"),
    MovementKind.RECEIVED: pgettext_lazy("shares", "received from another"),
    MovementKind.HANDED: pgettext_lazy("shares", "handed to another"),
    MovementKind.WITHDRAWN: pgettext_lazy("shares", "withdrawn"),
    MovementKind.ANNULLED: pgettext_lazy("shares", "annulled"),
    MovementKind.TAKEN: pgettext_lazy("shares", "from the old register"),
}


@dataclass(frozen=True)
class Offer:
    """A kind of dues as it is shown."""

    code: str
    name: str
    who: str
    amount: str
    free: bool
    words: str
    online: bool
    suggested: tuple[str, ...]


def offer_of(kind: DuesKindLine, today: date) -> Offer | None:
    """None before its first terms begin."""
    terms = kind.terms_on(today)
    if terms is None:
        return None
    return Offer(
        code=kind.code, name=named(kind.name_fr, kind.name_en), who=str(WHO_NAMES[kind.who]),
        amount=formats.money(terms.cents), free=terms.free, words=period_words(kind), online=kind.online,
        suggested=tuple(map(formats.money, terms.suggested)),
    )  # fmt: skip


def period_words(kind: DuesKindLine) -> str:
    """“The calendar year; from October on, the next one too”."""
    said = str(PERIOD_NAMES[kind.period])
    if kind.next_from is None or kind.period is DuesPeriod.MONTHS:
        return said
    month = formats.month(date(2000, kind.next_from, 1)).removesuffix(" 2000")
    return _("%(period)s; for who joins from %(month)s on, the next one too") % {"period": said, "month": month}


def amount_words(terms: DuesTerms) -> str:
    amount = formats.money(terms.cents)
    return _("free, from %(amount)s on") % {"amount": amount} if terms.free else amount


def days_words(line: DuesLine) -> str:
    return _("%(first)s to %(last)s") % {
        "first": formats.plain_day(line.first_day), "last": formats.plain_day(line.last_day),
    }  # fmt: skip


def standing_words(standing: MemberStanding) -> str:
    """“Member since 3 March 2024, until 31 December 2026”."""
    if standing.since is None or standing.until is None:
        return _("No dues paid yet")
    said = {"since": day_words(standing.since), "until": day_words(standing.until)}
    if standing.holds:
        return _("Member since %(since)s, until %(until)s") % said
    if standing.state is MemberState.COMING:
        return _("Member from %(since)s to %(until)s") % said
    return _("Member from %(since)s to %(until)s, and no more since") % said
