from contextlib import suppress

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "cantine.config"
    label = "config"

    def ready(self) -> None:
        """Every way in passes here: server, worker, command, test. With nothing stale it costs ten looks at a date."""
        from cantine.config.catalogues import LOCALE
        from cantine.config.catalogues.compiled import compile_stale

        with suppress(PermissionError):  # an installation that cannot be written was compiled when it was made
            compile_stale(LOCALE)
