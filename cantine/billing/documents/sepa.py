"""A debit run as the bank reads it: pain.008.001.08, valid by its schema, addresses in parts, one batch per kind and sequence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from lxml import etree

from cantine.kernel.folding import folded

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"
SCHEMA = Path(__file__).parent / "schemas" / "pain.008.001.08.xsd"


class Invalid(Exception):
    """The file is not what banks read. Nothing was kept: this is a fault of the program."""


@dataclass(frozen=True)
class Collector:
    name: str
    iban: str
    bic: str
    ics: str


@dataclass(frozen=True)
class Collection:
    """A debit: its own name (35 characters at most), what the payer reads, and the mandate that lets it."""

    id: str
    cents: int
    words: str
    rum: str
    signed_on: date
    scheme: str
    sequence: str
    name: str
    street: str
    postcode: str
    town: str
    country: str
    iban: str


def pain008(
    *, reference: str, made_at: datetime, on: date, collector: Collector, collections: Sequence[Collection]
) -> bytes:  # fmt: skip
    """Raises Invalid."""
    root = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})
    body = _add(root, "CstmrDrctDbtInitn")
    head = _add(body, "GrpHdr")
    _add(head, "MsgId", reference)
    _add(head, "CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _counted(head, collections)
    _add(_add(head, "InitgPty"), "Nm", _text(collector.name, 70))
    batches: dict[tuple[str, str], list[Collection]] = defaultdict(list)
    for each in collections:
        batches[each.scheme, each.sequence].append(each)
    for (scheme, sequence), batch in sorted(batches.items()):
        _batch(body, f"{reference}-{scheme}-{sequence}"[:35], scheme, sequence, on, collector, batch)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if not _schema().validate(etree.fromstring(content)):
        raise Invalid(str(_schema().error_log.last_error))
    return content


def _batch(
    body: etree._Element, name: str, scheme: str, sequence: str, on: date, collector: Collector, batch: list[Collection]
) -> None:  # fmt: skip
    node = _add(body, "PmtInf")
    _add(node, "PmtInfId", name)
    _add(node, "PmtMtd", "DD")
    _add(node, "BtchBookg", "true")
    _counted(node, batch)
    kind = _add(node, "PmtTpInf")
    _add(_add(kind, "SvcLvl"), "Cd", "SEPA")
    _add(_add(kind, "LclInstrm"), "Cd", scheme)
    _add(kind, "SeqTp", sequence)
    _add(node, "ReqdColltnDt", on.isoformat())
    _add(_add(node, "Cdtr"), "Nm", _text(collector.name, 70))
    _add(_add(_add(node, "CdtrAcct"), "Id"), "IBAN", collector.iban)
    _agent(node, "CdtrAgt", collector.bic)
    _add(node, "ChrgBr", "SLEV")
    other = _add(_add(_add(_add(node, "CdtrSchmeId"), "Id"), "PrvtId"), "Othr")
    _add(other, "Id", collector.ics)
    _add(_add(other, "SchmeNm"), "Prtry", "SEPA")
    for each in batch:
        _debit(node, each)


def _debit(batch: etree._Element, each: Collection) -> None:
    node = _add(batch, "DrctDbtTxInf")
    _add(_add(node, "PmtId"), "EndToEndId", each.id)
    _add(node, "InstdAmt", _amount(each.cents)).set("Ccy", "EUR")
    mandate = _add(_add(node, "DrctDbtTx"), "MndtRltdInf")
    _add(mandate, "MndtId", each.rum)
    _add(mandate, "DtOfSgntr", each.signed_on.isoformat())
    _agent(node, "DbtrAgt", "")
    debtor = _add(node, "Dbtr")
    _add(debtor, "Nm", _text(each.name, 70))
    address = _add(debtor, "PstlAdr")
    for tag, said in (
        ("StrtNm", _text(each.street, 70)), ("PstCd", _text(each.postcode, 16)), ("TwnNm", _text(each.town, 35)),
        ("Ctry", each.country),
    ):  # fmt: skip
        _add(address, tag, said)
    _add(_add(_add(node, "DbtrAcct"), "Id"), "IBAN", each.iban)
    _add(_add(node, "RmtInf"), "Ustrd", _text(each.words, 140))


def _counted(node: etree._Element, collections: Iterable[Collection]) -> None:
    listed = list(collections)
    _add(node, "NbOfTxs", str(len(listed)))
    _add(node, "CtrlSum", _amount(sum(each.cents for each in listed)))


def _agent(node: etree._Element, tag: str, bic: str) -> None:
    agent = _add(_add(node, tag), "FinInstnId")
    if bic:
        _add(agent, "BICFI", bic)
    else:
        _add(_add(agent, "Othr"), "Id", "NOTPROVIDED")


def _add(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    node = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    node.text = text or None
    return node


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _text(said: str, most: int) -> str:
    """Banks read the bare letters of ISO 20022, and few signs."""
    kept = "".join(
        each if each.isascii() and (each.isalnum() or each in "/-?:().,'+ ") else " " for each in folded(said).upper()
    )
    return " ".join(kept.split())[:most].strip() or "-"


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))
