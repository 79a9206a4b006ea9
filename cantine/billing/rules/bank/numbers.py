"""The numbers of invoices in the words of a transfer: as they are, without their zeros, with spaces, after “facture”."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cantine.billing.rules.bank.candidates import Candidate
from cantine.kernel.folding import folded

_REFERENCE = re.compile(r"(.*?)(20\d\d)-(\d+)")
_NUMBER = re.compile(r"(?<!\d)(20\d\d)[\s./_-]*0*(\d{1,9})(?!\d)")
_GLUE = r"[\s./_:;#-]*(?:n[o°]?[\s.:]*)?"
_WORDS = r"(?:fa|fac|fact|facture|inv|invoice)"
Key = tuple[int, int]


def by_number(candidates: Iterable[Candidate]) -> Mapping[Key, Sequence[tuple[str, Candidate]]]:
    """(year, number) → (the letters before, the invoice), made once for all the lines."""
    found: dict[Key, list[tuple[str, Candidate]]] = defaultdict(list)
    for each in candidates:
        if parts := _REFERENCE.fullmatch(folded(each.reference)):
            found[int(parts[2]), int(parts[3])].append((parts[1], each))
    return found


def named_in(text: str, numbers: Mapping[Key, Sequence[tuple[str, Candidate]]]) -> list[Candidate]:
    """The invoices whose number stands in ``text``, in its order, each once. A year and a number that nothing comes before are
    a date, or anything."""
    plain, named = folded(text), {}
    for found in _NUMBER.finditer(plain):
        before = plain[: found.start()]
        for letters, each in numbers.get((int(found[1]), int(found[2])), ()):
            if re.search(rf"(?<![a-z0-9])(?:{re.escape(letters)}|{_WORDS}){_GLUE}$", before):
                named[each.id] = each
    return list(named.values())
