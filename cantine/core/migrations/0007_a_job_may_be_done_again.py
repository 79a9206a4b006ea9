"""That a job was begun or done may be lost with the server: it is done again then, as after a worker that was killed. So
these transactions of the queue (they hold nothing else) do not wait for the disk, where people's bookings wait.
"""

from django.db import migrations

FORGETFUL = """
CREATE FUNCTION core_job_may_be_done_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  RETURN NULL;
END $$;
CREATE TRIGGER job_may_be_done_again AFTER UPDATE OF status ON procrastinate_jobs
  FOR EACH STATEMENT EXECUTE FUNCTION core_job_may_be_done_again();
"""
NOT_FORGETFUL = """
DROP TRIGGER job_may_be_done_again ON procrastinate_jobs; DROP FUNCTION core_job_may_be_done_again();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0006_counters_without_a_log"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(FORGETFUL, NOT_FORGETFUL)]
