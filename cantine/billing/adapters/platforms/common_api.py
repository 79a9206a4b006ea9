"""The API that approved platforms share (AFNOR XP Z12-013, version 1): flows that leave and come, and the directory.

A session is entered by OAuth 2, client credentials. What happens before anything left is ``CannotReach``; an answer that says no is
``Refusing``; a line that breaks while a file leaves is neither, and goes up as it is: nobody knows whether it arrived.
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx

from cantine.billing.commands.reporting import Came, CannotReach, News, Parcel, Reach, Refusing, Told
from cantine.billing.queries.reporting import Access

FLOWS, DIRECTORY = "/afnor-flow/v1", "/afnor-directory/v1"
FACTUR_X, REPORT = "Factur-X", "FRR"
SECONDS, LIMIT, MOST_PAGES, MOST_BYTES = 20.0, 100, 20, 20_000_000
SINCE_EVER = "2026-09-01T00:00:00.000Z"
INVOICE_IN, LIFE = "SupplierInvoice", "LC"
BEFORE_LEAVING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


class CommonApi:
    """One entity at its platform. ``transport`` is for tests."""

    def __init__(self, access: Access, *, transport: httpx.BaseTransport | None = None) -> None:
        self._access, self._token = access, ""
        self._http = httpx.Client(timeout=SECONDS, transport=transport, follow_redirects=False)

    def send_invoice(self, parcel: Parcel) -> Told:
        return self._send(parcel, FACTUR_X, "application/pdf")

    def send_report(self, parcel: Parcel) -> Told:
        return self._send(parcel, REPORT, "application/xml")

    def status(self, flow_id: str) -> Told:
        return _acknowledged(self._read("GET", f"{FLOWS}/flows/{flow_id}").json())

    def receive(self, since: str) -> News:
        """All that changed since, page after page, the oldest first."""
        told, came, until = [], [], since
        for flow in self._changed(since or SINCE_EVER):
            until = max(until, str(flow.get("updatedAt") or ""))
            kind, ours = str(flow.get("flowType") or ""), flow.get("flowDirection") == "Out"
            if ours:
                told.append(_acknowledged(flow))
            elif kind.endswith(LIFE):
                told.append(_status(self._file(flow)))
            elif kind == INVOICE_IN:
                came.append(Came(str(flow["flowId"]), str(flow.get("name") or flow["flowId"]), self._file(flow)))
        return News(tuple(told), tuple(came), until)

    def reach(self, siren: str) -> Reach | None:
        """None where the directory does not know it: a file would arrive nowhere."""
        answer = self._read("GET", f"{DIRECTORY}/siren/code-insee:{siren}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        found = answer.json()
        return Reach(str(found.get("businessName") or ""), found.get("administrativeStatus") != "C")

    def _send(self, parcel: Parcel, syntax: str, media: str) -> Told:
        info = {"flowSyntax": syntax, "name": parcel.name, "trackingId": str(parcel.flow)}
        if parcel.road:
            info["processingRule"] = parcel.road
        files = {
            "file": (parcel.name, parcel.content, media), "flowInfo": (None, json.dumps(info), "application/json"),
        }  # fmt: skip
        answer = self._read("POST", f"{FLOWS}/flows", files=files)
        if not answer.is_success:
            raise Refusing(f"HTTP {answer.status_code}")
        return _acknowledged(answer.json())

    def _changed(self, since: str) -> Iterator[dict[str, Any]]:
        for _page in range(MOST_PAGES):
            asked = {"where": {"updatedAfter": since}, "limit": LIMIT}
            found = self._read("POST", f"{FLOWS}/flows/search", json=asked).json().get("results", [])
            yield from found
            if len(found) < LIMIT:
                return
            since = max(str(each.get("updatedAt") or "") for each in found)

    def _file(self, flow: dict[str, Any]) -> bytes:
        content = self._read("GET", f"{FLOWS}/flows/{flow['flowId']}", params={"docType": "Original"}).content
        if len(content) > MOST_BYTES:
            raise Refusing(f"{flow['flowId']}: {len(content)} bytes")
        return content

    def _read(self, method: str, path: str, **said: Any) -> httpx.Response:
        """Only a file that leaves can leave one unsure: of all else, whatever breaks, nothing left."""
        self._enter()
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            return _checked(self._http.request(method, self._access.base_url + path, headers=headers, **said))
        except BEFORE_LEAVING as error:
            raise CannotReach(str(error)) from error
        except httpx.HTTPError as error:
            if "files" in said:
                raise
            raise CannotReach(str(error)) from error

    def _enter(self) -> None:
        if self._token:
            return
        access = self._access
        try:
            answer = _checked(
                self._http.post(
                    access.token_url, data={"grant_type": "client_credentials"}, auth=(access.client_id, access.secret)
                )
            )
        except httpx.HTTPError as error:  # nothing of ours left yet, whatever broke
            raise CannotReach(str(error)) from error
        self._token = str(answer.json().get("access_token") or "") if answer.is_success else ""
        if not self._token:
            raise Refusing("access_token")


def _checked(answer: httpx.Response) -> httpx.Response:
    """An answer, “not found” included. Raises Refusing, with what the platform says; CannotReach where it says that it took nothing; and,
    where it broke, what httpx raises."""
    if answer.is_success or answer.status_code == httpx.codes.NOT_FOUND:
        return answer
    if answer.status_code in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}:
        raise CannotReach(f"HTTP {answer.status_code}")
    if answer.is_server_error:
        answer.raise_for_status()
    raise Refusing(f"HTTP {answer.status_code}{_said(answer)}")


def _said(answer: httpx.Response) -> str:
    try:
        said = answer.json()
    except ValueError:
        return ""
    words = (
        said.get("errorMessage") or said.get("error_description") or said.get("error") if isinstance(said, dict) else ""
    )
    return f" : {words}" if words else ""


def _acknowledged(flow: dict[str, Any]) -> Told:
    said = flow.get("acknowledgement") or {}
    reasons = (f"{each.get('reasonMessage')} ({each.get('reasonCode')})" for each in said.get("details") or [])
    return Told(str(said.get("status") or "Pending"), str(flow.get("flowId") or ""), reason=" ; ".join(reasons))


def _status(content: bytes) -> Told:
    """A message of the life of an invoice (CDAR): which one, where it is, and why. One that can't be read says nothing, so that it does
    not keep the others waiting."""
    import pyfrctc

    try:
        said = pyfrctc.parse_cdar(content, check_xsd=False, check_schematron=False)
    except (RuntimeError, ValueError):
        return Told("")
    reasons = (each.get("reason_txt") or "" for each in said.get("doc_status") or [])
    return Told(
        str(said.get("status_code") or ""), number=str(said.get("invoice_number") or ""), reason=" ; ".join(filter(None, reasons))
    )  # fmt: skip
