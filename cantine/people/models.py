"""Tables of persons and organisations. A Belonging says a relation and its dates, and grants nothing."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from cantine.core.scoping import TenantModel, tenant_key


class PersonManager(BaseUserManager["Person"]):
    """Sign-in looks persons up by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username or "")

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email.lower(), is_staff=True, is_superuser=True, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class ProfessionKind(models.Model):
    """A public that places count: developers, designers, researchers, students… Data, not code."""

    code = models.SlugField(unique=True)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)


class Person(AbstractBaseUser, PermissionsMixin):
    """A human. ``name`` is shown to others only where the person chose it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    sort_name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=2, default="fr")
    profession = models.ForeignKey(ProfessionKind, null=True, on_delete=models.SET_NULL, related_name="+")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class Organisation(models.Model):
    """Any legal entity or informal collective; the one that bears a place is a tenant."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    name = models.CharField(max_length=160)
    sort_name = models.CharField(max_length=160)
    kind = models.CharField(max_length=24)
    legal_form = models.CharField(max_length=24, blank=True)
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    rna = models.CharField(max_length=10, blank=True)
    court_register = models.CharField(max_length=80, blank=True)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    commune = models.CharField(max_length=80, blank=True)
    insee_code = models.CharField(max_length=5, blank=True)
    country = models.CharField(max_length=2, default="FR")
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    publics = models.ManyToManyField(ProfessionKind, related_name="+")
    founded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["siret"], condition=~models.Q(siret=""), name="one_organisation_a_siret"),
            models.UniqueConstraint(fields=["rna"], condition=~models.Q(rna=""), name="one_organisation_an_rna"),
            models.UniqueConstraint(
                fields=["siren"],
                condition=models.Q(siret="") & ~models.Q(siren=""),
                name="one_organisation_a_bare_siren",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Belonging(TenantModel):
    """A person in an organisation: relation and dates; several at once; it grants nothing."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="belongings")
    relation = models.CharField(max_length=24)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="belonging_ends_after_it_starts",
            ),
            models.UniqueConstraint(fields=["organisation", "person", "relation", "since"], name="one_belonging_a_day"),
        ]


class Consent(models.Model):
    """What a person agreed to, purpose by purpose, with the version of the words they read."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_live_consent",
            )
        ]


class ApiToken(models.Model):
    """A bearer token of a person, kept as a digest; ``levels`` is a comma-separated list of read, book, manage."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    levels = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Invitation(TenantModel):
    """A door opened to one address for seven days. ``reference`` is the inviting domain's own word for what it is to
    (a role, a team), given back when it is accepted; people does not read it."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    email = models.EmailField()
    reference = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Erasure(models.Model):
    """A person is to be erased, because they asked or because nobody saw them for two years (``inactive``): done once
    ``due_at`` has passed, unless undone before."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="erasures")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    inactive = models.BooleanField(default=False, db_default=False)
    undone_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(undone_at__isnull=True, done_at__isnull=True),
                name="one_erasure_at_a_time",
            )
        ]
