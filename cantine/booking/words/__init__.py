"""Booking's words: the sentences of its refusals, the names of its actions, and the tables of the export."""

from cantine.booking.words import actions, counter, portability
from cantine.booking.words.refusals import SENTENCES, limit_words, state_words

__all__ = ["SENTENCES", "actions", "counter", "limit_words", "portability", "state_words"]
