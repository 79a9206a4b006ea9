"""Tables of a place. Kinds, layouts and equipment are rows, never code."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cantine.core.scoping import TenantModel, tenant_key
from cantine.places.models.house_life import Decision, Meeting, Notice, Remit
from cantine.places.models.team import HoursGiven, Shift

__all__ = [
    "Acceptance",
    "Closure",
    "Contact",
    "Decision",
    "Equipment",
    "HoursGiven",
    "HouseRules",
    "Insurance",
    "Kind",
    "Layout",
    "Meeting",
    "Notice",
    "OpeningHours",
    "Photo",
    "Place",
    "Remit",
    "Resource",
    "ResourcePool",
    "ResourceUnit",
    "Role",
    "Shift",
    "Space",
    "Unit",
]


class Place(TenantModel):
    """A third place, with or without walls. ``slug`` is its address, unique in the whole instance."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    tagline = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    commune = models.CharField(max_length=80, blank=True)
    insee_code = models.CharField(max_length=5, blank=True)
    country = models.CharField(max_length=2, default="FR")
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    holiday_territory = models.CharField(max_length=24, default="metropole")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    how_to_come = models.TextField(blank=True)
    how_to_enter = models.TextField(blank=True)
    wifi = models.CharField(max_length=200, blank=True)
    accessibility = models.TextField(blank=True)
    area_m2 = models.PositiveIntegerField(null=True)
    legal_capacity = models.PositiveIntegerField(null=True)
    accent = models.CharField(max_length=7, default="#b33a23")
    published_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    grid_minutes = models.PositiveSmallIntegerField(default=30)
    holiday_open = models.BooleanField(default=False)
    holidays_open_on = ArrayField(models.CharField(max_length=60), default=list)
    free_cancellation_hours = models.PositiveSmallIntegerField(default=24)
    cancellation_words = models.TextField(blank=True)
    request_days = models.PositiveSmallIntegerField(default=3)
    hold_days = models.PositiveSmallIntegerField(default=7)

    def __str__(self) -> str:
        return self.name


class Role(TenantModel):
    """A right held by a person at a place; the one thing that grants."""

    owned_by = "person_id"
    organisation = tenant_key()
    place = models.ForeignKey(Place, null=True, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "person", "role"],
                condition=models.Q(until__isnull=True),
                name="one_live_role",
            )
        ]


class Contact(TenantModel):
    """The address book of a tenant: it finds only the persons and organisations that have a row with it."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(customer__isnull=False),
                name="contact_is_a_person_or_an_organisation",
            ),
            models.UniqueConstraint(fields=["organisation", "person"], name="one_contact_a_person"),
            models.UniqueConstraint(fields=["organisation", "customer"], name="one_contact_a_customer"),
        ]


class Space(TenantModel):
    """An area of the place."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="spaces")
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    area_m2 = models.PositiveIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="one_space_a_name")]


class Kind(TenantModel):
    """What sort of thing is bookable: room, desk, machine, locker, phone box, plot… chosen by the place.

    ``alike``: usually several that are the same, of which one takes any (desks); a form then asks how many.
    """

    organisation = tenant_key()
    code = models.SlugField(max_length=40)
    name_fr = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    icon = models.CharField(max_length=24, default="room")
    alike = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="one_kind_a_code")]


class Unit(TenantModel):
    """The smallest thing that can be taken; never shown. A joined room is the set of its parts' units."""

    organisation = tenant_key()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")


class Resource(TenantModel):
    """Something bookable. Exclusive ones take their units; a pool (``seats`` set) counts its interchangeable seats.

    ``see``, ``ask`` and ``book`` name the least standing needed: public, member, resident, staff.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="resources")
    space = models.ForeignKey(Space, null=True, on_delete=models.SET_NULL, related_name="resources")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    accessibility = models.TextField(blank=True)
    how_to_enter = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    seats = models.PositiveIntegerField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    see = models.CharField(max_length=8, default="public")
    ask = models.CharField(max_length=8, default="public")
    book = models.CharField(max_length=8, default="member")
    grid_minutes = models.PositiveSmallIntegerField(default=30)
    shortest_minutes = models.PositiveIntegerField(default=30)
    longest_minutes = models.PositiveIntegerField(default=720)
    notice_minutes = models.PositiveIntegerField(default=0)
    horizon_days = models.PositiveSmallIntegerField(default=400)
    buffer_before_minutes = models.PositiveSmallIntegerField(default=0)
    buffer_after_minutes = models.PositiveSmallIntegerField(default=0)
    certification = models.CharField(max_length=60, blank=True)
    long_term = models.BooleanField(default=False)
    needs_insurance = models.BooleanField(default=False)
    needs_house_rules = models.BooleanField(default=True)
    offers_trial = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "slug"], name="one_resource_a_slug"),
            models.CheckConstraint(
                condition=models.Q(seats__isnull=True) | models.Q(seats__gt=0), name="a_pool_has_seats"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ResourceUnit(TenantModel):
    """The units that a resource takes."""

    organisation = tenant_key()
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="users")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "unit"], name="a_unit_once_a_resource")]


class ResourcePool(TenantModel):
    """The seats of pools that a resource takes with it: the café area booked as a stage takes all its seats."""

    organisation = tenant_key()
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="taken_pools")
    pool = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="taken_by")
    seats = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "pool"], name="a_pool_once_a_resource")]


class Layout(TenantModel):
    """How many people a resource holds in one arrangement: theatre, U, classroom, cocktail."""

    organisation = tenant_key()
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="layouts")
    code = models.SlugField(max_length=24)
    capacity = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "code"], name="one_layout_a_code")]


class Equipment(TenantModel):
    """What stands in a resource: screen, whiteboard, videoconference."""

    organisation = tenant_key()
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="equipment")
    name = models.CharField(max_length=80)
    quantity = models.PositiveSmallIntegerField(default=1)


class OpeningHours(TenantModel):
    """Opening by weekday (Monday 0) of the place, or of one resource; ``closes`` ≤ ``opens`` is the next day."""

    organisation = tenant_key()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="hours")
    resource = models.ForeignKey(Resource, null=True, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="a_week_has_seven_days"),
        ]


class Closure(TenantModel):
    """Days on which the place, or one resource, is closed, both ends included."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="closures")
    resource = models.ForeignKey(Resource, null=True, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="closure_ends_after_it_starts"
            )
        ]


class HouseRules(TenantModel):
    """A version of the règlement intérieur; the latest one published is in force."""

    organisation = tenant_key()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="house_rules")
    version = models.PositiveIntegerField()
    text = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "version"], name="one_text_a_version")]


class Acceptance(TenantModel):
    """A person accepted a version of the house rules, once."""

    owned_by = "person_id"
    organisation = tenant_key()
    house_rules = models.ForeignKey(HouseRules, on_delete=models.PROTECT, related_name="acceptances")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["house_rules", "person"], name="accepted_once")]


class Insurance(TenantModel):
    """A person's liability insurance, seen by the team, valid until the end of its last day."""

    owned_by = "person_id"
    organisation = tenant_key()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    insurer = models.CharField(max_length=120)
    valid_until = models.DateField()
    seen_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "person"], name="insurance_of_person")]


class Photo(TenantModel):
    """A picture of the place, or of one resource, re-encoded at these widths; the file's name is its uuid."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="photos")
    resource = models.ForeignKey(Resource, null=True, on_delete=models.CASCADE, related_name="photos")
    alt = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
