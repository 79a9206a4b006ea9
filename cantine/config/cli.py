"""The command line ``cantine``. Each command has a database: its own, started and stopped with it, unless one is set.

A word that is not ours is one of Django's management commands (``cantine token create …``, ``cantine import …``),
run with the database up; ``manage.py`` is the same door.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cantine.config.database import check_owner, database
from cantine.config.embedded import ClusterError
from cantine.config.terminal import Stop, complain, say
from cantine.config.words import _

WITHOUT_DATABASE = {
    "check", "collectstatic", "diffsettings", "facts", "findstatic", "help", "messages", "permissions", "routes",
    "till", "version",
}  # fmt: skip
AS_OWNER = {"migrate", "flush", "createcachetable", "sqlmigrate", "showmigrations"}
OURS = {"demo", "serve", "worker", "doctor", "backup", "restore"}
Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, _end)
    try:
        return _parsed(given) if _is_ours(given) else manage(given)
    except (Stop, ClusterError) as reason:
        complain(str(reason))
        return 1
    except KeyboardInterrupt:
        return 130


def _is_ours(given: Sequence[str]) -> bool:
    """``cantine migrate`` alone is ours; with a word more (an application, ``--plan``) it is Django's."""
    return not given or given[0].startswith("-") or given[0] in OURS or list(given) == ["migrate"]


def manage(arguments: Sequence[str]) -> int:
    """One of Django's management commands, with the database up if it needs one."""
    if arguments and arguments[0] in WITHOUT_DATABASE:
        return _django(arguments)
    with database():
        if arguments and arguments[0] in AS_OWNER:
            check_owner()
            os.environ["CANTINE_AS_OWNER"] = "1"
        return _django(arguments)


def _migrate(_options: argparse.Namespace) -> int:
    """Tables and the communes they need; ``cantine migrate booking 0003`` and the like are Django's."""
    from cantine.config.prepare import prepare_files, prepare_tables

    prepare_files()
    with database():
        prepare_tables()
    say(_("The tables are those of this release."))
    return 0


def _django(arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cantine.config.settings")
    from cantine.config.utility import Utility

    Utility(["cantine", *arguments]).execute()
    return 0


def _end(_number: int, _frame: object) -> None:
    """SIGTERM unwinds like an exit, so that what was started is stopped."""
    raise SystemExit(143)


def _parsed(given: list[str]) -> int:
    options = _parser().parse_args(given)
    run: Command = options.run
    return run(options)


def _parser() -> argparse.ArgumentParser:
    others = _("Any other word is a management command, run with the database up; “cantine help” lists them.")
    parser = argparse.ArgumentParser(
        prog="cantine", description=_("The open platform for third places."), epilog=others
    )
    commands = parser.add_subparsers(required=True, metavar=_("command"))

    demo = _add(commands, "demo", _("Load the demo and serve it."), _demo)
    demo.add_argument("--no-serve", dest="serve", action="store_false", help=_("load it and exit"))
    serve = _add(commands, "serve", _("Serve pages, live pages and jobs on this machine."), _serve)
    for one in (demo, serve):
        one.add_argument("--workers", type=int, default=2, help=_("web processes (default: 2)"))
    worker = _add(commands, "worker", _("Do the jobs that wait: mail, reminders, reactions."), _worker)
    worker.add_argument("--concurrency", type=int, default=2, help=_("jobs done at once (default: 2)"))
    _add(commands, "migrate", _("Bring the tables to this release."), _migrate)
    _add(commands, "doctor", _("Examine this installation and say in words what is wrong."), _doctor)
    backup = _add(commands, "backup", _("Write everything into one file, and try it."), _backup)
    backup.add_argument("file", nargs="?", type=Path, help=_("where (default: the folder “backups” of the data)"))
    backup.add_argument("--no-verify", dest="verify", action="store_false", help=_("do not restore it on trial"))
    restore = _add(commands, "restore", _("Put a backup back, into an empty database."), _restore)
    restore.add_argument("file", type=Path, help=_("the file that “cantine backup” wrote"))
    registers = _("a register of erasures kept elsewhere; those beside the file and in the data folder are read anyway")
    restore.add_argument("--erasures", action="append", default=[], type=Path, metavar="FILE", help=registers)
    for word, sentence in (
        ("token", _("Make, list or revoke a person’s API tokens.")),
        ("import", _("Bring in members, rooms, bookings or a whole place.")),
        ("export", _("Write everything of a place into one archive.")),
        ("fec", _("Write the file of accounting entries of a year.")),
        ("till", _("Check that the archive of a till is what it was.")),
    ):
        commands.add_parser(word, help=sentence, add_help=False)  # Django's own parser reads what follows
    return parser


def _add(commands: Any, name: str, sentence: str, command: Command) -> argparse.ArgumentParser:
    """``commands`` is argparse's own private type."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=sentence, description=sentence)
    parser.set_defaults(run=command)
    return parser


def _demo(options: argparse.Namespace) -> int:
    from cantine.config.demo import enter_demo, load_demo, welcome
    from cantine.config.prepare import prepare_files
    from cantine.config.serve import make_room, serve

    enter_demo()
    prepare_files()
    if options.serve:
        make_room()
    with database():
        load_demo()
        if options.serve:
            serve(workers=options.workers, welcome=welcome)
    return 0


def _serve(options: argparse.Namespace) -> int:
    from cantine.config.prepare import prepare_files
    from cantine.config.serve import make_room, say_address, serve
    from cantine.config.tables import check_tables

    prepare_files()
    make_room()
    with database():
        check_tables()
        serve(workers=options.workers, welcome=say_address)
    return 0


def _worker(options: argparse.Namespace) -> int:
    """Jobs give way to pages where both want the processor: a letter may wait a second, a person may not."""
    os.nice(15)
    concurrency = f"--concurrency={options.concurrency}"
    return manage(["procrastinate", "worker", "--delete-jobs=never", concurrency])


def _doctor(_options: argparse.Namespace) -> int:
    from cantine.config.doctor import examine

    return examine()


def _backup(options: argparse.Namespace) -> int:
    from cantine.config.backup import current_instant, make

    with database():
        return make(options.file, verify=options.verify, now=current_instant())


def _restore(options: argparse.Namespace) -> int:
    from cantine.config.backup import restore

    with database():
        return restore(options.file, registers=options.erasures)
