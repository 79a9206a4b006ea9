"""Checks of the machine and its settings, which need no database."""

import os
import shutil
import smtplib
import subprocess
import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cantine.config.backup import current_instant, last_verified
from cantine.config.doctor.finding import Finding, warning, well, wrong
from cantine.config.place import data_folder
from cantine.config.supervisor import python
from cantine.config.words import _

ZONES = (
    *("Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Reunion"),
    *("Indian/Mayotte", "America/Miquelon", "America/St_Barthelemy", "America/Marigot", "Pacific/Noumea"),
    *("Pacific/Wallis", "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier", "Indian/Kerguelen"),
)
LOW_DISK_BYTES, TINY_DISK_BYTES = 2_000_000_000, 300_000_000
OLDEST_BACKUP = timedelta(hours=26)


def configuration() -> Sequence[Finding]:
    """Django's own checks, those of a deployment where the site is public, in a process of their own."""
    public = os.environ.get("CANTINE_PUBLIC_URL", "").startswith("https://")
    wish = ["--deploy"] if public else []
    done = subprocess.run(
        python("cantine", "check", "--fail-level=WARNING", *wish), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        return [wrong(_("Configuration: {why}").format(why="\n   ".join(said[-12:])))]
    return [
        well(_("Configuration: every setting is understood. The data stand in {folder}.").format(folder=data_folder()))
    ]


def time_zones() -> Sequence[Finding]:
    """Every zone of the French territories."""
    missing = sorted(set(ZONES) - zoneinfo.available_timezones())
    if missing:
        sentence = _("Time zones: {zones} unknown to this machine. Install the package tzdata.")
        return [wrong(sentence.format(zones=", ".join(missing)))]
    return [well(_("Time zones: Paris and all the overseas territories are known."))]


def disk() -> Sequence[Finding]:
    """Room left where the data stand."""
    return [disk_finding(shutil.disk_usage(data_folder()).free)]


def disk_finding(free: int) -> Finding:
    megabytes = round(free / 1e6)
    if free < TINY_DISK_BYTES:
        return wrong(_("Disk: only {room} MB left; writing will soon fail. Make room now.").format(room=megabytes))
    if free < LOW_DISK_BYTES:
        return warning(_("Disk: {room} MB left. Make room before it runs out.").format(room=megabytes))
    return well(_("Disk: {room} GB left.").format(room=round(free / 1e9)))


def mail() -> Sequence[Finding]:
    """Whether the mail server answers."""
    return [mail_finding(os.environ)]


def mail_finding(environment: Mapping[str, str]) -> Finding:
    url = environment.get("CANTINE_EMAIL_URL", "")
    if not url:
        return warning(_("Mail: nothing leaves this machine. Set CANTINE_EMAIL_URL=smtp://user:password@server:587."))
    parts = urlsplit(url)
    host, secure = parts.hostname or "localhost", parts.scheme == "smtps"
    door = smtplib.SMTP_SSL if secure else smtplib.SMTP
    try:
        with door(host, parts.port or (465 if secure else 587), timeout=10) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        sentence = _("Mail: the server {host} does not answer ({why}). Check CANTINE_EMAIL_URL.")
        return wrong(sentence.format(host=host, why=error))
    return well(_("Mail: the server {host} answers.").format(host=host))


def backups() -> Sequence[Finding]:
    """Age of the last backup that was restored on trial."""
    return [backup_finding(data_folder(), now=current_instant())]


def backup_finding(folder: Path, *, now: datetime) -> Finding:
    made_at = last_verified(folder)
    if made_at is None:
        return warning(_("Backups: none was ever made and tried. Run “cantine backup” every night."))
    hours = round((now - made_at).total_seconds() / 3600)
    if now - made_at > OLDEST_BACKUP:
        sentence = _("Backups: the last one that was tried is {hours} hours old. Run “cantine backup” every night.")
        return wrong(sentence.format(hours=hours))
    return well(_("Backups: the last one, {hours} hours old, was restored on trial.").format(hours=hours))
