"""A kept connection is looked at before each request serves with it. Django asks the server, which costs every request a
round trip; a server that stopped, died or ended the session has already closed its end, and the kernel knows.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Nothing waits to be read on the socket of a connection at rest; what does is a farewell, or a notice: then, and
        after an error, the server is asked."""
        raw = self.connection
        if raw is None or raw.closed or self.errors_occurred or _waits(raw.fileno()):
            return bool(super().is_usable())
        return True


def _waits(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
