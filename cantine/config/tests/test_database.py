"""The three addresses of a run, when the server is somebody else's."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from cantine.config.database import APP, DIRECT, OWNER, check_owner, database
from cantine.config.embedded import Cluster, cluster_for_tests
from cantine.config.terminal import Stop
from cantine.config.words import language_of

pytestmark = pytest.mark.programs


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server that this installation did not start."""
    cluster = cluster_for_tests(tmp_path_factory.mktemp("elsewhere") / "postgresql")
    with cluster.running_for_this_process():
        with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
            admin.execute("CREATE DATABASE house")
        yield cluster


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (APP, OWNER, DIRECT):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("CANTINE_DATA", str(tmp_path))


def test_a_lone_privileged_address_gets_an_application_that_row_security_holds(
    elsewhere: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = elsewhere.admin_url(database="house")
    for _again in range(2):
        monkeypatch.setenv(APP, url)
        monkeypatch.delenv(OWNER, raising=False)
        with database(), psycopg.connect(os.environ[OWNER]) as owner, psycopg.connect(os.environ[APP]) as app:
            owner.execute("CREATE TABLE IF NOT EXISTS room (name text)")
            owner.commit()
            app.execute("INSERT INTO room VALUES ('rouge')")
            assert urlsplit(os.environ[APP]).username == "house_app"
            assert os.environ[DIRECT] == os.environ[APP]
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("DROP TABLE room")
            check_owner()


def test_an_ordinary_address_is_used_as_it_is_and_may_not_make_tables(
    elsewhere: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(APP, elsewhere.urls().app)
    with database():
        assert os.environ[APP] == elsewhere.urls().app
        with pytest.raises(Stop, match="CANTINE_DATABASE_OWNER_URL"):
            check_owner()


def test_addresses_given_together_are_not_touched(elsewhere: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(APP, elsewhere.urls().app)
    monkeypatch.setenv(OWNER, elsewhere.urls().owner)
    with database():
        assert (os.environ[APP], os.environ[OWNER]) == (elsewhere.urls().app, elsewhere.urls().owner)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANGUAGE": "fr:en", "LANG": "en_US"}, "fr"),
    ],
)
def test_the_terminal_speaks_french_unless_it_asks_for_english(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language
