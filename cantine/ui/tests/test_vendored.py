"""Each vendored file is the one its line tells of."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "static" / "ui" / "vendor"
LINE = re.compile(r"^\| `(?P<file>[^`]+)` \| \S+ \| [\d.]+ \| [\w.-]+ \| `(?P<sha256>[0-9a-f]{64})` \|$", re.MULTILINE)


def test_every_vendored_file_has_its_checksum() -> None:
    told = {line["file"]: line["sha256"] for line in LINE.finditer((VENDOR / "VENDORED.md").read_text())}
    found = {
        file.relative_to(VENDOR).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in VENDOR.rglob("*")
        if file.is_file() and file.name != "VENDORED.md"
    }

    assert told == found
