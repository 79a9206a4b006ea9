"""A bank file of any of the three kinds, from its bytes; and camt.053, the one that is XML.

An XML file that declares a document type is refused before it is read, and the reader resolves no entity nor address.
Versions are told apart by what they hold, not by their number: from .001.02 to .001.08 and on.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree

from cantine.billing.rules.bank import (
    BankLine,
    Columns,
    Reading,
    Statement,
    cents_of,
    iban_of,
    is_cfonb,
    read,
    read_cfonb,
    read_table,
    table_of,
)
from cantine.kernel import Refusal

UNSAID = "MS03"  # a return without a reason: the bank does not say why
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


class _Wrong(Exception):
    def __init__(self, code: str, at: Any, said: str = "") -> None:
        super().__init__(code)
        self.refusal = Refusal(code, {"line": at.sourceline or 0, "said": said}, "file")


def read_file(content: bytes, *, columns: Columns | None = None) -> Reading:
    """``columns``: those that a person chose, where it is a table."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return read_camt(content)
    text = text_of(content)
    if is_cfonb(text):
        return read_cfonb(text)
    table = table_of(text)
    if table is None:
        return Reading(wrong=(Refusal("bank_file_unknown", {}, "file"),))
    return read_table(table, columns or table.columns)


def text_of(content: bytes) -> str:
    """UTF-8, else what French banks have written since before it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("iso-8859-15")


def read_camt(content: bytes) -> Reading:
    if b"<!" in content.replace(b"\0", b"").replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        return Reading(wrong=(Refusal("bank_xml_unsafe", {}, "file"),))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as why:
        return Reading(wrong=(Refusal("bank_xml_wrong", {"line": why.lineno or 0}, "file"),))
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    found = root.findall("BkToCstmrStmt/Stmt")
    if not found:
        return Reading(wrong=(Refusal("bank_file_unknown", {}, "file"),))
    wrong: list[Refusal] = []
    statements = [_statement(each, wrong) for each in found]
    return read(statements, wrong)


def _statement(node: Any, wrong: list[Refusal]) -> Statement:
    lines: list[BankLine] = []
    for entry in node.iterfind("Ntry"):
        try:
            lines += _lines(entry)
        except _Wrong as why:
            wrong.append(why.refusal)
    account = iban_of(_text(node, "Acct/Id/IBAN")) or _text(node, "Acct/Id/IBAN") or _text(node, "Acct/Id/Othr/Id")
    try:
        return Statement(account[:34], _balance(node, _OPENING), _balance(node, _CLOSING), tuple(lines))
    except _Wrong as why:
        wrong.append(why.refusal)
        return Statement(account[:34], None, None, ())


def _balance(node: Any, codes: tuple[str, ...]) -> int | None:
    balances = {_text(each, "Tp/CdOrPrtry/Cd"): each for each in reversed(node.findall("Bal"))}
    found = next((balances[code] for code in codes if code in balances), None)
    return None if found is None else _signed(found, found)


def _lines(entry: Any) -> Iterator[BankLine]:
    """What is booked; a batch is opened into its transactions where their amounts are said and add up, unless it is one that we
    asked for: debits paid in are one line, as the run was one file."""
    if (_text(entry, "Sts/Cd") or _text(entry, "Sts")) not in {"BOOK", ""}:
        return
    whole = BankLine(
        day=_day(entry, "BookgDt") or _said(entry, "bank_day_wrong"), value_day=_day(entry, "ValDt"),
        cents=_signed(entry, entry), label=_text(entry, "AddtlNtryInf"), bank_key=_text(entry, "AcctSvcrRef"),
        reversal=_text(entry, "RvslInd") in {"true", "1"},
    )  # fmt: skip
    parts = entry.findall("NtryDtls/TxDtls")
    batch = _text(entry, "NtryDtls/Btch/PmtInfId")
    if batch and whole.cents > 0 and not whole.reversal:
        yield replace(whole, reference=batch)
        return
    if len(parts) > 1 and (amounts := [_part(each, entry) for each in parts]) and sum(amounts) == whole.cents:
        for each, cents in zip(parts, amounts, strict=True):
            own = _text(each, "Refs/AcctSvcrRef") or whole.bank_key
            yield replace(_told(whole, each), cents=cents, bank_key=own)
    else:
        yield _told(whole, parts[0]) if len(parts) == 1 else whole


def _part(node: Any, entry: Any) -> int:
    """The amount of one transaction of a batch; 0 where it is not said."""
    holder = node if node.find("Amt") is not None else node.find("AmtDtls/TxAmt")
    return 0 if holder is None else _signed(holder, node if node.find("CdtDbtInd") is not None else entry)


def _told(line: BankLine, node: Any) -> BankLine:
    """Who it is from, or to, and what they wrote."""
    back = node.find("RtrInf") is not None
    first, other = ("Dbtr", "Cdtr") if (line.cents > 0) != line.reversal or back else ("Cdtr", "Dbtr")
    name = _text(node, f"RltdPties/{first}/Nm") or _text(node, f"RltdPties/{first}/Pty/Nm")
    written = " ".join(filter(None, [each.text or "" for each in node.iterfind("RmtInf/Ustrd")])).strip()
    structured = [_plain(each.text) for each in node.iterfind("RmtInf/Strd/CdtrRefInf/Ref")]
    end_to_end = _text(node, "Refs/EndToEndId")
    references = [*structured, "" if end_to_end == "NOTPROVIDED" else end_to_end]
    references += [_text(node, "Refs/MndtId")] if back else []
    return replace(
        line, counterparty=name or _text(node, f"RltdPties/{other}/Nm") if line.reversal else name,
        iban=iban_of(_text(node, f"RltdPties/{first}Acct/Id/IBAN")), label=" ".join(written.split()) or line.label,
        reference=" ".join(filter(None, references)), bank_key=line.bank_key or _text(node, "Refs/AcctSvcrRef"),
        return_code=(_text(node, "RtrInf/Rsn/Cd") or UNSAID)[:4] if back else "",
    )  # fmt: skip


def _signed(holder: Any, directed: Any) -> int:
    """The amount of ``holder`` with the direction that ``directed`` says; a reversal says its own."""
    amount, way = holder.find("Amt"), _text(directed, "CdtDbtInd")
    said = "" if amount is None else _plain(amount.text)
    cents = cents_of(said) if re.fullmatch(r"\d+(\.\d+)?", said) else None
    if cents is None or way not in {"CRDT", "DBIT"}:
        raise _Wrong("bank_amount_wrong", holder, said)
    if amount.get("Ccy", "EUR") != "EUR":
        raise _Wrong("bank_currency_other", holder, amount.get("Ccy"))
    return cents if way == "CRDT" else -cents


def _day(node: Any, name: str) -> date | None:
    said = _text(node, f"{name}/Dt") or _text(node, f"{name}/DtTm")
    try:
        return date.fromisoformat(said[:10]) if said else None
    except ValueError:
        raise _Wrong("bank_day_wrong", node, said) from None


def _said(node: Any, code: str) -> date:
    raise _Wrong(code, node)


def _text(node: Any, path: str) -> str:
    return _plain(node.findtext(path))


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
