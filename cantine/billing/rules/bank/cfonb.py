"""CFONB 120, what French banks still give first: records of 120 columns, 01 the old balance, 04 a movement, 05 more about it,
07 the new balance. The last digit of an amount carries its sign: ``{``, A to I above zero, ``}``, J to R below.

Source: CFONB, “Relevés de compte sur support informatique”, July 2004.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from cantine.billing.rules.bank.lines import BankLine, Reading, Statement, iban_of, read
from cantine.kernel import Refusal

WIDTH = 120
ABOVE, BELOW = "{ABCDEFGHI", "}JKLMNOPQR"
_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")  # the key of a French account


@dataclass
class _Open:
    """An account whose records are being read."""

    account: str
    opening: int
    lines: list[BankLine] = field(default_factory=list)


class _Wrong(Exception):
    """Why a record cannot be read."""

    def __init__(self, code: str, **context: object) -> None:
        super().__init__(code)
        self.code, self.context = code, context


def is_cfonb(text: str) -> bool:
    return re.match(r"\s*01\d{5}.{11}[A-Z ]{0,3}", text) is not None and len(text.strip("\r\n").split("\n")[0]) >= 100


def read_cfonb(text: str) -> Reading:
    done: list[Statement] = []
    wrong: list[Refusal] = []
    now: _Open | None = None
    for number, record in _records(text):
        try:
            now = _take(record, now, done)
        except _Wrong as why:
            wrong.append(Refusal(why.code, {"line": number, **why.context}, "file"))
    if now is not None and not wrong:
        done.append(Statement(now.account, now.opening, None, tuple(now.lines)))
    return read(done, wrong)


def _records(text: str) -> Iterator[tuple[int, str]]:
    """With their number in the file; some banks send them without an end of line."""
    flat = text.strip("\r\n\x1a")
    if "\n" not in flat and len(flat) > WIDTH:
        flat = "\n".join(flat[at : at + WIDTH] for at in range(0, len(flat), WIDTH))
    for number, record in enumerate(flat.split("\n"), 1):
        if record.strip():
            yield number, record.rstrip("\r").ljust(WIDTH)


def _take(record: str, now: _Open | None, done: list[Statement]) -> _Open | None:
    kind = record[:2]
    if len(record) > WIDTH or kind not in {"01", "04", "05", "07"}:
        raise _Wrong("bank_record_wrong")
    if kind == "01":
        if now is not None:
            done.append(Statement(now.account, now.opening, None, tuple(now.lines)))
        return _Open(_account(record), _amount(record))
    if now is None:
        raise _Wrong("bank_record_wrong")
    if kind == "07":
        done.append(Statement(now.account, now.opening, _amount(record), tuple(now.lines)))
        return None
    if kind == "04":
        now.lines.append(_movement(record))
    elif now.lines:
        now.lines[-1] = _more(now.lines[-1], record[45:48], record[48:118].strip())
    return now


def _movement(record: str) -> BankLine:
    number, reference = record[81:88].strip(), record[104:120].strip()
    return BankLine(
        day=_day(record[34:40]), value_day=_day(record[42:48]) if record[42:48].strip(" 0") else None,
        cents=_amount(record), label=record[48:79].strip(), reference=reference,
        bank_key=number if number.strip("0") else "", reversal=bool(record[40:42].strip(" 0")),
    )  # fmt: skip


def _more(line: BankLine, qualifier: str, words: str) -> BankLine:
    """What a record 05 adds: who paid (NPY) or was paid (NBE), from which account, and with which words."""
    if not words:
        return line
    if qualifier in {"NPY", "NBE"}:
        return replace(line, counterparty=line.counterparty or words)
    if qualifier in {"CPY", "CBE", "IPY", "IBE"} and (iban := iban_of(words.split(maxsplit=1)[0])):
        return replace(line, iban=iban)
    if qualifier in {"RCN", "REF", "LCC", "LC2", "LCS"}:
        return replace(line, reference=f"{line.reference} {words}".strip())
    return replace(line, label=f"{line.label} {words}".strip())


def _amount(record: str) -> int:
    """The amount of columns 91 to 104, its decimals in column 20."""
    digits, last, decimals = record[90:103], record[103], record[19].strip() or "2"
    sign, unit = (-1, BELOW.find(last)) if last in BELOW else (1, ABOVE.find(last))
    if not (digits.isascii() and digits.isdigit() and decimals.isdigit() and unit >= 0):
        raise _Wrong("bank_amount_wrong", said=record[90:104].strip())
    if record[16:19].strip() not in {"", "EUR"}:
        raise _Wrong("bank_currency_other", said=record[16:19])
    whole, scale = int(digits) * 10 + unit, int(decimals)
    cents, rest = divmod(whole * 100, int(10**scale))
    if rest:
        raise _Wrong("bank_amount_wrong", said=record[90:104].strip())
    return sign * int(cents)


def _day(text: str) -> date:
    try:
        return date(2000 + int(text[4:6]), int(text[2:4]), int(text[:2]))
    except ValueError:
        raise _Wrong("bank_day_wrong", said=text) from None


def _account(record: str) -> str:
    """The IBAN that the bank, the branch and the account make: other formats name the same account by it."""
    bank, branch, account = record[2:7], record[11:16], record[21:32].strip().rjust(11, "0")
    numbers = [each.translate(_LETTERS) for each in (bank, branch, account)]
    if not all(each.isascii() and each.isdigit() for each in numbers):
        return f"{bank} {branch} {account}"
    key = 97 - (89 * int(numbers[0]) + 15 * int(numbers[1]) + 3 * int(numbers[2])) % 97
    national = f"{bank}{branch}{account}{key:02}"
    check = 98 - int("".join(str(int(each, 36)) for each in f"{national}FR00")) % 97
    return f"FR{check:02}{national}"
