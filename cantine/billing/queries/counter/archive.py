"""Sales and their closings, as the archive of a drawer takes them along. All sales of the entity: their chain is one."""

from cantine.accounting.queries import DrawerRef
from cantine.accounting.queries.beside import Table
from cantine.billing.queries.counter.closings import counter_closings_of
from cantine.billing.queries.counter.sales import chain_of_sales

# As ``fields`` has them: the names are French, like whoever asks for the archive.
SALE = (
    "numero", "identifiant", "instant", "jour", "acte", "moyen", "raison", "total_centimes", "offert_centimes", "lignes", "tva",
    "reprend_numero",
)  # fmt: skip
CLOSING = (
    "numero", "identifiant", "periode", "premier_jour", "dernier_jour", "ventes", "premiere_vente", "derniere_vente",
    "par_moyen", "par_produit", "tva", "total_centimes", "ardoises_reglees_centimes", "offert_centimes",
    "grand_total_centimes", "instant",
)  # fmt: skip


def archived_sales(drawer: DrawerRef) -> dict[str, Table]:
    closings = counter_closings_of(drawer.id, most=100_000)[::-1]
    return {"ventes": (SALE, chain_of_sales(drawer.entity_id)), "clotures_ventes": (CLOSING, closings)}
