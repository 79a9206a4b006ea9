"""The file of accounting entries (FEC): LPF art. A47 A-1, order of 29 July 2013. Written from values, and read again by a
checker that knows nothing of how it was written."""

from cantine.accounting.rules.fec.checker import Finding, check_fec
from cantine.accounting.rules.fec.writer import COLUMNS, FecLine, fec_bytes, fec_name

__all__ = ["COLUMNS", "FecLine", "Finding", "check_fec", "fec_bytes", "fec_name"]
