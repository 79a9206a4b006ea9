"""How letters leave, which key opens which room, what is lost; traces that are written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cantine.core.rowsecurity import same_tenancy

# Erasing a person empties their keys and the name of a bearer: that is the one change a trace lets through.
TRACES = """
CREATE FUNCTION booking_trace_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The trace % of % is written once.', OLD.id, TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER mail_trace_stays BEFORE UPDATE ON booking_mailitem FOR EACH ROW
  WHEN (coalesce(OLD.handed_at, OLD.returned_at, OLD.forwarded_at) IS NOT NULL
    AND (OLD.handed_at, OLD.returned_at, OLD.forwarded_at, OLD.domiciliation_id, OLD.received_at, OLD.kind)
      IS DISTINCT FROM
        (NEW.handed_at, NEW.returned_at, NEW.forwarded_at, NEW.domiciliation_id, NEW.received_at, NEW.kind))
  EXECUTE FUNCTION booking_trace_stays();
CREATE TRIGGER loan_trace_stays BEFORE UPDATE ON booking_loan FOR EACH ROW
  WHEN (OLD.returned_at IS NOT NULL
    AND (OLD.returned_at, OLD.lent_at, OLD.key_id) IS DISTINCT FROM (NEW.returned_at, NEW.lent_at, NEW.key_id))
  EXECUTE FUNCTION booking_trace_stays();
"""
NO_TRACES = """
DROP TRIGGER loan_trace_stays ON booking_loan; DROP TRIGGER mail_trace_stays ON booking_mailitem;
DROP FUNCTION booking_trace_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0009_occupations_messages_walls"),
        ("people", "0004_invitation_walls"),
        ("places", "0005_house_life_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mailitem",
            name="mail_is_handed_over_or_sent_back",
        ),
        migrations.AddField(
            model_name="key",
            name="lost_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="key",
            name="resource",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.resource"
            ),
        ),
        migrations.AddField(
            model_name="mailitem",
            name="forwarded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="mailitem",
            name="forwarded_to",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="mailitem",
            name="sent_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="mailitem",
            name="domiciliation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mail", to="booking.domiciliation"
            ),
        ),
        migrations.AddIndex(
            model_name="mailitem",
            index=models.Index(
                condition=models.Q(("announced_at", None)), fields=["received_at"], name="mail_to_announce"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_at", None), ("returned_at", None)),
                    models.Q(("handed_at", None), ("forwarded_at", None)),
                    models.Q(("returned_at", None), ("forwarded_at", None)),
                    _connector="OR",
                ),
                name="mail_leaves_in_one_way",
            ),
        ),
        same_tenancy("booking_key", "resource_id", "places_resource"),
        migrations.RunSQL(TRACES, NO_TRACES),
    ]
