"""Who gives and takes back certifications."""

from cantine.core.authorization import by_system, register
from cantine.places.permissions import team

register({"certification.see": team}, level="read")
register({"certification.give": team | by_system, "certification.revoke": team | by_system}, level="manage")
register({"certification.forget": by_system}, level="manage")
