"""Letters received for domiciled organisations."""

from enum import StrEnum


class MailKind(StrEnum):
    """The value is stored."""

    LETTER = "letter"
    PARCEL = "parcel"
    REGISTERED = "registered"
