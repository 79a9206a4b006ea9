"""Who invoices, and the books underneath: legal entities, accounts, journals, entries, periods and their closing."""
