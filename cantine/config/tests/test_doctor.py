"""What the doctor says, sentence by sentence."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cantine.config.doctor.finding import Level
from cantine.config.doctor.machine import backup_finding, disk_finding, mail_finding, time_zones
from cantine.config.doctor.server import clock_finding, role_finding
from cantine.config.doctor.service import jobs_finding

NOW = datetime(2026, 4, 14, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def note_backup(folder: Path, *, made_at: datetime) -> None:
    (folder / "backups").mkdir()
    (folder / "backups" / "last-verified.json").write_text(json.dumps({"made_at": made_at.isoformat()}))


def test_no_backup_is_a_warning(tmp_path: Path) -> None:
    assert backup_finding(tmp_path, now=NOW).level == Level.WARNING


def test_a_backup_of_last_night_is_well(tmp_path: Path) -> None:
    note_backup(tmp_path, made_at=NOW - timedelta(hours=7))
    finding = backup_finding(tmp_path, now=NOW)
    assert finding.level == Level.WELL
    assert finding.sentence == "Backups: the last one, 7 hours old, was restored on trial."


def test_a_backup_of_the_day_before_yesterday_is_wrong(tmp_path: Path) -> None:
    note_backup(tmp_path, made_at=NOW - timedelta(hours=27))
    assert backup_finding(tmp_path, now=NOW).level == Level.WRONG


@pytest.mark.parametrize(
    ("free", "level"), [(299_000_000, Level.WRONG), (1_900_000_000, Level.WARNING), (2_100_000_000, Level.WELL)]
)
def test_little_disk_is_said_before_none_is_left(free: int, level: Level) -> None:
    assert disk_finding(free).level == level


def test_a_role_that_row_security_does_not_hold_is_wrong() -> None:
    assert role_finding("cantine_app", False, False, False).level == Level.WELL
    for superuser, bypasses, owner in [(True, False, False), (False, True, False), (False, False, True)]:
        assert role_finding("postgres", superuser, bypasses, owner).level == Level.WRONG


def test_clocks_apart_are_said_and_a_slow_answer_is_no_drift() -> None:
    after = NOW + timedelta(seconds=9)
    assert clock_finding(NOW + timedelta(seconds=4), before=NOW, after=after).level == Level.WELL
    assert clock_finding(NOW - timedelta(seconds=3), before=NOW, after=after).level == Level.WRONG
    assert clock_finding(after + timedelta(seconds=3), before=NOW, after=after).level == Level.WRONG


def test_jobs_that_nobody_does_are_wrong_and_failed_ones_a_warning() -> None:
    assert jobs_finding(0, 0, 0).level == Level.WELL
    assert jobs_finding(2, 0, 0).level == Level.WARNING
    assert jobs_finding(0, 1, 0).level == Level.WARNING
    assert jobs_finding(0, 0, 3).level == Level.WRONG


def test_no_mail_server_is_a_warning_and_a_silent_one_is_wrong() -> None:
    assert mail_finding({}).level == Level.WARNING
    assert mail_finding({"CANTINE_EMAIL_URL": "smtp://127.0.0.1:1"}).level == Level.WRONG


def test_all_the_territories_have_their_zone_here() -> None:
    assert [finding.level for finding in time_zones()] == [Level.WELL]
