"""The archive as a file: a zip of members whose digests stand in its manifest."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, Any

from cantine.kernel import Refusal, Refused

FORMAT, SCHEMA = "cantine.place", 1
MANIFEST = "manifest.json"
MOST_MEMBERS = 20_000
MOST_BYTES = 4 * 1024**3
CHUNK = 1 << 20
EPOCH = (1980, 1, 1, 0, 0, 0)  # members carry no date: the same rows make the same bytes


@dataclass(frozen=True)
class Member:
    """One file of the archive; ``rows`` is 0 for what holds none."""

    name: str
    bytes: int
    sha256: str
    rows: int = 0


class Packed:
    """An archive being written."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zip = zipped
        self.members: list[Member] = []

    def add(self, name: str, chunks: Iterable[bytes], *, rows: int = 0) -> Member:
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name, EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        self.members.append(Member(name, size, digest.hexdigest(), rows))
        return self.members[-1]

    def close(self, **said: Any) -> str:
        """Write the manifest and return its digest, by which the archive is known."""
        manifest = {"format": FORMAT, "schema": SCHEMA, **said, "members": [asdict(each) for each in self.members]}
        written = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        info = zipfile.ZipInfo(MANIFEST, EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(info, written)
        return hashlib.sha256(written).hexdigest()


@contextmanager
def packed(file: IO[bytes]) -> Iterator[Packed]:
    with zipfile.ZipFile(file, "w", allowZip64=True) as zipped:
        yield Packed(zipped)


class Box:
    """An archive being read; every member's digest is checked before anything else is believed."""

    def __init__(self, zipped: zipfile.ZipFile, manifest: dict[str, Any], sha256: str) -> None:
        self._zip, self.manifest, self.sha256 = zipped, manifest, sha256
        self.members = {each["name"]: Member(**each) for each in manifest["members"]}

    def records(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a member in JSON lines; none when the archive has no such member."""
        if name not in self.members:
            return
        with self._zip.open(name) as lines:
            for line in lines:
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise Refused(Refusal("archive.broken", {"name": name}))
                yield record

    def content(self, name: str) -> bytes:
        return self._zip.read(name)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Box]:
    """Refusals: archive.not_one, archive.newer, archive.too_large, archive.broken (with the member's name)."""
    try:
        zipped = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused(Refusal("archive.not_one")) from error
    with zipped:
        manifest, digest = _manifest(zipped)
        box = Box(zipped, manifest, digest)
        for member in box.members.values():
            _check(zipped, member)
        yield box


def _manifest(zipped: zipfile.ZipFile) -> tuple[dict[str, Any], str]:
    infos = zipped.infolist()
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_BYTES:
        raise Refused(Refusal("archive.too_large"))
    try:
        written = zipped.read(MANIFEST)
        manifest = json.loads(written)
        good = manifest["format"] == FORMAT and all(Member(**each) for each in manifest["members"])
        schema = int(manifest["schema"])
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile, RecursionError) as error:
        raise Refused(Refusal("archive.not_one")) from error
    if not good:
        raise Refused(Refusal("archive.not_one"))
    if schema > SCHEMA:
        raise Refused(Refusal("archive.newer", {"schema": schema, "known": SCHEMA}))
    return manifest, hashlib.sha256(written).hexdigest()


def _check(zipped: zipfile.ZipFile, member: Member) -> None:
    digest = hashlib.sha256()
    try:
        with zipped.open(member.name) as content:
            for chunk in iter(lambda: content.read(CHUNK), b""):
                digest.update(chunk)
    except (KeyError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Refused(Refusal("archive.broken", {"name": member.name})) from error
    if digest.hexdigest() != member.sha256:
        raise Refused(Refusal("archive.broken", {"name": member.name}))
