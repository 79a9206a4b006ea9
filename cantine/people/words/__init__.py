"""People's words: sentences of refusals, names of forms, relations, levels and purposes, and the export's tables."""

from cantine.people.queries.names import KINDS, LEGAL_FORMS, LEVELS, PURPOSES, RELATIONS
from cantine.people.words import portability
from cantine.people.words.refusals import SENTENCES

__all__ = ["KINDS", "LEGAL_FORMS", "LEVELS", "PURPOSES", "RELATIONS", "SENTENCES", "portability"]
