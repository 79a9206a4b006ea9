"""The baseline of docs/reference/security.md, on the answers themselves and on the settings of a public installation."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
CSP = {
    "default-src 'none'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "form-action 'self'",
    "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'", "require-trusted-types-for 'script'",
    "trusted-types cantine planning today", "script-src 'self'", "connect-src 'self'", "manifest-src 'self'",
    "report-uri /rapports/csp/",
}  # fmt: skip
PUBLIC = {
    "CANTINE_PUBLIC_URL": "https://cantine.example",
    "CANTINE_HOSTS": "cantine.example",
    "CANTINE_SECRET_KEY": "a key of more than fifty characters, with all sorts of signs in it: 0123456789!",
}
ASK = """
import json
from django.conf import settings as s
names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
  "SESSION_ENGINE", "CSRF_USE_SESSIONS", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT",
  "DATA_UPLOAD_MAX_MEMORY_SIZE", "DATA_UPLOAD_MAX_NUMBER_FIELDS", "DATA_UPLOAD_MAX_NUMBER_FILES"]
print(json.dumps({name: getattr(s, name) for name in names} | s.DATABASES["default"]["OPTIONS"]))
"""


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nobody", "member"])
@pytest.mark.parametrize(
    "address", ["/", "/compte/entrer/", "/moi/", "/nulle-part/", "/api/v1/places", "/api/v1/nothing"]
)
def test_every_answer_carries_the_baseline(three: Any, who: str, address: str) -> None:
    browser = Client()
    if who == "member":
        browser.force_login(three.member)
    answer = browser.get(address)
    policy = {part.strip().split(" 'nonce-")[0] for part in answer.headers["Content-Security-Policy"].split(";")}
    assert policy == CSP
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    expected = {
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    }  # fmt: skip
    assert {name: answer.headers[name] for name in expected} == expected
    assert all(
        f"{feature}=()" in answer.headers["Permissions-Policy"] for feature in ("geolocation", "microphone", "usb")
    )
    if who == "member":
        assert set(answer.headers["Cache-Control"].split(", ")) >= {"no-store", "private"}


def test_a_public_installation_passes_djangos_own_check_without_a_warning(tmp_path: Path) -> None:
    done = ask("check", "--deploy", "--fail-level", "WARNING", data=tmp_path)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (2 silenced).\n"), done.stderr


def test_a_public_installation_locks_its_cookies_and_bounds_what_it_reads(tmp_path: Path) -> None:
    said = json.loads(
        ask("shell", "--no-imports", "-c", ASK, data=tmp_path, CANTINE_DATABASE_URL="postgresql://x@h/d").stdout
    )
    assert said.pop("prepare_threshold", 5) == 5
    assert said == {
        "SESSION_COOKIE_NAME": "__Host-session", "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax", "SESSION_ENGINE": "cantine.core.sessions", "CSRF_USE_SESSIONS": True,
        "SECURE_HSTS_SECONDS": 63_072_000, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SECURE_SSL_REDIRECT": True,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2_621_440, "DATA_UPLOAD_MAX_NUMBER_FIELDS": 1000,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 20,
        "options": "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=15s"
        " -c plan_cache_mode=force_generic_plan",
    }  # fmt: skip


def test_what_shows_secrets_is_refused_with_a_public_host(tmp_path: Path) -> None:
    assert "CANTINE_DEBUG shows secrets" in ask("check", data=tmp_path, CANTINE_DEBUG="1").stderr
    assert "The demo's password is public" in ask("check", data=tmp_path, CANTINE_DEMO="1").stderr


def test_a_first_start_draws_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    ask("check", data=tmp_path, CANTINE_SECRET_KEY="")
    key = tmp_path / "secret-key"
    assert (len(key.read_text().strip()) >= 86, key.stat().st_mode & 0o777) == (True, 0o600)


def test_a_password_costs_what_the_baseline_says() -> None:
    from cantine.people.backends import HouseArgon2

    assert (HouseArgon2.memory_cost, HouseArgon2.time_cost, HouseArgon2.parallelism) == (19 * 1024, 2, 1)
    assert make_password("x", hasher=HouseArgon2.algorithm).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def ask(*words: str, data: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CANTINE_", "DJANGO_"))}
    environment = {
        **kept,
        **PUBLIC,
        "CANTINE_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "cantine.config.settings",
        **more,
    }
    program = [
        sys.executable,
        "-c",
        "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)",
    ]
    return subprocess.run([*program, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
