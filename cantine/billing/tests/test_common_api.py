"""The adapter of the API that platforms share. The exchanges are written from its published description (AFNOR XP Z12-013) as the library
pyfrctc reads it, not recorded from a platform: ids and sentences are made up, names of fields and codes are not."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from cantine.billing.adapters.platforms import CommonApi
from cantine.billing.commands.reporting import CannotReach, Parcel, Reach, Refusing, Told
from cantine.billing.queries.reporting import Access
from cantine.core.sealing import seal

BASE, TOKEN = "https://api.pa.example", "https://api.pa.example/oauth2/token"
PARCEL = Parcel(7, "732829320-ventes.xml", b"<Report/>", is_report=True)
SENT = {"flowId": "flow-1", "flowSyntax": "FRR", "acknowledgement": {"status": "Pending"}}
REJECTED = {
    "flowId": "flow-1", "flowDirection": "Out", "flowType": "StateInvoice", "updatedAt": "2026-10-02T09:00:00.000Z",
    "acknowledgement": {"status": "Error", "details": [
        {"item": "TT-13", "level": "Error", "reasonCode": "REJ_SEMAN", "reasonMessage": "SIREN inconnu"}]},
}  # fmt: skip
CAME = {
    "flowId": "in-1", "flowDirection": "In", "flowType": "SupplierInvoice", "name": "F42.pdf", "updatedAt": "2026-10-02T10:00:00.000Z",
}  # fmt: skip
Answer = Callable[[httpx.Request], httpx.Response]


def api(answer: Answer, asked: list[httpx.Request] | None = None) -> CommonApi:
    """A platform that gives a key, then what ``answer`` says."""

    def handle(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append(request)
        if str(request.url) == TOKEN:
            return httpx.Response(200, json={"access_token": "key", "expires_in": 3600})
        return answer(request)

    return CommonApi(Access(BASE, TOKEN, "moi", seal("s3cret")), transport=httpx.MockTransport(handle))


def test_a_report_leaves_with_its_syntax_and_its_key() -> None:
    asked: list[httpx.Request] = []
    told = api(lambda request: httpx.Response(202, json=SENT), asked).send_report(PARCEL)
    assert told == Told("Pending", "flow-1")
    key, sent = asked
    assert key.headers["Authorization"].startswith("Basic ")
    assert (sent.method, str(sent.url)) == ("POST", f"{BASE}/afnor-flow/v1/flows")
    assert sent.headers["Authorization"] == "Bearer key"
    body = sent.read()
    info = {"flowSyntax": "FRR", "name": PARCEL.name, "trackingId": "7"}
    assert json.dumps(info).encode() in body
    assert PARCEL.content in body


def test_an_invoice_says_its_road() -> None:
    asked: list[httpx.Request] = []
    parcel = Parcel(8, "FA1.pdf", b"%PDF", is_report=False, road="B2G")
    api(lambda request: httpx.Response(202, json=SENT), asked).send_invoice(parcel)
    assert b'"processingRule": "B2G"' in asked[1].read()
    assert b'"flowSyntax": "Factur-X"' in asked[1].read()


def test_a_refusal_is_told_in_words() -> None:
    said = {"errorCode": "BAD_REQUEST", "errorMessage": "Fichier illisible"}
    with pytest.raises(Refusing, match="HTTP 400 : Fichier illisible"):
        api(lambda request: httpx.Response(400, json=said)).send_report(PARCEL)
    with pytest.raises(Refusing, match="HTTP 422"):
        api(lambda request: httpx.Response(422, text="oops")).send_report(PARCEL)


def test_a_platform_that_is_down_took_nothing() -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    for answer in (down, lambda request: httpx.Response(503)):
        with pytest.raises(CannotReach):
            api(answer).send_report(PARCEL)


def test_a_line_that_breaks_while_it_leaves_is_neither() -> None:
    def cut(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("no answer")

    with pytest.raises(httpx.ReadTimeout):
        api(cut).send_report(PARCEL)
    with pytest.raises(httpx.HTTPStatusError):
        api(lambda request: httpx.Response(502)).send_report(PARCEL)
    with pytest.raises(CannotReach):  # a question that breaks sent nothing
        api(cut).reach("732829320")


def test_news_are_read_page_after_page() -> None:
    since: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/flows/search"):
            since.append(json.loads(request.read())["where"]["updatedAfter"])
            full = [REJECTED] * 100 if len(since) == 1 else [CAME]
            return httpx.Response(200, json={"results": full})
        assert str(request.url) == f"{BASE}/afnor-flow/v1/flows/in-1?docType=Original"
        return httpx.Response(200, content=b"%PDF")

    news = api(answer).receive("2026-10-01T00:00:00.000Z")
    assert since == ["2026-10-01T00:00:00.000Z", "2026-10-02T09:00:00.000Z"]
    assert set(news.told) == {Told("Error", "flow-1", reason="SIREN inconnu (REJ_SEMAN)")}
    assert [(each.flow_id, each.name, each.content) for each in news.came] == [("in-1", "F42.pdf", b"%PDF")]
    assert news.until == "2026-10-02T10:00:00.000Z"


def test_the_life_of_an_invoice_is_read_from_its_message() -> None:
    life = {
        "flowId": "lc-1",
        "flowDirection": "In",
        "flowType": "CustomerInvoiceLC",
        "updatedAt": "2026-10-03T10:00:00.000Z",
    }
    content = CDAR.encode()

    def answer(request: httpx.Request) -> httpx.Response:
        found = {"results": [life]}
        return httpx.Response(200, json=found) if "search" in request.url.path else httpx.Response(200, content=content)

    (told,) = api(answer).receive("").told
    assert told == Told("210", number="FA2026-000042", reason="Montant contesté")


def test_a_message_that_cannot_be_read_keeps_no_other_waiting() -> None:
    life = {
        "flowId": "lc-1",
        "flowDirection": "In",
        "flowType": "CustomerInvoiceLC",
        "updatedAt": "2026-10-03T10:00:00.000Z",
    }

    def answer(request: httpx.Request) -> httpx.Response:
        found = {"results": [life]}
        return (
            httpx.Response(200, json=found) if "search" in request.url.path else httpx.Response(200, content=b"<broken")
        )

    assert api(answer).receive("").told == (Told(""),)


def test_the_directory_knows_a_siren_or_not() -> None:
    known = {"siren": "732829320", "businessName": "La Cantine", "administrativeStatus": "A"}
    assert api(lambda request: httpx.Response(200, json=known)).reach("732829320") == Reach("La Cantine", active=True)
    unknown = {"errorCode": "NOT_FOUND"}
    assert api(lambda request: httpx.Response(404, json=unknown)).reach("732829320") is None
    assert api(lambda request: httpx.Response(200, json=REJECTED)).status("flow-1").code == "Error"


CDAR = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossDomainAcknowledgementAndResponse
  xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocumentContext/>
  <rsm:ExchangedDocument>
    <ram:IssueDateTime><udt:DateTimeString format="204">20261003100000</udt:DateTimeString></ram:IssueDateTime>
  </rsm:ExchangedDocument>
  <rsm:AcknowledgementDocument>
    <ram:ReferenceReferencedDocument>
      <ram:IssuerAssignedID>FA2026-000042</ram:IssuerAssignedID>
      <ram:ProcessConditionCode>210</ram:ProcessConditionCode>
      <ram:ProcessCondition>Refusée</ram:ProcessCondition>
      <ram:SpecifiedDocumentStatus><ram:Reason>Montant contesté</ram:Reason></ram:SpecifiedDocumentStatus>
    </ram:ReferenceReferencedDocument>
  </rsm:AcknowledgementDocument>
</rsm:CrossDomainAcknowledgementAndResponse>
"""
