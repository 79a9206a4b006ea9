"""Whether two names are alike: how much of a payer's name is in the words of a bank, whatever the order of words."""

import re
from functools import lru_cache

from cantine.kernel.folding import folded

ALIKE = 70
_FORMS = frozenset(
    "m mme mlle mr sa sas sasu sarl eurl scic scop sci snc ei association asso ste societe monsieur madame".split()
)


def likeness(name: str, words: str) -> int:
    """0 to 100. Forms of companies and courtesies say nothing; a name of fewer than three letters neither."""
    wanted = _trigrams(name)
    return 100 * len(wanted & _trigrams(words)) // len(wanted) if wanted else 0


@lru_cache(maxsize=4096)
def _trigrams(text: str) -> frozenset[str]:
    words = [each for each in re.findall(r"[a-z0-9]+", folded(text)) if each not in _FORMS]
    if sum(map(len, words)) < 3:
        return frozenset()
    return frozenset(f" {word} "[at : at + 3] for word in words for at in range(len(word)))
