"""Who wants to hear that a reader chose a language: ``ui`` keeps it in the browser, and knows no person. And the language
of what the people of a place wrote themselves, which nobody translates: it is said where the page is in another one, so
that a screen reader pronounces it (WCAG 3.1.2)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Listener = Callable[[HttpRequest, str], None]
_listeners: list[Listener] = []


def on_choice(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def tell_choice(request: HttpRequest, language: str) -> None:
    for listener in _listeners:
        listener(request, language)


def lang_of_words() -> SafeString:
    """The attribute that says what a place wrote is in another language than the page; nothing when it is not. Places
    write in the language of the instance."""
    theirs, page = settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE
    return SafeString() if page.partition("-")[0] == theirs else mark_safe(f' lang="{theirs}"')  # noqa: S308  (a setting)


def written(words: object) -> SafeString:
    """Those words, with their language where the page is in another one."""
    said, lang = conditional_escape("" if words is None else str(words)), lang_of_words()
    return format_html("<span{}>{}</span>", lang, said) if lang and said else said
