"""The database of this run, as three addresses in the environment.

``CANTINE_DATABASE_URL`` logs in as the application, ``CANTINE_DATABASE_OWNER_URL`` as the one who makes tables,
``CANTINE_DATABASE_DIRECT_URL`` past a pooler. None set: our own server is started (``cantine.config.embedded``). Only
the first set, and privileged: the application's role is made and connected as, so that row-level security holds.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg

from cantine.config.embedded import Cluster, Urls
from cantine.config.embedded.cluster import wished_account
from cantine.config.embedded.passwords import passwords_in
from cantine.config.embedded.roles import Connection, grant_application, put_role
from cantine.config.place import data_folder
from cantine.config.terminal import Stop, complain
from cantine.config.words import _

APP, OWNER, DIRECT = "CANTINE_DATABASE_URL", "CANTINE_DATABASE_OWNER_URL", "CANTINE_DATABASE_DIRECT_URL"


@contextmanager
def database() -> Iterator[None]:
    """Inside this block the three addresses stand in the environment, and a database answers them."""
    if os.environ.get(APP):
        external(os.environ[APP], folder=data_folder())
        yield
        return
    with embedded().running_for_this_process() as urls:
        _publish(urls)
        try:
            yield
        finally:
            for name in (APP, OWNER, DIRECT):
                os.environ.pop(name, None)


def embedded() -> Cluster:
    """Our own cluster, in the data folder."""
    return Cluster(data_folder() / "postgresql", tell=complain, account=wished_account())


def external(url: str, *, folder: Path) -> None:
    """Complete the addresses of a server that is not ours; a lone privileged one gets an application role."""
    if os.environ.get(OWNER):
        os.environ.setdefault(DIRECT, url)
        return
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            app = _application_url(connection, url, folder=folder) if _may_make_roles(connection) else url
    except psycopg.OperationalError as error:
        sentence = _("The database of CANTINE_DATABASE_URL does not answer: {why}")
        raise Stop(sentence.format(why=str(error).strip())) from error
    if app != url:
        direct = os.environ.get(DIRECT, "")
        _publish(Urls(app=app, owner=url, direct=_signed_in_as(direct, app) if direct else app))
    else:
        os.environ.setdefault(DIRECT, url)


def check_owner() -> None:
    """Stop unless this run may make tables."""
    if not os.environ.get(OWNER):
        raise Stop(
            _(
                "CANTINE_DATABASE_URL logs in as a role that may not make tables: set CANTINE_DATABASE_OWNER_URL too, "
                "the address of the database's owner."
            )
        )


def _publish(urls: Urls) -> None:
    os.environ[APP], os.environ[OWNER], os.environ[DIRECT] = urls.app, urls.owner, urls.direct


def _may_make_roles(connection: Connection) -> bool:
    row = connection.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


@dataclass(frozen=True)
class _Role:
    name: str
    password: str


def _application_url(connection: Connection, url: str, *, folder: Path) -> str:
    """``url`` as the application's role of its database, made and granted if it cannot log in yet."""
    role = _Role(f"{connection.info.dbname}_app", _password(url, folder=folder))
    app = _signed_in(url, role)
    try:
        psycopg.connect(app, connect_timeout=10).close()
    except psycopg.OperationalError:
        put_role(connection, role.name, role.password)
    grant_application(connection, owner=connection.info.user, application=role.name)
    return app


def _password(url: str, *, folder: Path) -> str:
    """The application's password: the same on every machine that knows the owner's, else drawn and kept here."""
    parts = urlsplit(url)
    if parts.password:
        key = unquote(parts.password).encode()
        return hmac.new(key, f"cantine application {parts.path}".encode(), hashlib.sha256).hexdigest()
    return passwords_in(folder / "database-password.json").application


def _signed_in(url: str, role: _Role) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(role.name)}:{quote(role.password)}@{place}").geturl()


def _signed_in_as(url: str, other: str) -> str:
    parts = urlsplit(other)
    return _signed_in(url, _Role(unquote(parts.username or ""), unquote(parts.password or "")))
