"""A place taken out as one archive, and brought in elsewhere without loss."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cantine.core import archive, scoping
from cantine.core.actor import Actor
from cantine.core.archive import Box, Dump, Load, Packed
from cantine.core.archive.dump import write_records
from cantine.core.archive.tables import ORGANISATION, PERSON
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, slug_of
from cantine.people import commands as people
from cantine.people import queries as persons
from cantine.people.rules.organisations import OrganisationDraft
from cantine.people.rules.sessions import check_proof
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.web.facts import PlaceExported, PlaceImported

PERSON_COLUMNS = ("email", "name", "phone", "language")
WHY = "an archive brings a tenancy: its persons and organisations stand above it"


def export_place(
    *, actor: Actor, now: datetime, place: PlaceRef, file: IO[bytes], proved_at: datetime | None = None
) -> str:
    """Write everything of the place into ``file`` and return the archive's digest: rows, files, and of persons what
    the place may know (address, name, phone, language). No secret leaves. ``proved_at`` is when the person last showed
    a second factor in this session. Refusals: people.second_factor_stale (a person's, where second factors are
    required). Records PlaceExported."""
    authorize(actor, "place.export", Target(place.organisation_id, place.id))
    if actor.kind == "person" and settings.CANTINE_MFA_REQUIRED and (stale := check_proof(proved_at, now=now)):
        raise Refused(*stale)
    with transaction.atomic(), archive.packed(file) as pack:
        dump = archive.dump_place(
            pack, place_id=place.id, organisation_id=place.organisation_id, sole=places.is_sole_place(place)
        )
        bearer = persons.organisation_of(place.organisation_id)
        assert bearer is not None
        dump.organisations[bearer.id] = str(bearer.uuid)
        write_records(pack, PERSON, _persons(dump))
        write_records(pack, ORGANISATION, _organisations(dump))
        _pack_files(pack, place)
        digest = pack.close(
            made_at=now.isoformat(),
            place={"slug": place.slug, "name": place.name, "uuid": str(place.uuid), "bearer": str(bearer.uuid)},
            left_out=archive.left_out(),
        )
        told = PlaceExported(
            organisation_id=place.organisation_id, place_id=place.id, sha256=digest, rows=dump.rows,
            person_id=actor.person_id,
        )  # fmt: skip
        record(told, actor=actor, now=now)
    return digest


def import_place(
    *, actor: Actor, now: datetime, file: IO[bytes], slug: str = "", organisation: UUID | None = None
) -> PlaceRef:
    """Bring a place in from an archive, all of it or nothing, at ``slug`` (its own unless said), borne by
    ``organisation`` (its own unless said, entered if it is not here); its journal stays in the archive.

    Refusals: archive.*, slug_taken; those of entering persons and organisations. Records PlaceImported.
    """
    authorize(actor, "place.import", Target(None))
    with archive.opened(file) as box, scoping.unscoped(WHY), transaction.atomic():
        address = slug_of(slug or str(box.manifest["place"]["slug"]))
        if not address or places.find_place(slug=address) is not None:
            raise Refused(Refusal("slug_taken", {"slug": address}, "slug"))
        known = _enter_organisations(box, actor, now)
        bearer = _bearer(box, known, organisation)
        load = archive.load_place(
            box,
            organisation_id=bearer,
            persons=_enter_persons(box, actor, now),
            organisations=known,
            place_fields={"slug": address},
        )
        place = places.find_place(slug=address)
        if place is None:
            raise Refused(Refusal("archive.broken", {"name": "tables/places.place.jsonl"}))
        told = PlaceImported(organisation_id=bearer, place_id=place.id, sha256=box.sha256, rows=load.rows)
        record(told, actor=actor, now=now)
        _unpack_files(box, place, load)
    return place


def _persons(dump: Dump) -> Iterator[dict[str, Any]]:
    """In the order in which the house met them, so that the same rows make the same archive."""
    known = persons.persons_of(dump.persons)
    for pk, uuid in sorted(dump.persons.items()):
        yield {"key": uuid, **{name: getattr(known[pk], name) for name in PERSON_COLUMNS}}


def _organisations(dump: Dump) -> Iterator[dict[str, Any]]:
    for _, uuid in sorted(dump.organisations.items()):
        found = persons.draft_of(UUID(uuid))
        assert found is not None
        _pk, draft, publics = found
        yield {"key": uuid, **asdict(draft), "publics": list(publics)}


def _folder(place: UUID) -> str:
    """Where the files of a place are kept: all that is under it is the place's."""
    return f"places/{place}"


def _pack_files(pack: Packed, place: PlaceRef) -> None:
    folder = _folder(place.uuid)
    names = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
    for name in sorted(names):
        with default_storage.open(f"{folder}/{name}") as file:
            pack.add(f"files/{name}", file.chunks())


def _unpack_files(box: Box, place: PlaceRef, load: Load) -> None:
    for name in box.members:
        if not name.startswith("files/"):
            continue
        bare = name.removeprefix("files/")
        if "/" in bare or "\\" in bare or bare.startswith("."):
            raise Refused(Refusal("archive.broken", {"name": name}))
        for old, new in load.renamed.items():
            bare = bare.replace(old, new)
        path = f"{_folder(place.uuid)}/{bare}"
        default_storage.delete(path)  # what is left of a try that was undone
        default_storage.save(path, ContentFile(box.content(name)))


def _enter_persons(box: Box, actor: Actor, now: datetime) -> dict[str, int]:
    """Every person of the archive, by the key that they have in it; one who was erased there does not come back."""
    entered: dict[str, int] = {}
    for row in box.records(f"tables/{PERSON}.jsonl"):
        said = {name: str(row.get(name) or "") for name in PERSON_COLUMNS}
        if said["email"]:
            entered[str(row["key"])] = people.register_person(
                actor=actor,
                now=now,
                email=said["email"],
                name=said["name"],
                phone=said["phone"],
                language=said["language"],
                uuid=_uuid(row["key"]),
                replay=True,
            )
    return entered


def _enter_organisations(box: Box, actor: Actor, now: datetime) -> dict[str, int]:
    entered: dict[str, int] = {}
    names = OrganisationDraft.__dataclass_fields__
    for row in box.records(f"tables/{ORGANISATION}.jsonl"):
        try:
            draft = OrganisationDraft(**{name: str(row[name]) for name in names if name in row})
        except TypeError as error:
            raise Refused(Refusal("archive.value", {"name": ORGANISATION})) from error
        entered[str(row["key"])] = people.enter_organisation(
            actor=actor,
            now=now,
            draft=draft,
            publics=tuple(str(each) for each in row.get("publics") or ()),
            uuid=_uuid(row["key"]),
            replay=True,
        )
    return entered


def _uuid(key: object) -> UUID:
    try:
        return UUID(str(key))
    except ValueError as error:
        raise Refused(Refusal("archive.value", {"name": "key"})) from error


def _bearer(box: Box, known: dict[str, int], organisation: UUID | None) -> int:
    if organisation is None:
        bearer = known.get(str(box.manifest["place"].get("bearer")))
    else:
        found = persons.draft_of(organisation)
        bearer = found[0] if found else None
    if bearer is None:
        raise Refused(Refusal("archive.no_bearer"))
    return bearer
