"""A PDF with one stream replaced, in the way that the format keeps for it: what changed is written after what was there.

Libraries that do this leave out line ends and entries that PDF/A asks for, so it is done here, to the letter of ISO 32000,
7.5.6, for the plain cross-reference tables that the typesetter writes.
"""

import re

END = re.compile(rb"trailer\s*<<(?P<entries>.*)>>\s*startxref\s+(?P<at>\d+)\s+%%EOF\s*$", re.DOTALL)


def replaced(pdf: bytes, number: int, stream: bytes, *, kind: bytes) -> bytes:
    """The same file, where object ``number`` is a stream of that kind. Raises ValueError for a file of another make."""
    before = END.search(pdf, pdf.rfind(b"trailer"))
    if before is None:
        raise ValueError("This PDF does not end with a table of its objects.")
    head = b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, kind, len(stream))
    written = b"\n" + head + stream + b"\nendstream\nendobj\n"
    table = b"xref\n%d 1\n%010d 00000 n\r\n" % (number, len(pdf) + 1)
    end = b"trailer\n<<%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (before["entries"], before["at"], len(pdf + written))
    return pdf + written + table + end
