#!/usr/bin/env python3
"""Makes seeds for the fuzz targets of the fixtures of the tests: seeds.py FOLDER"""
import pathlib
import sys
import zipfile

TOP = pathlib.Path(__file__).parent.parent
FIXTURES = TOP / "Tests/SpreadsheetTests/Fixtures"
TARGETS = (
    "FuzzZip", "FuzzXML", "FuzzSheet", "FuzzWorkbook", "FuzzCSV",
    "FuzzDocument", "FuzzReader", "FuzzValidator", "FuzzMap",
)


def main():
    target = pathlib.Path(sys.argv[1])
    for name in TARGETS:
        (target / name).mkdir(parents=True, exist_ok=True)
    for path in sorted(FIXTURES.glob("*.xlsx")):
        content = path.read_bytes()
        (target / "FuzzZip" / path.stem).write_bytes(content)
        (target / "FuzzWorkbook" / path.stem).write_bytes(content)
        try:
            with zipfile.ZipFile(path) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
            continue  # odd archives are seeds as they stand
        flat = b"".join(name.encode() + b"\xff" + parts[name] + b"\xff" for name in sorted(parts))
        if path.stem != "deflated" and flat.count(b"\xff") == 2 * len(parts):
            (target / "FuzzWorkbook" / f"{path.stem}-parts").write_bytes(flat)
        strings = parts.get("xl/sharedStrings.xml")
        for name, part in parts.items():
            if name.endswith((".xml", ".rels")):
                seed = f"{path.stem}-{name.replace('/', '-')}"
                (target / "FuzzXML" / seed).write_bytes(part)
            if "worksheets/sheet" in name and name.endswith(".xml"):
                both = part + (b"\0" + strings if strings else b"")
                (target / "FuzzSheet" / f"{path.stem}-{pathlib.Path(name).stem}").write_bytes(both)


    texts = {
        "plain": "code,name,amount\n019001,\u5e74,2594.03\r\n,,-0.5\n",
        "quoted": '"a","b ""c""","d\ne"\n"",x,"\u4e07\u5143"\r',
        "odd": 'a"b,"c"d,"e" ,"f\n1;2;3\n\n\0,"',
        "tabs": "a\tb\n1\t2\n",
    }
    # The first two bytes are the options; see FuzzCSV.swift.
    encodings = [b"\0\0", b"\x09\x01", b"\x12\x00", b"\x03\x80", b"\x04\x02"]
    names = ["utf-8", "utf-8", "utf-16-le", "utf-16-be", "gb18030"]
    for name, text in texts.items():
        for number, (options, encoding) in enumerate(zip(encodings, names)):
            (target / "FuzzCSV" / f"{name}-{number}").write_bytes(options + text.encode(encoding))
    documents(target)


def fixed_layout(text):
    """The parts of an OFD file as FuzzDocument.swift has them."""
    def part(name, content):
        return f'<ofd:{name} xmlns:ofd="http://www.ofdspec.org/2016">{content}</ofd:{name}>'
    parts = text.split("== ")
    page = part("Page", f"<ofd:Content><ofd:Layer>{parts[0]}</ofd:Layer></ofd:Content>")
    document = part("Document",
        "<ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes>"
        '<ofd:TemplatePage ID="5" BaseLoc="Page.xml"/></ofd:CommonData>'
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages>'
        "<ofd:Annotations>Annotations.xml</ofd:Annotations>")
    unit = "<ofd:CompositeObject Boundary='0 0 9 9' ResourceID='8'/>"
    resources = part("Res",
        f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="8">{unit}'
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
        '<ofd:DrawParams><ofd:DrawParam ID="9" Relative="9" LineWidth="1"/></ofd:DrawParams>')
    notes = part("Annotations", '<ofd:Page PageID="1"><ofd:FileLoc>Res.xml</ofd:FileLoc></ofd:Page>')
    root = part("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")
    return b"O" + b"\xff".join(x.encode() for x in (page, document, resources, notes, root))


def documents(target):
    """Small inputs of the rules and cases, and orders of lines that a sample has."""
    for path in sorted((TOP / "Tests/Fixtures").glob("*/*/**/input.*")):
        name = "-".join(path.parent.parts[-2:])
        content = path.read_bytes()
        if path.name == "input.docx.xml":
            start = b'W<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            (target / "FuzzDocument" / name).write_bytes(start + content + b"</w:body></w:document>")
        elif path.name == "input.ofd.txt":
            (target / "FuzzDocument" / name).write_bytes(fixed_layout(path.read_text()))
        elif path.suffix in (".csv", ".html", ".xls", ".txt") and not path.name.endswith((".pdf.txt", ".docx.txt", ".xlsx.txt", ".ofd.txt")):
            (target / "FuzzDocument" / name).write_bytes(content)
        if path.name == "input.csv" and b"\0" not in content:
            (target / "FuzzMap" / name).write_bytes(b'{"columns":[]}' + b"\0" + content)
    for sample in range(8):
        whole = bytes([sample]) + bytes(range(254))
        (target / "FuzzReader" / str(sample)).write_bytes(whole)
        (target / "FuzzValidator" / str(sample)).write_bytes(bytes([sample, 9, 3, 40, 77, 2, 12]))


main()
