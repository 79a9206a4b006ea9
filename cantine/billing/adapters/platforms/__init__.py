"""Approved platforms, by the interface of ``commands.reporting.platforms``: one adapter, for the API that they share."""

from cantine.billing.adapters.platforms.common_api import CommonApi

__all__ = ["CommonApi"]
