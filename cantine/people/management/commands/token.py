"""``cantine token create --person EMAIL --name NAME``: make an API token and print it, once; ``list`` and ``revoke``
them after."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cantine.core import clock, refusals
from cantine.core.actor import system
from cantine.kernel import Refused
from cantine.people import commands, queries
from cantine.people.rules.tokens import DEFAULT_DAYS, LEVELS


class Command(BaseCommand):
    help = "Make an API token for a person, list those that they have, or revoke one."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="make a token and print it, once")
        create.add_argument("--person", required=True, metavar="EMAIL")
        create.add_argument("--name", required=True, help="what it is for, so that its owner knows it again")
        scopes = f"among {', '.join(LEVELS)}; default: all that the person may do"
        create.add_argument("--scopes", default=",".join(LEVELS), help=scopes)
        create.add_argument("--days", type=int, default=DEFAULT_DAYS, help=f"how long it lives; {DEFAULT_DAYS}")
        listing = actions.add_parser("list", help="show the tokens of a person, without their secrets")
        listing.add_argument("--person", required=True, metavar="EMAIL")
        revoking = actions.add_parser("revoke", help="make the tokens of this name open nothing any more")
        revoking.add_argument("--person", required=True, metavar="EMAIL")
        revoking.add_argument("--name", required=True, help="as “cantine token list” shows it")

    def handle(self, *args: Any, **options: Any) -> None:
        person_id = queries.find_person_id(email=options["person"])
        if person_id is None:
            raise CommandError(_("Nobody here has the address %(email)s.") % {"email": options["person"]})
        if options["action"] == "list":
            self._list(person_id)
        elif options["action"] == "revoke":
            self._revoke(person_id, options["name"])
        else:
            self._create(person_id, options)

    def _create(self, person_id: int, options: dict[str, Any]) -> None:
        levels = tuple(level.strip() for level in options["scopes"].split(",") if level.strip())
        try:
            made = commands.make_token(
                actor=system("cantine token"), now=clock.now(), person_id=person_id,
                name=options["name"], levels=levels, days=options["days"],
            )  # fmt: skip
        except Refused as refused:
            raise CommandError(" ".join(refusals.sentence(each) for each in refused.refusals)) from refused
        self.stdout.write(made.secret)
        said = _("Shown this once. It ends on %(day)s.") % {"day": f"{made.expires_at:%Y-%m-%d}"}
        self.stderr.write(said, lambda text: text)

    def _revoke(self, person_id: int, name: str) -> None:
        now = clock.now()
        found = [line for line in queries.tokens_of(person_id, now=now) if line.live and line.name == name]
        if not found:
            raise CommandError(_("No live token has this name. “cantine token list” shows them."))
        for line in found:
            commands.revoke_token(actor=system("cantine token"), now=now, token=line.uuid)
        self.stdout.write(_("Revoked: %(count)s.") % {"count": len(found)})

    def _list(self, person_id: int) -> None:
        for line in queries.tokens_of(person_id, now=clock.now()):
            state = "live" if line.live else "over"
            self.stdout.write(
                f"{line.hint}…  {state}  {'+'.join(line.levels)}  {line.expires_at:%Y-%m-%d}  {line.name}"
            )
