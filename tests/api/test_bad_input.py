"""What no client should send is answered 4xx with a sentence, and never breaks anything."""

import json
from typing import Any

import pytest

pytestmark = pytest.mark.django_db
PATH = "/places/la-cantine-d-essai/bookings"
FINE = {
    "resource": "salle-rouge",
    "starts_at": "2026-03-11T10:00:00+01:00",
    "ends_at": "2026-03-11T11:00:00+01:00",
}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("starts_at", "2026-02-30T10:00:00Z", "input_no_such_instant"),
        ("starts_at", "2026-03-11T25:00:00Z", "input_no_such_instant"),
        ("starts_at", "2026-03-11T10:00:00", "input_without_offset"),
        ("starts_at", "2026-03-11", "input_not_an_instant"),
        ("starts_at", "demain", "input_not_an_instant"),
        ("starts_at", 1773220000, "input_not_an_instant"),
        ("starts_at", ["2026-03-11T10:00:00Z"], "input_not_an_instant"),
        ("starts_at", None, "input_not_an_instant"),
        ("starts_at", "9999-12-31T23:59:59-12:00", "input_no_such_instant"),
        ("starts_at", "0001-01-01T00:00:00+12:00", "input_no_such_instant"),
        ("ends_at", "9999-12-31T23:59:59Z", "date_out_of_range"),
        ("ends_at", "2026-03-11T10:00:00+01:00", "ends_before_it_starts"),
        ("resource", ["salle-rouge"], "input_not_text"),
        ("resource", "", "input_too_short"),
        ("resource", "nulle-part", "resource_unknown"),
        ("resource", "00000000-0000-0000-0000-000000000000", "resource_unknown"),
        ("resource", "a\x00b", "input_control_character"),
        ("title", "a\x00b", "input_control_character"),
        ("title", {"a": 1}, "input_not_text"),
        ("title", "x" * 121, "input_too_long"),
        ("note", "x" * 3000, "input_too_long"),
        ("quantity", 10**30, "input_out_of_range"),
        ("quantity", "2", "input_not_whole"),
        ("quantity", 1.5, "input_not_whole"),
        ("quantity", True, "input_not_whole"),
        ("quantity", [1], "input_not_whole"),
        ("quantity", -1, "quantity_below_one"),
        ("guests", -1, "guests_below_zero"),
        ("title_hidden", "yes", "input_not_yes_or_no"),
        ("layout", "inconnue", "layout_unknown"),
        ("rrule", "FREQ=DAILY;BYHOUR=3", "rrule_within_a_day"),
        ("rrule", "FREQ=DAILY;COUNT=2\x00", "input_control_character"),
        ("skip", "2026-03-11T10:00:00Z", "input_not_a_list"),
        ("skip", ["x"], "input_not_an_instant"),
        ("move", [{"date": "2026-03-11T10:00:00Z", "x": 1}], "input_unknown"),
        ("for_person", "nobody", "input_not_in_form"),
        ("for_person", "00000000-0000-0000-0000-000000000000", "person_unknown"),
        ("hold_until", "2020-01-01T00:00:00Z", "hold_already_over"),
        ("titre", "x", "input_unknown"),
    ],
)
def test_a_wrong_value_is_refused_with_its_field(three, api, field: str, value: Any, code: str) -> None:
    status, body = api(three.manager).post(PATH, {**FINE, field: value})
    assert (status, body["code"]) == (422, "refused")
    told = {each["code"]: each for each in body["refusals"]}
    assert code in told
    assert told[code]["sentence"].endswith((".", "."))
    assert (told[code]["field"] or field).split(".")[0] in {field, "starts_at"}


@pytest.mark.parametrize("missing", sorted(FINE))
def test_what_is_missing_is_named(three, api, missing: str) -> None:
    status, body = api(three.member).post(PATH, {key: value for key, value in FINE.items() if key != missing})
    assert (status, [(each["code"], each["field"]) for each in body["refusals"]]) == (422, [("input_missing", missing)])


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"{", 400, "unreadable"),
        (b"\xff\xfe", 400, "unreadable"),
        (b'{"resource": NaN}', 400, "unreadable"),
        (b'{"title": "\\ud800"}', 400, "unreadable"),
        (b"[" * 100_000, 400, "unreadable"),
        (b"[]", 422, "refused"),
        (b"null", 422, "refused"),
        (b'"text"', 422, "refused"),
        (b"", 422, "refused"),
        (b'{"quantity": ' + b"9" * 5000 + b"}", 400, "unreadable"),
    ],
)
def test_a_body_that_is_no_booking_is_said_so(three, api, raw: bytes, status: int, code: str) -> None:
    assert send(api(three.member), raw) == (status, code)


def test_ten_megabytes_of_title_are_not_read(three, api) -> None:
    assert send(api(three.member), json.dumps({**FINE, "title": "x" * 10_000_000}).encode()) == (413, "too-large")


def test_a_form_is_not_json(three, api) -> None:
    assert send(api(three.member), b"resource=salle-rouge", "application/x-www-form-urlencoded") == (
        415, "unsupported-type",
    )  # fmt: skip


def send(client: Any, raw: bytes, kind: str = "application/json") -> tuple[int, str]:
    answer = client.client.generic("POST", f"/api/v1{PATH}", raw, content_type=kind)
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(
    "query",
    [
        "", "starts_at=x&ends_at=y", "starts_at=2026-03-11T10:00:00&ends_at=2026-03-12T10:00:00",
        "starts_at=2026-03-12T10:00:00Z&ends_at=2026-03-11T10:00:00Z",
        "starts_at=2026-01-01T00:00:00Z&ends_at=2026-12-31T00:00:00Z",
        "starts_at=1900-01-01T00:00:00Z&ends_at=1900-01-02T00:00:00Z",
        "starts_at=2026-03-11T00:00:00Z&ends_at=2026-03-12T00:00:00Z&kind=%00&resource=%00",
        "starts_at=2026-03-11T00:00:00Z&ends_at=2026-03-12T00:00:00Z&cursor=WyJ4IiwgMV0&kind=" + "x" * 50,
    ],
)  # fmt: skip
def test_a_window_that_is_none_is_refused(three, api, query: str) -> None:
    for path in (PATH, PATH.replace("bookings", "availability")):
        status, body = api(three.member).get(f"{path}?{query}")
        assert (status, body["code"]) == (422, "refused")
        assert all(each["sentence"] for each in body["refusals"])


def test_a_parameter_that_nobody_reads_is_a_typing_mistake(three, api) -> None:
    status, body = api().get(f"/places/{three.place.slug}/resources", kinds="room")
    assert (status, [(each["code"], each["field"]) for each in body["refusals"]]) == (422, [("input_unknown", "kinds")])


def test_an_unescaped_plus_is_read_as_it_was_meant(three, api) -> None:
    path = f"{PATH}?starts_at=2026-03-11T00:00:00+01:00&ends_at=2026-03-12T00:00:00+01:00"
    assert api(three.member).get(path)[0] == 200
