"""Row-level security of plans and subscriptions; the pauses of a subscription never meet."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

PAUSES = """
ALTER TABLE memberships_subscriptionpause ADD CONSTRAINT pauses_never_meet EXCLUDE USING gist (
  int8range(subscription_id, subscription_id, '[]') WITH &&, daterange(first_day, last_day, '[]') WITH &&);
ALTER TABLE memberships_subscription ADD CONSTRAINT subscription_ends_after_it_begins
  CHECK (until IS NULL OR until >= since - 1);
"""
NO_PAUSES = """
ALTER TABLE memberships_subscriptionpause DROP CONSTRAINT pauses_never_meet;
ALTER TABLE memberships_subscription DROP CONSTRAINT subscription_ends_after_it_begins;
"""
PARENTS = ["plan", "planterms", "subscription"]
KEYS = [
    ("plan", "place_id", "places_place"), ("planterms", "plan_id", "memberships_plan"),
    ("planincluded", "terms_id", "memberships_planterms"), ("subscription", "place_id", "places_place"),
    ("subscription", "plan_id", "memberships_plan"), ("subscription", "follows_id", "memberships_subscription"),
    ("subscriptionpause", "subscription_id", "memberships_subscription"),
    ("subscriptionperiod", "subscription_id", "memberships_subscription"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("memberships", "0005_plans"), ("memberships", "0004_ledger")]
    operations = [
        migrations.RunSQL(PAUSES, NO_PAUSES),
        secure("memberships_subscription", owner="person_id"),
        *[
            secure(f"memberships_{table}")
            for table in ("plan", "planterms", "planincluded", "subscriptionpause", "subscriptionperiod")
        ],
        *[parent_key(f"memberships_{table}") for table in PARENTS],
        *[same_tenancy(f"memberships_{child}", column, parent) for child, column, parent in KEYS],
    ]
