"""Small writers of the three kinds of bank file: what they write is read back the same."""

from collections.abc import Sequence
from datetime import date

from cantine.billing.rules.bank import BankLine
from cantine.billing.rules.bank.cfonb import ABOVE, BELOW

IBAN = "FR7630006000011234567890189"
V02, V08 = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02", "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def a_camt(lines: Sequence[BankLine], *, opening: int = 0, closing: int | None = None, version: str = V02) -> bytes:
    reached = opening + sum(line.cents for line in lines) if closing is None else closing
    body = "".join(_entry(line, version) for line in lines)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{version}"><BkToCstmrStmt><Stmt>'
        f"<Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>"
        f"{_balance('OPBD', opening)}{_balance('CLBD', reached)}\n{body}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _money(cents: int) -> str:
    way = "CRDT" if cents >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{abs(cents) // 100}.{abs(cents) % 100:02}</Amt><CdtDbtInd>{way}</CdtDbtInd>'


def _balance(code: str, cents: int) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_money(cents)}</Bal>"


def _entry(line: BankLine, version: str) -> str:
    side = "Dbtr" if line.cents > 0 else "Cdtr"
    name = f"<Nm>{_xml(line.counterparty)}</Nm>"
    party = f"<{side}>{name if version == V02 else f'<Pty>{name}</Pty>'}</{side}>"
    account = f"<{side}Acct><Id><IBAN>{line.iban}</IBAN></Id></{side}Acct>" if line.iban else ""
    status = "BOOK" if version == V02 else "<Cd>BOOK</Cd>"
    return (
        f"<Ntry>{_money(line.cents)}<Sts>{status}</Sts><BookgDt><Dt>{line.day}</Dt></BookgDt>"
        f"<ValDt><Dt>{line.value_day or line.day}</Dt></ValDt>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{_xml(line.reference) or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"<RltdPties>{party}{account}</RltdPties>"
        f"<RmtInf><Ustrd>{_xml(line.label)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def a_cfonb(lines: Sequence[BankLine], *, opening: int = 0, closing: int | None = None) -> bytes:
    reached = opening + sum(line.cents for line in lines) if closing is None else closing
    first = min((line.day for line in lines), default=date(2026, 1, 1))
    records = [_record("01", opening, first)]
    for line in lines:
        records.append(_record("04", line.cents, line.day, label=line.label, value=line.value_day))
        for qualifier, words in (("NPY", line.counterparty), ("CPY", line.iban), ("RCN", line.reference)):
            if words:
                records.append(f"{_record('05', 0, line.day)[:45]}{qualifier}{words:<70}  ")
    return ("\r\n".join([*records, _record("07", reached, first)]) + "\r\n").encode("iso-8859-15")


def _record(kind: str, cents: int, day: date, *, label: str = "", value: date | None = None) -> str:
    return (
        f"{kind}30006    00001EUR2 12345678901{'05' if kind == '04' else '  '}{day:%d%m%y}  {value or day:%d%m%y}{label:<31}  0000000  "
        f"{overpunched(cents)}{'':16}"
    )


def overpunched(cents: int) -> str:
    digits = f"{abs(cents):014}"
    return digits[:-1] + (BELOW if cents < 0 else ABOVE)[int(digits[-1])]


def a_table(
    lines: Sequence[BankLine], *, delimiter: str = ";", encoding: str = "iso-8859-15", split: bool = True
) -> bytes:
    head = [
        "Date",
        "Date de valeur",
        "Libellé",
        "Tiers",
        "IBAN",
        "Référence",
        *(["Débit", "Crédit"] if split else ["Montant"]),
    ]
    rows = [delimiter.join(head)]
    for line in lines:
        amount = f"{abs(line.cents) // 100},{abs(line.cents) % 100:02}"
        whole = amount if line.cents >= 0 else f"-{amount}"
        money = ["", whole][:: 1 if line.cents >= 0 else -1] if split else [whole]
        cells = [
            f"{line.day:%d/%m/%Y}",
            f"{line.value_day:%d/%m/%Y}",
            line.label,
            line.counterparty,
            line.iban,
            line.reference,
            *money,
        ]
        rows.append(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells))
    return ("\n".join(rows) + "\n").encode(encoding)
