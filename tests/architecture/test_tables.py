"""Tables point down the graph, tenants are walled twice, and a model is columns and constraints."""

import ast
import configparser
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps

from cantine.core.scoping import ScopedManager, TenantModel, tenant_key

HOUSE = Path(__file__).parents[2]
_contracts = configparser.ConfigParser()
_contracts.read(HOUSE / ".importlinter")
GRAPH = _contracts["importlinter:contract:graph"]["layers"].split()  # highest first
Models = Iterable[type[models.Model]]


def ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in GRAPH]


def label(model: type[models.Model]) -> str:
    return model._meta.label


# -- the graph ---------------------------------------------------------------------------------------------------------


def keys_that_point_up(tables: Models) -> list[str]:
    """String foreign keys are invisible to imports: here they are resolved."""
    return [
        f"{label(model)}.{field.name} points up to {label(field.related_model)}"
        for model in tables
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if field.related_model._meta.app_label in GRAPH
        if GRAPH.index(field.related_model._meta.app_label) < GRAPH.index(model._meta.app_label)
    ]


def test_foreign_keys_point_down_the_graph() -> None:
    assert keys_that_point_up(ours()) == []


@isolate_apps("cantine.people", "cantine.booking")
def test_a_foreign_key_that_points_up_is_caught() -> None:
    class Booking(models.Model):
        class Meta:
            app_label = "booking"

    class Person(models.Model):
        last = models.ForeignKey("booking.Booking", on_delete=models.CASCADE)

        class Meta:
            app_label = "people"

    assert keys_that_point_up([Booking, Person]) == ["people.Person.last points up to booking.Booking"]


# -- what a model is ---------------------------------------------------------------------------------------------------


def habits(tables: Models) -> list[str]:
    """Ordering hides in every query; an overridden save is skipped by every bulk write."""
    return [f"{label(m)} has a Meta.ordering" for m in tables if m._meta.ordering] + [
        f"{label(m)} overrides {name}"
        for m in tables
        for name in ("save", "delete", "full_clean")
        if getattr(m, name).__module__.startswith(("cantine.", __name__))
    ]


def test_models_have_no_ordering_and_no_save_of_their_own() -> None:
    assert habits(ours()) == []


@isolate_apps("cantine.people")
def test_a_model_with_a_habit_is_caught() -> None:
    class Person(models.Model):
        class Meta:
            app_label = "people"
            ordering = ("id",)

        def save(self, **options: object) -> None:
            """Skipped by bulk_create."""

    assert habits([Person]) == ["people.Person has a Meta.ordering", "people.Person overrides save"]


def signals_in(source: str) -> list[str]:
    """What a module takes from Django's signals, or connects by decorator."""
    tree = ast.parse(source)
    imported = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and (n.module or "").endswith("signals")]
    received = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "django.dispatch"]
    return [alias.name for node in imported + received for alias in node.names]


def test_nothing_listens_to_django_signals() -> None:
    """A library's own signal (a sign-in of allauth's) is heard in ``adapters.py``, where it is translated."""
    files = [file for file in (HOUSE / "cantine").rglob("*.py") if "adapters" not in (*file.parts[-2:], file.stem)]
    assert {file.name: found for file in files if (found := signals_in(file.read_text()))} == {}


def test_a_listener_is_caught() -> None:
    source = "from django.db.models.signals import post_save\nfrom django.dispatch import receiver"
    assert signals_in(source) == ["post_save", "receiver"]


# -- tenancy -----------------------------------------------------------------------------------------------------------


# Rows about the organisation itself, which stands beside persons above its tenancy: public, like its name.
ABOVE_TENANTS = {"people_organisation_publics"}


def is_tenant(model: type[models.Model]) -> bool:
    return model._meta.db_table not in ABOVE_TENANTS and any(
        field.attname == "organisation_id" for field in model._meta.concrete_fields
    )


def unscoped_tables(tables: Models) -> list[str]:
    """A tenant table without the scoped manager, or a table that hangs on a tenant table without being one."""
    tables = list(tables)
    bare = [
        f"{label(m)} has no scoped manager"
        for m in tables
        if is_tenant(m)
        and not (
            isinstance(m._default_manager, ScopedManager) and isinstance(getattr(m, "objects", None), ScopedManager)
        )
    ]
    hanging = [
        f"{label(m)}.{field.name} points at tenant rows from outside any tenancy"
        for m in tables
        if not is_tenant(m)
        for field in m._meta.concrete_fields
        if isinstance(field.related_model, type) and is_tenant(field.related_model)
    ]
    return bare + hanging


def test_every_tenant_table_is_read_through_a_scope() -> None:
    assert unscoped_tables(ours()) == []


@isolate_apps("cantine.places")
def test_a_tenant_table_without_scope_is_caught() -> None:
    class Shelf(models.Model):
        organisation_id = models.BigIntegerField()

        class Meta:
            app_label = "places"

    class Book(models.Model):
        shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE)

        class Meta:
            app_label = "places"

    assert unscoped_tables([Shelf, Book]) == [
        "places.Shelf has no scoped manager",
        "places.Book.shelf points at tenant rows from outside any tenancy",
    ]


@isolate_apps("cantine.places", "cantine.people")
def test_a_tenant_model_of_the_house_is_scoped() -> None:
    class Shelf(TenantModel):
        organisation = tenant_key()

        class Meta:
            app_label = "places"

    assert unscoped_tables([Shelf]) == []


WALLS = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, EXISTS (
  SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
    AND pg_get_expr(p.polqual, c.oid) LIKE '%%organisation_id = ANY (( SELECT cantine_organisations()%%'
    AND pg_get_expr(p.polwithcheck, c.oid) LIKE '%%organisation_id = ANY (( SELECT cantine_organisations()%%')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
KEYS_WITHOUT_TWIN = """
WITH tenant AS (
  SELECT c.oid, a.attnum FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE a.attname = 'organisation_id' AND NOT a.attisdropped AND c.relkind IN ('r', 'p'))
SELECT child.oid::regclass::text || '.' || a.attname
FROM pg_constraint k
JOIN tenant child ON child.oid = k.conrelid
JOIN tenant parent ON parent.oid = k.confrelid
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND NOT EXISTS (
  SELECT FROM pg_constraint twin
  WHERE twin.contype = 'f' AND twin.conrelid = k.conrelid AND twin.confrelid = k.confrelid
    AND twin.conkey = ARRAY[child.attnum, k.conkey[1]] AND twin.confkey = ARRAY[parent.attnum, k.confkey[1]])
ORDER BY 1
"""


def breaches() -> list[str]:
    """Tables with a tenant's column that a wall of the database is missing for, read from its own catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(WALLS)
        found = [
            f"{table}: {fault}"
            for table, *walls in cursor.fetchall()
            if table not in ABOVE_TENANTS
            for wall, fault in zip(walls, ("security not enabled", "not forced", "no policy"), strict=True)
            if not wall
        ]
        cursor.execute(KEYS_WITHOUT_TWIN)
        return found + [f"{key} may point into another tenancy" for (key,) in cursor.fetchall()]


@pytest.mark.django_db
def test_every_tenant_table_is_walled_by_the_database() -> None:
    assert breaches() == []


@pytest.mark.django_db
def test_the_catalogue_knows_every_tenant_model() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WALLS)
        assert {row[0] for row in cursor.fetchall()} - ABOVE_TENANTS == {
            m._meta.db_table for m in ours() if is_tenant(m)
        }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "breach"),
    [
        ("ALTER TABLE places_place DISABLE ROW LEVEL SECURITY", "places_place: security not enabled"),
        ("ALTER TABLE places_place NO FORCE ROW LEVEL SECURITY", "places_place: not forced"),
        ("DROP POLICY tenant ON places_place", "places_place: no policy"),
        (
            "DROP POLICY tenant ON places_place; CREATE POLICY tenant ON places_place USING (true) WITH CHECK (true)",
            "places_place: no policy",
        ),
        (
            "ALTER TABLE places_space DROP CONSTRAINT places_space_place_id_same_tenancy",
            "places_space.place_id may point into another tenancy",
        ),
    ],
)
def test_a_breach_in_a_wall_is_caught(as_owner, statement: str, breach: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert breaches() == [breach]


@pytest.mark.django_db
def test_a_new_table_without_walls_is_caught(as_owner) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE places_shelf (id bigserial, organisation_id bigint)")
    assert breaches() == [f"places_shelf: {fault}" for fault in ("security not enabled", "not forced", "no policy")]
