"""A QR drawn without a colour of its own, so that it follows the page (``<c-qr>`` frames it)."""

from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    import segno  # 1 MB, for those pages alone

    drawn = segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308  drawn here: modules, never the text itself
