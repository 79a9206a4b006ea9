"""Jobs left behind by a worker that was killed: procrastinate keeps them 'doing' until somebody gives them back."""

import datetime as dt

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from cantine.core.jobs import MOST_ATTEMPTS

STALLED_AFTER_SECONDS = 30
KEPT_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(name="core.give_back_stalled", queueing_lock="core.give_back_stalled", pass_context=True)
async def give_back_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute: retry the jobs of workers whose heart stopped half a minute ago.

    A job that killed its worker five times is parked as failed instead of killing a sixth.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        if job.attempts + 1 >= MOST_ATTEMPTS:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job, retry_at=dt.datetime.now(dt.UTC))  # noqa: TID251  a job's own clock


@app.periodic(cron="41 3 * * *")
@app.task(name="core.forget_done_jobs", queueing_lock="core.forget_done_jobs", pass_context=True)
async def forget_done_jobs(context: JobContext, timestamp: int) -> None:
    """Every night: jobs that succeeded three days ago leave the queue's table; those that failed stay to be read."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
