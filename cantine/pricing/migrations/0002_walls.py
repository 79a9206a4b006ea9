"""Row-level security of prices, and parents kept in their tenancy."""

from django.db import migrations

from cantine.core.rowsecurity import parent_key, same_tenancy, secure

TABLES = ["terms", "category", "pricelist", "product", "period", "rate", "step"]
PARENTS = ["category", "pricelist", "product", "period", "rate"]
KEYS = [
    ("terms", "place_id", "places_place"), ("category", "place_id", "places_place"),
    ("category", "base_id", "pricing_category"), ("pricelist", "place_id", "places_place"),
    ("product", "place_id", "places_place"), ("period", "price_list_id", "pricing_pricelist"),
    ("rate", "price_list_id", "pricing_pricelist"), ("rate", "category_id", "pricing_category"),
    ("rate", "resource_id", "places_resource"), ("rate", "kind_id", "places_kind"),
    ("rate", "product_id", "pricing_product"), ("rate", "period_id", "pricing_period"),
    ("step", "rate_id", "pricing_rate"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial"), ("places", "0002_walls"), ("core", "0002_walls")]
    operations = [
        *[secure(f"pricing_{table}") for table in TABLES],
        *[parent_key(f"pricing_{table}") for table in PARENTS],
        *[same_tenancy(f"pricing_{child}", column, parent) for child, column, parent in KEYS],
    ]
