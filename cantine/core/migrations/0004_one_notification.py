"""One notification a transaction, however many jobs it defers.

procrastinate tells each job by its id; its workers only wake up. Without the id the notices of one transaction are
alike, and PostgreSQL sends one of them.
"""

from django.db import migrations

NOTIFY = """
CREATE OR REPLACE FUNCTION procrastinate_notify_queue_job_inserted_v1() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE payload text := json_build_object('type', 'job_inserted', 'job_id', {job})::text;
BEGIN
  PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
  PERFORM pg_notify('procrastinate_any_queue_v1', payload);
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_mail_retries"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(NOTIFY.format(job="0"), NOTIFY.format(job="NEW.id"))]
