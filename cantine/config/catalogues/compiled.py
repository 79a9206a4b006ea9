"""Catalogues as gettext reads them, beside their sources and out of the repository."""

from pathlib import Path
from tempfile import NamedTemporaryFile


def compile_stale(locale: Path) -> list[Path]:
    """Compile the catalogues that are newer than their compiled form. Any number of processes may do so at once."""
    return [_compile(po) for po in sorted(locale.glob("*/*/LC_MESSAGES/*.po")) if _is_stale(po)]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compile(po: Path) -> Path:
    """Written aside, then moved: a reader finds the former one or this one, never half."""
    from babel.messages.mofile import write_mo  # two megabytes that a server with fresh catalogues does without
    from babel.messages.pofile import read_po

    mo = po.with_suffix(".mo")
    with po.open("rb") as source, NamedTemporaryFile(dir=po.parent, suffix=".new", delete=False) as aside:
        write_mo(aside, read_po(source, locale=po.parents[1].name))
    finished = Path(aside.name)
    finished.chmod(0o644)
    return finished.replace(mo)
