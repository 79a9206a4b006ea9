"""The browser that the journeys lean on sees what a person would, and says what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey


def test_the_browser_opens_the_product_in_french_and_in_english(visit) -> None:
    for language in ("fr", "en"):
        page = visit(language=language)
        page.goto("/compte/entrer/")
        assert page.locator("html").get_attribute("lang") == language


def test_a_visit_is_signed_in_as_the_person_that_it_names(visit, three) -> None:
    from django.contrib.sessions.models import Session

    visit(three.member).goto("/ui/")
    assert [row.get_decoded()["_auth_user_id"] for row in Session.objects.all()] == [str(three.member.pk)]


def test_axe_names_the_element_and_the_rule(page, axe) -> None:
    page.goto("/ui/")
    page.evaluate("document.body.append(Object.assign(new Image(), {id: 'mute', src: 'data:,'}))")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)image-alt.*#mute"):
        axe(page, context="#mute")


FAINT = """(shade) => {
  const text = Object.assign(document.createElement("p"), { textContent: "Faint words" });
  text.style.color = shade;
  document.querySelector("main").append(text);
}"""


def test_a_faint_text_is_found_once_and_another_shade_of_it_again(page, faults_of) -> None:
    page.goto("/compte/entrer/")
    met: set[str] = set()
    assert faults_of(page, met=met) == []
    found = []
    for shade in ("#ccc", "#ccc", "#ddd"):
        page.evaluate(FAINT, shade)
        found.append([fault.split()[0] for fault in faults_of(page, met=met)])
    assert found == [["color-contrast"], [], ["color-contrast"]]


def test_what_stands_behind_a_text_is_of_its_colours(page, faults_of) -> None:
    page.goto("/compte/entrer/")
    met: set[str] = set()
    faults_of(page, met=met)
    page.evaluate("document.querySelector('main h1').parentElement.style.background = 'var(--ink)'")
    assert [fault.split()[0] for fault in faults_of(page, met=met, colours_alone=True)] == ["color-contrast"]


def test_an_error_in_the_page_fails_the_test_that_opened_it(visit) -> None:
    from tests.floor.browser import Watch

    page, watch = visit(), Watch()
    page.goto("/ui/")
    other = page.context.new_page()
    watch.over(other)
    other.goto("/ui/")
    other.evaluate("setTimeout(() => { throw new Error('lost') })")
    other.wait_for_timeout(200)
    assert [fault.rpartition(": ")[2] for fault in watch.faults] == ["lost"]


def test_a_missing_browser_fails_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(browser): pass")
    nowhere = {"PATH": "/nonexistent", "PLAYWRIGHT_BROWSERS_PATH": "/nonexistent", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "tests.floor.browser", "test_it.py"],
        cwd=tmp_path, env=nowhere | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "No browser to test with. On Debian: apt install chromium-headless-shell." in done.stdout


def test_a_job_that_awaits_runs_beside_an_open_page(page) -> None:
    from tests.floor.jobs import awaited

    async def answered() -> int:
        return 3

    page.goto("/ui/")
    assert awaited(answered) == 3
