"""What an entity said to the reform, and how it enters its platform."""

from dataclasses import dataclass
from datetime import datetime

from cantine.billing.rules.reporting import Regime, Size, Terms
from cantine.core import sql
from cantine.core.sealing import unseal

_SETTING = """
SELECT t.regime, t.size, t.starts_on, t.platform_code, t.platform_name, a.base_url, a.token_url, a.client_id, a.sealed_secret,
  a.tried_at, a.trouble, a.told_until
FROM (SELECT %(entity)s::bigint AS id) AS e
LEFT JOIN billing_reportingterms t ON t.entity_id = e.id AND t.organisation_id = %(organisation)s
LEFT JOIN billing_platformaccess a ON a.entity_id = e.id AND a.organisation_id = %(organisation)s
"""


@dataclass(frozen=True)
class Access:
    """How to enter a platform; ``secret`` is read where it is used, never shown. ``told_until`` is opaque, the platform’s own."""

    base_url: str
    token_url: str
    client_id: str
    sealed_secret: str
    tried_at: datetime | None = None
    trouble: str = ""
    told_until: str = ""

    @property
    def secret(self) -> str:
        return unseal(self.sealed_secret)


@dataclass(frozen=True)
class Setting:
    """``said``: somebody answered. Without an access, files are handed over by hand."""

    terms: Terms
    said: bool
    access: Access | None


def setting_of(*, organisation_id: int, entity_id: int) -> Setting:
    """One statement."""
    row = sql.row(_SETTING, {"organisation": organisation_id, "entity": entity_id})
    assert row is not None
    regime, size, starts_on, code, name = row[:5]
    said = regime is not None
    terms = (
        Terms(regime=Regime(regime), size=Size(size), starts_on=starts_on, platform_code=code, platform_name=name)
        if said
        else Terms()
    )
    return Setting(terms, said, Access(*row[5:]) if row[5] is not None else None)
