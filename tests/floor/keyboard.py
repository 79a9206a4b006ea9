"""A page walked by the keyboard alone, as who has no mouse walks it: Tab from the top, Enter on what opens, Escape.

``walk(page)`` says what is wrong, in words: what no Tab leads to, what keeps the focus, what shows none, what hides it
behind a bar that sticks, what only a mouse could press.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
MOST_STOPS = 600
LONGEST_IN_ONE = 9  # the parts of a field of day and hour, and its button


@dataclass
class Walk:
    """Where Tab led, in order, and what was wrong on the way."""

    stops: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [stop["name"] for stop in self.stops]


def watch_clicks(page: "Page") -> None:
    """Before the page is opened: know which elements listen to a mouse."""
    page.context.add_init_script(SCRIPT)


def walk(page: "Page", *, all_of_it: bool = True) -> Walk:
    """From its head to its foot, or what stands between them alone."""
    walked = Walk()
    page.evaluate("(all) => walking.begin(all)", all_of_it)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("walking.stop()")
        if stop is None or stop["seen"]:
            if stop and stop["again"] > (200 if stop["frame"] else LONGEST_IN_ONE):
                walked.faults.append(f"keeps the focus: {stop['name']}")
                break
            if stop and stop["again"]:
                continue
            break
        walked.stops.append(stop)
        walked.faults += stop["faults"]
        if stop["opens"]:
            walked.faults += _opened(page, stop)
    walked.faults += page.evaluate("walking.end()")
    if all_of_it:
        walked.faults += _skipped(page)
    return walked


def _opened(page: "Page", stop: dict[str, Any]) -> list[str]:
    """A menu closes on Escape and gives the focus back; what it holds is walked all the same. So is a dialog."""
    found = []
    page.keyboard.press("Enter")
    if stop["opens"] == "dialog":
        found += [stop["name"] + ": " + fault for fault in page.evaluate("walking.inDialog()")]
        for _ in range(3):
            page.keyboard.press("Tab")
        found += [stop["name"] + ": " + fault for fault in page.evaluate("walking.inDialog()")]
        page.keyboard.press("Escape")
        return found + page.evaluate("walking.backFrom('dialog')")
    if not page.evaluate("walking.isOpen()"):
        found.append(f"Enter does not open: {stop['name']}")
    if stop["opens"] == "menu":
        page.keyboard.press("Escape")
        found += page.evaluate("walking.backFrom('menu')")
        page.keyboard.press("Enter")
    return found


def _skipped(page: "Page") -> list[str]:
    """The first stop of the page leads past its head."""
    page.evaluate("walking.begin(true)")
    page.keyboard.press("Tab")
    if not page.evaluate("walking.onSkip()"):
        return ["the first stop is not the link to the content"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    return page.evaluate("walking.pastHead()")


def said(walked: Walk) -> str:
    return json.dumps(walked.faults, ensure_ascii=False)
