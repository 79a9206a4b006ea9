"""Jobs left behind by a worker that was killed: procrastinate keeps them 'doing' until somebody gives them back."""

import datetime as dt

from procrastinate import JobContext
from procrastinate.contrib.django import app

STALLED_AFTER_SECONDS = 30


@app.periodic(cron="* * * * *")
@app.task(name="core.give_back_stalled", queueing_lock="core.give_back_stalled", pass_context=True)
async def give_back_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute: retry the jobs of workers whose heart stopped half a minute ago."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await manager.retry_job(job, retry_at=dt.datetime.now(dt.UTC))  # noqa: TID251  a job's own clock
