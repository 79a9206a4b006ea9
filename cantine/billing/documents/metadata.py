"""What the metadata of a PDF (XMP) must say for a machine to find the invoice inside: Factur-X 1.0, profile EN 16931."""

from lxml import etree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
INVOICE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
SCHEMAS = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
WORDS = {
    "DocumentFileName": "The name of the embedded XML document",
    "DocumentType": "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER",
    "Version": "The actual version of the standard applying to the embedded XML document",
    "ConformanceLevel": "The conformance level of the embedded XML document",
}


def with_invoice(xmp: bytes, file: str) -> bytes:
    """The metadata, with what the invoice is and the schema of the words that say it."""
    begin, end = xmp.index(b"<x:xmpmeta"), xmp.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")
    root = etree.fromstring(xmp[begin:end])
    described = root.find(f"{{{RDF}}}RDF")
    # A property stands once: the schema joins those that the typesetter tells of.
    schemas = root.find(f".//{{{SCHEMAS}}}schemas/{{{RDF}}}Bag")
    if described is None or schemas is None:
        raise ValueError("These metadata are not those of a PDF/A.")
    values = {"DocumentType": "INVOICE", "DocumentFileName": file, "Version": "1.0", "ConformanceLevel": "EN 16931"}
    described.append(etree.fromstring(_said(values)))
    schemas.append(etree.fromstring(_schema()))
    return xmp[:begin] + bytes(etree.tostring(root, encoding="utf-8")) + xmp[end:]


def _said(values: dict[str, str]) -> str:
    inside = "".join(f"<fx:{word}>{value}</fx:{word}>" for word, value in values.items())
    return f'<rdf:Description xmlns:rdf="{RDF}" xmlns:fx="{INVOICE}" rdf:about="">{inside}</rdf:Description>'


def _schema() -> str:
    properties = "".join(
        '<rdf:li rdf:parseType="Resource"><pdfaProperty:category>external</pdfaProperty:category>'
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description><pdfaProperty:name>{word}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
        for word, meaning in WORDS.items()
    )
    return (
        f'<rdf:li xmlns:rdf="{RDF}" xmlns:pdfaSchema="{SCHEMA}" xmlns:pdfaProperty="{PROPERTY}" rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{INVOICE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
