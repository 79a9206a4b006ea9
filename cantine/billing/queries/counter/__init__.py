"""Reads of the till: what it sells, what it sold, tabs, closings."""

from cantine.billing.queries.counter.buttons import (
    Goods,
    buttons_of,
    counter_terms,
    goods_of,
    priced_product,
    register_goods,
    seat_code,
)
from cantine.billing.queries.counter.closings import (
    SalesVerdict,
    closed_sale_of,
    counter_closings_of,
    find_counter_closing,
    has_counter_closing,
    rank_of_session,
    sold_until,
    verify_sales,
)
from cantine.billing.queries.counter.present import present_at, register_present
from cantine.billing.queries.counter.sales import (
    Head,
    SaleCard,
    chain_of_sales,
    find_sale,
    lock_head,
    open_sale_days,
    rung_between,
    sales_of_day,
)
from cantine.billing.queries.counter.state import TillState, buyers_named, till_state
from cantine.billing.queries.counter.tabs import Tab, TabLine, my_tab_lines, tab_of, tabs_of

__all__ = [
    "Goods",
    "Head",
    "SaleCard",
    "SalesVerdict",
    "Tab",
    "TabLine",
    "TillState",
    "buttons_of",
    "buyers_named",
    "chain_of_sales",
    "closed_sale_of",
    "counter_closings_of",
    "counter_terms",
    "find_counter_closing",
    "find_sale",
    "goods_of",
    "has_counter_closing",
    "lock_head",
    "my_tab_lines",
    "open_sale_days",
    "present_at",
    "priced_product",
    "rank_of_session",
    "register_goods",
    "register_present",
    "rung_between",
    "sales_of_day",
    "seat_code",
    "sold_until",
    "tab_of",
    "tabs_of",
    "till_state",
    "verify_sales",
]
