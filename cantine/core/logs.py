"""What the log says: a refusal is a line, a fault of ours is a line and how it came about."""

import logging


class Brief(logging.Filter):
    """A page refused (403, 404…) is no fault: its traceback would only hide those that are."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.request" and getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True
