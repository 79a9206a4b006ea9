"""Who wants to hear that a reader chose a language: ``ui`` keeps it in the browser, and knows no person."""

from collections.abc import Callable

from django.http import HttpRequest

Listener = Callable[[HttpRequest, str], None]
_listeners: list[Listener] = []


def on_choice(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def tell_choice(request: HttpRequest, language: str) -> None:
    for listener in _listeners:
        listener(request, language)
