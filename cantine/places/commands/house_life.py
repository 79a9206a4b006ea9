"""House life written down: who decides what, meetings, decisions; notices."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cantine.core import live
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import facts
from cantine.places.commands.common import known
from cantine.places.models import Decision, Meeting, Notice, Place, Remit
from cantine.places.queries import PlaceRef
from cantine.places.rules.house_life import Body, DecisionState

MEETING_FIELDS = frozenset("title starts_at minutes where agenda notes attendees present".split())
Line = tuple[str, Body, str]


def set_remits(*, actor: Actor, now: datetime, place: PlaceRef, lines: Iterable[Line]) -> None:
    """Replace the table of who decides what by these (subject, body, words), in this order. Records RemitsChanged.

    Refusals: remit_twice.
    """
    authorize(actor, "place.write_house_life", Target(place.organisation_id, place.id))
    wanted = [(subject.strip(), body, words.strip()) for subject, body, words in lines if subject.strip()]
    subjects = [subject for subject, _, _ in wanted]
    for subject in subjects:
        if subjects.count(subject) > 1:
            raise Refused(Refusal("remit_twice", {"subject": subject}))
    with transaction.atomic():
        Place.objects.select_for_update(no_key=True).get(pk=place.id)
        Remit.objects.filter(place_id=place.id).delete()
        Remit.objects.bulk_create(
            Remit(
                organisation_id=place.organisation_id, place_id=place.id, subject=subject, body=body.value,
                words=words, position=position,
            )
            for position, (subject, body, words) in enumerate(wanted)
        )  # fmt: skip
        record(facts.RemitsChanged(organisation_id=place.organisation_id, place_id=place.id), actor=actor, now=now)


def plan_meeting(*, actor: Actor, now: datetime, place: PlaceRef, fields: Mapping[str, Any]) -> UUID:
    """Call a meeting, or write down one that was held. Refusals: meeting_title_missing. Records MeetingPlanned."""
    authorize(actor, "place.write_house_life", Target(place.organisation_id, place.id))
    columns = known(fields, MEETING_FIELDS)
    if not columns.get("title", "").strip():
        raise Refused(Refusal("meeting_title_missing", field="title"))
    with transaction.atomic():
        row = Meeting.objects.create(organisation_id=place.organisation_id, place_id=place.id, **columns)
        planned = facts.MeetingPlanned(organisation_id=place.organisation_id, place_id=place.id, meeting_id=row.pk)
        record(planned, actor=actor, now=now)
    return row.uuid


def note_meeting(*, actor: Actor, now: datetime, place: PlaceRef, meeting: UUID, fields: Mapping[str, Any]) -> None:
    """Change a meeting: its agenda before, who came and what was said after. Refusals: meeting_unknown,
    meeting_title_missing. Records MeetingNoted.
    """
    authorize(actor, "place.write_house_life", Target(place.organisation_id, place.id))
    columns = known(fields, MEETING_FIELDS)
    if "title" in columns and not columns["title"].strip():
        raise Refused(Refusal("meeting_title_missing", field="title"))
    with transaction.atomic():
        row = Meeting.objects.select_for_update().filter(place_id=place.id, uuid=meeting).first()
        if row is None:
            raise Refused(Refusal("meeting_unknown"))
        Meeting.objects.filter(pk=row.pk).update(**columns)
        noted = facts.MeetingNoted(organisation_id=place.organisation_id, place_id=place.id, meeting_id=row.pk)
        record(noted, actor=actor, now=now)


def note_decision(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    words: str,
    decided_on: date,
    body: Body,
    meeting: UUID | None = None,
    replaces: UUID | None = None,
) -> UUID:
    """Add a decision to the log, under the next number; ``replaces`` is no longer in force from then on.

    Refusals: decision_words_missing, decision_in_future, meeting_unknown, decision_unknown, decision_already_replaced.
    Records DecisionNoted.
    """
    authorize(actor, "place.write_house_life", Target(place.organisation_id, place.id))
    if not words.strip():
        raise Refused(Refusal("decision_words_missing", field="words"))
    if decided_on > place.today(now):
        raise Refused(Refusal("decision_in_future", field="decided_on"))
    with transaction.atomic():
        Place.objects.select_for_update(no_key=True).get(pk=place.id)  # numbers are taken one by one
        former = _replaceable(place, replaces) if replaces else None
        latest = Decision.objects.filter(place_id=place.id).aggregate(latest=Max("number"))["latest"] or 0
        row = Decision.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, number=latest + 1, words=words.strip(),
            decided_on=decided_on, body=body.value, meeting_id=_meeting_id(place, meeting),
        )  # fmt: skip
        if former is not None:
            Decision.objects.filter(pk=former.pk).update(state=DecisionState.REPLACED.value, replaced_by=row)
        noted = facts.DecisionNoted(
            organisation_id=place.organisation_id, place_id=place.id, decision_id=row.pk,
            replaces_id=former.pk if former else None,
        )  # fmt: skip
        record(noted, actor=actor, now=now)
    return row.uuid


def post_notice(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    words_fr: str,
    words_en: str = "",
    first_day: date,
    last_day: date,
    on_public: bool = True,
    on_planning: bool = True,
    on_wall: bool = True,
) -> UUID:
    """Show a few words from one day to another, both included.

    Refusals: notice_words_missing, notice_reversed, notice_nowhere. Records NoticePosted.
    """
    authorize(actor, "place.post_notice", Target(place.organisation_id, place.id))
    refusals = []
    if not words_fr.strip():
        refusals.append(Refusal("notice_words_missing", field="words_fr"))
    if last_day < first_day:
        refusals.append(Refusal("notice_reversed", field="last_day"))
    if not (on_public or on_planning or on_wall):
        refusals.append(Refusal("notice_nowhere", field="on_public"))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        row = Notice.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, words_fr=words_fr.strip(),
            words_en=words_en.strip(), first_day=first_day, last_day=last_day, on_public=on_public,
            on_planning=on_planning, on_wall=on_wall, posted_at=now,
        )  # fmt: skip
        posted = facts.NoticePosted(organisation_id=place.organisation_id, place_id=place.id, notice_id=row.pk)
        record(posted, actor=actor, now=now)
        live.tell(place.topic)
    return row.uuid


def withdraw_notice(*, actor: Actor, now: datetime, place: PlaceRef, notice: UUID) -> None:
    """Take a notice down. Refusals: notice_unknown. Records NoticeWithdrawn."""
    authorize(actor, "place.post_notice", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = Notice.objects.select_for_update().filter(place_id=place.id, uuid=notice, withdrawn_at=None).first()
        if row is None:
            raise Refused(Refusal("notice_unknown"))
        Notice.objects.filter(pk=row.pk).update(withdrawn_at=now)
        withdrawn = facts.NoticeWithdrawn(organisation_id=place.organisation_id, place_id=place.id, notice_id=row.pk)
        record(withdrawn, actor=actor, now=now)
        live.tell(place.topic)


def _replaceable(place: PlaceRef, decision: UUID) -> Decision:
    row = Decision.objects.select_for_update().filter(place_id=place.id, uuid=decision).first()
    if row is None:
        raise Refused(Refusal("decision_unknown", field="replaces"))
    if row.state != DecisionState.IN_FORCE:
        raise Refused(Refusal("decision_already_replaced", {"number": row.number}, "replaces"))
    return row


def _meeting_id(place: PlaceRef, meeting: UUID | None) -> int | None:
    if meeting is None:
        return None
    found = Meeting.objects.filter(place_id=place.id, uuid=meeting).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(Refusal("meeting_unknown", field="meeting"))
    return found
