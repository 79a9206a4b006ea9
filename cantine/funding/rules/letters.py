"""An amount written out in French, as cheques and tax receipts have it: « deux cent quarante-cinq euros et cinquante centimes »."""

UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
THOUSAND, MILLION, MILLIARD = 1_000, 1_000_000, 1_000_000_000


def in_letters(cents: int) -> str:
    """Whole cents, from nothing to less than a thousand milliards of euros."""
    euros, rest = divmod(cents, 100)
    said = []
    if euros or not rest:
        said.append(f"{number_in_letters(euros)} {_euros(euros)}")
    if rest:
        said.append(f"{number_in_letters(rest)} {'centime' if rest == 1 else 'centimes'}")
    return " et ".join(said)


def number_in_letters(number: int) -> str:
    """A cardinal: vingt and cent take an s where they are multiplied and end the number, or stand before a million."""
    if number < THOUSAND:
        return _below_thousand(number, ends=True)
    for step, noun in ((MILLIARD, "milliard"), (MILLION, "million")):
        if number >= step:
            count, rest = divmod(number, step)
            head = f"{number_in_letters(count)} {noun}{'s' if count > 1 else ''}"
            return f"{head} {number_in_letters(rest)}" if rest else head
    count, rest = divmod(number, THOUSAND)
    head = "mille" if count == 1 else f"{_below_thousand(count, ends=False)} mille"
    return f"{head} {_below_thousand(rest, ends=True)}" if rest else head


def _below_thousand(number: int, *, ends: bool) -> str:
    """``ends``: nothing follows, so that vingt and cent may take their s."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, ends=ends)
    head = "cent" if hundreds == 1 else f"{UNITS[hundreds]} cent"
    if rest:
        return f"{head} {_below_hundred(rest, ends=ends)}"
    return f"{head}s" if hundreds > 1 and ends else head


def _below_hundred(number: int, *, ends: bool) -> str:
    if number < 20:
        return UNITS[number]
    ten, unit = divmod(number, 10)
    if ten in {7, 9}:
        ten, unit = ten - 1, unit + 10
    if not unit:
        return TENS[ten] + ("s" if ten == 8 and ends else "")
    if unit in {1, 11} and ten != 8:
        return f"{TENS[ten]} et {UNITS[unit]}"
    return f"{TENS[ten]}-{UNITS[unit]}"


def _euros(euros: int) -> str:
    if euros >= MILLION and euros % MILLION == 0:
        return "d’euros"
    return "euro" if euros < 2 else "euros"
