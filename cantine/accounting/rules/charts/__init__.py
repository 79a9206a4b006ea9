"""Charts of accounts as data, and the account of each role. Numbers are the regulation's: ANC 2014-03 for companies,
ANC 2018-06 as amended by 2022-06 for non-profit bodies. Those of five figures or more are sub-accounts of ours. No number
stands anywhere else in the code: a treasurer may change each of them."""

from cantine.accounting.rules.charts.account import Account
from cantine.accounting.rules.charts.association import ASSOCIATION
from cantine.accounting.rules.charts.common import COMMON, JOURNALS
from cantine.accounting.rules.charts.company import COMPANY
from cantine.accounting.rules.identity import Nature

__all__ = ["JOURNALS", "Account", "chart_of", "english_names"]

_CHARTS = {
    Nature.ASSOCIATION: tuple(sorted((*COMMON, *ASSOCIATION))),
    Nature.COMPANY: tuple(sorted((*COMMON, *COMPANY))),
    Nature.SOLE: tuple(sorted((*COMMON, *COMPANY))),
}


def chart_of(nature: Nature) -> tuple[Account, ...]:
    """The accounts that an entity begins with, by number."""
    return _CHARTS[nature]


def english_names(nature: Nature) -> dict[str, str]:
    """By number; books are kept in French, and read in either language."""
    return {account.number: account.name_en for account in _CHARTS[nature]}
