"""The program that judges invoices, started by ``checks`` and never imported: the engine of these rules lives in a
virtual machine of its own, which a server must not carry. A line in is an invoice, a line out what was found in it, as JSON.

``python schematron.py RULES…`` compiles each rule set once (a second), then reads lines until there are no more.
"""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml  # reads what the rules wrote, nothing from outside

from saxonche import PySaxonProcessor

REPORT = "{http://purl.oclc.org/dsdl/svrl}"


def main(rules: list[str]) -> None:
    with PySaxonProcessor(license=False) as processor:
        compiler = processor.new_xslt30_processor()
        compiled = [compiler.compile_stylesheet(stylesheet_file=each) for each in rules]
        for line in sys.stdin:
            invoice = processor.parse_xml(xml_text=json.loads(line))
            reports = [each.transform_to_string(xdm_node=invoice) for each in compiled]
            sys.stdout.write(json.dumps([found for report in reports for found in read(report)]) + "\n")
            sys.stdout.flush()


def read(report: str) -> list[dict[str, str]]:
    """What a report says is wrong."""
    told = Xml.fromstring(report)  # noqa: S314  the rules wrote it
    failed = [each for each in told if each.tag in {REPORT + "failed-assert", REPORT + "successful-report"}]
    return [
        {
            "rule": each.get("id") or "",
            "message": " ".join("".join(each.itertext()).split()),
            "severity": "warning" if each.get("flag") == "warning" else "error",
            "where": each.get("location") or "",
        }
        for each in failed
    ]


if __name__ == "__main__":
    main([str(Path(each).resolve()) for each in sys.argv[1:]])
