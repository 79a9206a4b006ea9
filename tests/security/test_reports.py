"""What a browser and the log say of what was refused."""

import json
import logging

import pytest

pytestmark = pytest.mark.django_db
REPORT = {
    "csp-report": {
        "document-uri": "https://lieu.fr/invitation/?jeton=secret", "blocked-uri": "https://evil.example/x.js?y#z",
        "violated-directive": "script-src-elem",
    }
}  # fmt: skip


def test_every_page_says_where_its_policy_is_reported(client) -> None:
    assert "report-uri /rapports/csp/" in client.get("/").headers["Content-Security-Policy"]


def test_a_report_is_one_line_without_what_an_address_asks_for(client, caplog) -> None:
    with caplog.at_level(logging.WARNING, "cantine.csp"):
        answer = client.post("/rapports/csp/", json.dumps(REPORT), content_type="application/csp-report")
    assert (answer.status_code, [record.getMessage() for record in caplog.records]) == (
        204, ["csp: script-src-elem blocked https://evil.example/x.js on https://lieu.fr/invitation/"],
    )  # fmt: skip


@pytest.mark.parametrize("body", ["", "[]", "{", '{"csp-report": 5}', '{"csp-report": {"blocked-uri": "http://[x"}}'])
def test_nonsense_is_answered_alike(client, body: str) -> None:
    assert client.post("/rapports/csp/", body, content_type="application/csp-report").status_code == 204


def test_reports_are_limited(client, settings) -> None:
    settings.CANTINE_RATES = {"csp.reports": 1}
    asked = [client.post("/rapports/csp/", REPORT, content_type="application/json").status_code for _ in range(2)]
    assert asked == [204, 429]


def test_a_refusal_is_one_line_of_the_log_and_a_fault_says_how_it_came_about() -> None:
    from cantine.core.logs import Brief

    shown = []
    for status in (403, 500):
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "x", (), (ValueError, ValueError(), None))
        record.status_code = status
        Brief().filter(record)
        shown.append(record.exc_info is not None)
    assert shown == [False, True]
