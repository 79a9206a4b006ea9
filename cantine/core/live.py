"""Live pages: a change names its topic, PostgreSQL carries the name at commit, the live process tells the browsers.

A topic is a plain string (``place:12``). A page carries a signed, expiring token for the topics it may hear; what it
hears is only that something changed: it reads the page again with its own rights.
"""

from django.core import signing

from cantine.core import scoping, sql

CHANNEL = "cantine_live"
_SALT = "cantine.live"
MAX_AGE_SECONDS = 12 * 3600


def tell(topic: str) -> None:
    """Tell everyone on ``topic`` when this transaction commits; once, however often it is called."""
    scoping.before_commit(("live", topic), lambda: _notify(topic))


def token_for(topic: str) -> str:
    return signing.dumps(topic, salt=_SALT, compress=False)


def topic_of(token: str) -> str | None:
    """The topic of a token of ours not older than half a day, else None."""
    try:
        topic: str = signing.loads(token, salt=_SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
    return topic


def _notify(topic: str) -> None:
    sql.soon("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
