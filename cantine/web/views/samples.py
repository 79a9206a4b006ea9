"""A file of each kind to begin from, in the language of the page."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cantine.places.policies import PlaceRequest
from cantine.web import rules


def of_the_place(request: PlaceRequest, kind: str) -> HttpResponse:
    """Members, rooms or bookings."""
    return _sample(kind, rules.KINDS)


def of_old_books(request: PlaceRequest, kind: str) -> HttpResponse:
    """A file of the old books."""
    return _sample(kind, rules.OLD_BOOKS)


def _sample(kind: str, kinds: Sequence[str]) -> HttpResponse:
    if kind not in kinds:
        raise Http404(_("There is no such file."))
    text = rules.sample(kind, language=get_language() or "fr")
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return answer
