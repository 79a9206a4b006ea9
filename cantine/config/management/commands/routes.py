"""``cantine routes``: every address with its name, its methods and the policy by which it is entered."""

from typing import Any

from django.core.management.base import BaseCommand
from django.urls import URLPattern

from cantine.core.routes import all_routes, policy_of


class Command(BaseCommand):
    help = "Print every address with its policy."

    def handle(self, *args: str, **options: Any) -> None:
        lines = [(f"/{address}", pattern.name or "", _policy(pattern)) for address, pattern in all_routes()]
        widths = [max((len(line[column]) for line in lines), default=0) for column in range(2)]
        for address, name, policy in lines:
            self.stdout.write(f"{address:<{widths[0]}}  {name:<{widths[1]}}  {policy}")


def _policy(pattern: URLPattern) -> str:
    policy = policy_of(pattern)
    return policy.name if policy else "none"
