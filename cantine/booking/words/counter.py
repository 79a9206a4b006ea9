# ruff: noqa: E501  (a sentence does not wrap)
"""The sentences of what happens at the counter: spaces let, messages, letters received, keys lent."""

from django.utils.translation import gettext as _

from cantine.booking.commands.domiciliation.wording import DOCUMENT_NAMES
from cantine.booking.rules.domiciliation import DocumentKind
from cantine.booking.words.times import day_words
from cantine.core.refusals import Words, register

OCCUPATIONS: dict[str, Words] = {
    "move_outside": lambda c: _("A move is between the first and the last day of the occupation: from %(first)s. Choose another day.") % {"first": day_words(c["first"])},
    "not_long_term": lambda c: _("“%(resource)s” is booked by the hour. Choose a space that is let for months, or say so in its settings.") % c,
    "occupant_missing": lambda c: _("Say who occupies it: a person or an organisation known here."),
    "occupation_out_of_range": lambda c: _("These days are too far away. Check the years."),
    "occupation_over": lambda c: _("This occupation ended on %(day)s: it can’t change any more.") % {"day": day_words(c["ends_on"])},
    "occupation_reversed": lambda c: _("The last day comes before the first, %(day)s. Choose a later day.") % {"day": day_words(c["starts_on"])},
    "occupation_unknown": lambda c: _("There is no such occupation here. Reload the page."),
    "only_long_term": lambda c: _("This is let for months, not by the hour. Ask the team about the waiting list."),
    "report_empty": lambda c: _("Write down one thing at least that you saw."),
    "report_exists": lambda c: _("This state report is already signed: it does not change."),
    "report_unsigned": lambda c: _("Both sign with their name."),
    "wish_for_nothing": lambda c: _("Say what is wished: a kind of space, or one space."),
    "wish_unknown": lambda c: _("This wish is no longer waiting. Reload the page."),
}  # fmt: skip

MESSAGES: dict[str, Words] = {
    "message_empty": lambda c: _("Write a subject and a message."),
    "message_to_nobody": lambda c: _("Nobody would receive this message. Choose another group."),
    "message_too_long": lambda c: _("This message is too long: %(most)s characters at most. Say the essential, and give a link to the rest.") % c,
    "message_too_often": lambda c: _("%(most)s messages left in a day: people would stop reading. Wait until tomorrow, or put a notice on the page and the screen.") % c,
    "message_unknown": lambda c: _("This message is no longer there. Reload the page."),
}  # fmt: skip

POST: dict[str, Words] = {
    "address_missing": lambda c: _("Write the address that the mail goes to."),
    "already_domiciled": lambda c: _("This organisation has its address here already."),
    "bearer_missing": lambda c: _("Say who takes it: choose a person, or write a name."),
    "domiciliation_out_of_range": lambda c: _("This day is too far away. Check the year."),
    "domiciliation_over": lambda c: _("This address ended on %(day)s: it can’t change any more.") % {"day": day_words(c["until"])},
    "domiciliation_reversed": lambda c: _("The last day comes before the first, %(day)s. Choose a later day.") % {"day": day_words(c["since"])},
    "domiciliation_unknown": lambda c: _("No such organisation has its address here. Reload the page."),
    "mail_already_announced": lambda c: _("What was noted is announced already. Hand it over, or send it back."),
    "mail_count_out_of_range": lambda c: _("Note between 1 and %(most)s letters at once.") % c,
    "mail_gone": lambda c: _("Some of it has left already. Reload the page to see what still waits."),
    "mail_unchosen": lambda c: _("Tick what is handed over or sent."),
}  # fmt: skip

CONTRACTS: dict[str, Words] = {
    "approval_later": lambda c: _("An approval is given by %(day)s. Check its date.") % {"day": day_words(c["day"])},
    "contract_before_address": lambda c: _("The address is given from %(day)s on: the contract begins then at the earliest.") % {"day": day_words(c["day"])},
    "contract_signed_already": lambda c: _("This contract is signed already. Reload the page."),
    "contract_too_long": lambda c: _("A term lasts %(most)s months at most. It is renewed without a word.") % c,
    "contract_too_short": lambda c: _("The law wants a contract of %(least)s months at least.") % c,
    "deposit_wrong": lambda c: _("A deposit is nothing, or an amount."),
    "document_expired": lambda c: _("This document had expired when it was seen. Ask for another."),
    "document_seen_later": lambda c: _("Write the day on which you saw it: %(day)s at the latest.") % {"day": day_words(c["day"])},
    "domiciliation_approval_over": lambda c: _("The approval of the prefecture ended on %(day)s. Ask for it again, then write its new number in the settings: nothing is signed before.") % {"day": day_words(c["day"])},
    "domiciliation_file_incomplete": lambda c: _("The law wants these documents seen before: %(what)s. Note each in the file, then come back.") % {"what": ", ".join(str(DOCUMENT_NAMES[DocumentKind(each)]) for each in c["kinds"])},
    "domiciliation_not_approved": lambda c: _("A place domiciles only with the approval of the prefecture. Write its number in the settings: nothing is signed before."),
    "domiciliation_notice_given": lambda c: _("The last day is known already: %(day)s.") % {"day": day_words(c["day"])},
    "domiciliation_without_contract": lambda c: _("Sign the contract first."),
    "domiciliation_without_entity": lambda c: _("Say first in whose name the place acts, in the settings: a contract has its name."),
    "notice_later": lambda c: _("Write the day on which notice was given: %(day)s at the latest.") % {"day": day_words(c["day"])},
    "notice_too_long": lambda c: _("A notice is of %(most)s months at most, and not longer than a term.") % c,
    "representative_missing": lambda c: _("Write who leads the organisation: the contract is signed by them."),
}  # fmt: skip

KEYS: dict[str, Words] = {
    "due_past": lambda c: _("This day is past. Choose today, %(day)s, or a later one.") % {"day": day_words(c["today"])},
    "key_lent": lambda c: _("Somebody has it already. Take it back first."),
    "key_lost": lambda c: _("It is lost. Take it back when it is found, or retire it."),
    "key_not_lent": lambda c: _("Nobody has it: it is at the place."),
    "key_number_taken": lambda c: _("Another key has the number “%(number)s”. Write its own.") % c,
    "key_retired": lambda c: _("It is off the register."),
    "key_unknown": lambda c: _("There is no such key here. Reload the page."),
}  # fmt: skip

for sentences in (OCCUPATIONS, MESSAGES, POST, CONTRACTS, KEYS):
    register(sentences)
