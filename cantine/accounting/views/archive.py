"""The archive of a drawer: everything that it froze, with what checks it again on any machine."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import Http404, HttpResponse
from django.template.loader import get_template

from cantine.accounting import queries
from cantine.accounting.queries.beside import Table, archived_beside
from cantine.accounting.rules.chain import Record
from cantine.core import clock
from cantine.places.policies import PlaceRequest

# As ``fields`` has them: the names are French, like whoever asks for the archive.
TAKING = ("numero", "identifiant", "instant", "jour", "moyen", "montant_centimes", "lignes", "tva", "acte")
CLOSING = (
    "numero", "identifiant", "periode", "premier_jour", "dernier_jour", "encaissements", "dernier_encaissement",
    "par_moyen", "tva", "total_centimes", "grand_total_centimes", "fond_centimes", "compte_centimes", "banque_centimes",
    "ecart_centimes", "remarque", "instant",
)  # fmt: skip
HASHES = ("empreinte_precedente", "empreinte")


def archive(request: PlaceRequest) -> HttpResponse:
    """A zip: tables, the same as JSON, the script and what it is about."""
    drawer = next(iter(queries.drawers_of(request.place)), None)
    if drawer is None:
        raise Http404
    takings, closings = queries.takings_of(drawer.id), queries.all_closings(drawer.id)
    day = request.place.today(clock.now())
    told = {"place": request.place.name, "drawer": drawer.name, "day": day, "takings": takings, "closings": closings}
    tables: dict[str, Table] = {"encaissements": (TAKING, takings), "clotures": (CLOSING, closings)}
    content = _zip({**tables, **archived_beside(drawer)}, told)
    answer = HttpResponse(content, content_type="application/zip")
    name = f"caisse-{request.place.slug}-{day:%Y-%m-%d}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _zip(tables: Mapping[str, Table], told: dict[str, object]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        file.writestr("LISEZMOI.txt", get_template("accounting/archive/LISEZMOI.txt").render(told))
        file.writestr("verifier.py", get_template("accounting/archive/verifier.txt").render({}))
        for name, (columns, records) in tables.items():
            file.writestr(f"{name}.csv", _table(columns, records))
            file.writestr(f"{name}.json", _json(columns, records))
    return out.getvalue()


def _table(columns: Sequence[str], records: Iterable[Record]) -> str:
    """To read: what checks is the JSON, which a spreadsheet does not touch."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow((*columns, *HASHES))
    writer.writerows((*each.fields, each.former, each.hash) for each in records)
    return "\ufeff" + text.getvalue()


def _json(columns: Sequence[str], records: Iterable[Record]) -> str:
    rows = [dict(zip((*columns, *HASHES), (*each.fields, each.former, each.hash), strict=True)) for each in records]
    return json.dumps(rows, ensure_ascii=False, indent=1)
