"""The archive of a person's copy: one page to read, one JSON to take elsewhere, and a list of both."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string

from cantine.people.queries import Section

FORMAT = "cantine-person/1"


def archive_of(sections: Sequence[Section], *, now: datetime) -> bytes:
    """``index.html`` (readable, accessible, needs nothing else), ``data.json`` and ``manifest.json``."""
    files = {
        "index.html": render_to_string("people/copy.html", {"sections": sections, "now": now}).encode(),
        "data.json": _json({"format": FORMAT, "made_at": now, "sections": {s.code: _table(s) for s in sections}}),
    }
    files["manifest.json"] = _json(
        {"format": FORMAT, "made_at": now, "files": [_line(*item) for item in files.items()]}
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _table(section: Section) -> dict[str, Any]:
    keys = [key for key, _ in section.columns]
    return {"title": str(section.title), "rows": [dict(zip(keys, row, strict=True)) for row in section.rows]}


def _line(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
