"""A line of the bank that no payment tells may be what the books hold: which entry, and what that is."""

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

MOVING = """
CREATE OR REPLACE FUNCTION billing_bank_line_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving text[] := ARRAY[{columns}];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'what the bank said never changes and never goes'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_line_is_said';
  END IF;
  RETURN NEW;
END $$;
"""
BEFORE = "'payment_id', 'turn', 'reason', 'note', 'debit_id', 'run_id'"


class Migration(migrations.Migration):
    dependencies = [("billing", "0091_returned")]

    operations = [
        migrations.AddField(
            model_name="bankline",
            name="became",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("entry", "entry"),
                    ("cards", "cards"),
                    ("cheques", "cheques"),
                    ("cash", "cash"),
                    ("cost", "cost"),
                    ("gift", "gift"),
                    ("refund", "refund"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(model_name="bankline", name="entry", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("became", ""), ("entry", None)),
                    models.Q(
                        ("debit", None),
                        ("entry__isnull", False),
                        ("payment", None),
                        ("reason", ""),
                        ("run", None),
                        models.Q(("became", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_a_line_became_is_in_the_books",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("entry__isnull", False)),
                fields=("organisation", "entry"),
                name="one_bank_line_an_entry",
            ),
        ),
        RunSQL(MOVING.format(columns=f"{BEFORE}, 'became', 'entry'"), MOVING.format(columns=BEFORE)),
    ]
