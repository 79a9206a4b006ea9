"""Tables of accounting: who invoices, and the books of each."""

from cantine.accounting.models.books import Account as Account
from cantine.accounting.models.books import Assignment as Assignment
from cantine.accounting.models.books import Counter as Counter
from cantine.accounting.models.books import Journal as Journal
from cantine.accounting.models.books import Period as Period
from cantine.accounting.models.books import Year as Year
from cantine.accounting.models.cash import CashDrawer as CashDrawer
from cantine.accounting.models.cash import Closing as Closing
from cantine.accounting.models.cash import Taking as Taking
from cantine.accounting.models.cheques import ChequeSlip as ChequeSlip
from cantine.accounting.models.cheques import SlipCheque as SlipCheque
from cantine.accounting.models.entities import LegalEntity as LegalEntity
from cantine.accounting.models.entities import Seller as Seller
from cantine.accounting.models.entries import Entry as Entry
from cantine.accounting.models.entries import EntryLine as EntryLine
from cantine.accounting.models.entries import Lettering as Lettering
from cantine.accounting.models.patterns import EntryPattern as EntryPattern
