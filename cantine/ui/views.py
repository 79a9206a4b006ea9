"""The gallery of every component, the reader's choice of a language, and the sheet of a place's colour."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt

from cantine.ui.languages import tell_choice
from cantine.ui.palette import token_sheet
from cantine.ui.samples import sample_board, sample_form, sample_icons

YEAR = 365 * 24 * 3600
SAMPLES_IN = "fr"  # the gallery says what a French place would: it would be half in English otherwise


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with words a place would use; kept so that a change is seen before it is felt."""
    samples = {"form": sample_form(), "wrong": sample_form(wrong=True)}
    with translation.override(SAMPLES_IN):
        return render(request, "ui/gallery/index.html", samples | sample_board() | {"icons": sample_icons()})


def kiosk(request: HttpRequest) -> HttpResponse:
    """The wall screen, with the gallery's day."""
    with translation.override(SAMPLES_IN):
        return render(request, "ui/gallery/kiosk.html", sample_board())


# No token is asked, since a forged choice of language harms nobody, and a token would open a session, hence a
# cookie, for every passer-by of a public page.
@csrf_exempt
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen, then return to the page it was chosen on."""
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    response = HttpResponseRedirect(onward)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=YEAR,
            secure=request.is_secure(),
            samesite="Lax",
        )
        tell_choice(request, chosen)
    return response


@cache_control(public=True, max_age=31_536_000, immutable=True)
def accent(request: HttpRequest, *, colour: str) -> HttpResponse:
    """The accent family of one colour as a sheet of tokens. The address says all of it, so it is asked for once."""
    try:
        sheet = token_sheet(f"#{colour}")
    except ValueError as error:
        raise Http404 from error
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")
