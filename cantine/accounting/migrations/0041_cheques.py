"""Slips of cheques: what stands on one never changes; whether it is paid in or given up does. A cheque is on one slip at once."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

OF_ITS_ENTITY = """
ALTER TABLE accounting_slipcheque ADD CONSTRAINT slipcheque_line_id_same_entity FOREIGN KEY (entity_id, line_id)
  REFERENCES accounting_entryline (entity_id, id) DEFERRABLE INITIALLY DEFERRED
"""
STANDS = """
CREATE FUNCTION accounting_slip_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving text[] := ARRAY['entry', 'turn', 'dropped_on', 'live'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'a slip of cheques stands as it was made'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'slip_stands';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER slip_stands BEFORE UPDATE OR DELETE ON accounting_chequeslip
  FOR EACH ROW EXECUTE FUNCTION accounting_slip_stands();
CREATE TRIGGER slip_stands BEFORE UPDATE OR DELETE ON accounting_slipcheque
  FOR EACH ROW EXECUTE FUNCTION accounting_slip_stands();
"""
UNDONE = """
DROP TRIGGER slip_stands ON accounting_slipcheque;
DROP TRIGGER slip_stands ON accounting_chequeslip;
DROP FUNCTION accounting_slip_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounting", "0032_sole_trader"),
        ("people", "0006_erasure_of_the_inactive"),
        ("places", "0007_no_capacity_of_a_space"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChequeSlip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("cents", models.PositiveBigIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("entry", models.UUIDField(null=True)),
                ("turn", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("dropped_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "entity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounting.legalentity",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SlipCheque",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("drawer", models.CharField(max_length=160)),
                ("bank", models.CharField(blank=True, max_length=80)),
                ("cents", models.PositiveBigIntegerField()),
                ("live", models.BooleanField(default=True)),
                (
                    "entity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounting.legalentity",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounting.entryline",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "slip",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cheques",
                        to="accounting.chequeslip",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="chequeslip",
            index=models.Index(fields=["organisation", "place", "-number"], name="cheque_slip_latest"),
        ),
        migrations.AddConstraint(
            model_name="chequeslip",
            constraint=models.UniqueConstraint(fields=("entity", "number"), name="one_cheque_slip_a_number"),
        ),
        migrations.AddConstraint(
            model_name="chequeslip",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0), ("count__gt", 0)), name="a_cheque_slip_has_cheques"
            ),
        ),
        migrations.AddConstraint(
            model_name="chequeslip",
            constraint=models.CheckConstraint(
                condition=models.Q(("entry", None), ("dropped_on", None), _connector="OR"),
                name="what_is_paid_in_is_not_dropped",
            ),
        ),
        migrations.AddConstraint(
            model_name="slipcheque",
            constraint=models.UniqueConstraint(
                condition=models.Q(("live", True)), fields=("line",), name="one_slip_a_cheque"
            ),
        ),
        migrations.AddConstraint(
            model_name="slipcheque",
            constraint=models.UniqueConstraint(fields=("slip", "position"), name="one_cheque_a_position"),
        ),
        secure("accounting_chequeslip"),
        secure("accounting_slipcheque"),
        parent_key("accounting_chequeslip"),
        same_tenancy("accounting_chequeslip", "place_id", "places_place"),
        same_tenancy("accounting_chequeslip", "entity_id", "accounting_legalentity"),
        same_tenancy("accounting_slipcheque", "slip_id", "accounting_chequeslip"),
        same_tenancy("accounting_slipcheque", "entity_id", "accounting_legalentity"),
        RunSQL(OF_ITS_ENTITY, "ALTER TABLE accounting_slipcheque DROP CONSTRAINT slipcheque_line_id_same_entity"),
        RunSQL(STANDS, UNDONE),
    ]
