#!/usr/bin/env python3
"""Makes the workbooks of this folder, each named for what is odd or wrong with it: make.py

Archives are put together by hand, for no library writes them wrong. The same run gives the same
bytes. What must be read from each stands in expected.txt.
"""
import pathlib
import struct
import zlib

FOLDER = pathlib.Path(__file__).parent
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FULL = 0xFFFFFFFF


class Entry:
    """One file of an archive; `tell` overrides what its headers say."""

    def __init__(self, name, content, method=8, flags=0, **tell):
        self.name = name if isinstance(name, bytes) else name.encode()
        self.content = content if isinstance(content, bytes) else content.encode()
        self.method, self.flags, self.tell = method, flags, tell
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        self.packed = self.content
        if method == 8:
            self.packed = packer.compress(self.content) + packer.flush()
        self.crc = tell.get("crc", zlib.crc32(self.content))
        self.size = tell.get("size", len(self.content))
        self.zip64 = tell.get("zip64", False)

    def fields(self, is_local):
        """Version, flags, method, time, CRC, sizes, length of the name, of the extra field; it."""
        crc, packed, size, extra = self.crc, len(self.packed), self.size, b""
        if is_local and self.flags & 8:
            crc = packed = size = 0
        if self.zip64:
            extra = struct.pack("<HHQQ", 1, 16, size, packed)
            packed = size = FULL
        version = 45 if self.zip64 else 20
        head = struct.pack(
            "<HHHIIIIHH", version, self.flags, self.method, 0x00210000, crc, packed, size,
            len(self.name), len(extra))
        return head, extra

    def local(self):
        head, extra = self.fields(True)
        data = b"PK\3\4" + head + self.tell.get("local_name", self.name) + extra + self.packed
        if self.flags & 8:
            form = "<4sIQQ" if self.zip64 else "<4sIII"
            data += struct.pack(form, b"PK\7\x08", self.crc, len(self.packed), len(self.content))
        return data

    def central(self, offset):
        head, extra = self.fields(False)
        head = struct.pack("<H", 45) + head
        return (
            b"PK\1\2" + head + struct.pack("<HHHII", 0, 0, 0, 0, self.tell.get("offset", offset))
            + self.name + extra)


def archive(entries, zip64_end=False, comment=b""):
    data, directory = b"", b""
    for entry in entries:
        directory += entry.central(len(data))
        data += entry.local()
    start = len(data)
    data += directory
    count, size, at = len(entries), len(directory), start
    if zip64_end:
        record = len(data)
        data += struct.pack(
            "<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
        data += struct.pack("<4sIQI", b"PK\6\7", 0, record, 1)
        count, size, at = 0xFFFF, FULL, FULL
    return data + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, size, at,
                              len(comment)) + comment


def relationships(*targets, office=RELATIONS):
    items = "".join(
        f'<Relationship Id="rId{index + 1}" Type="'
        f'{kind if "/" in kind else office + "/" + kind}" Target="{target}"'
        + (' TargetMode="External"' if "://" in target else "") + "/>"
        for index, (kind, target) in enumerate(targets))
    return f'<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def sheet(rows, before="", after="", namespace=MAIN, prefix=""):
    colon = prefix + ":" if prefix else ""
    declared = "xmlns" + (":" + prefix if prefix else "")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{colon}worksheet '
        f'{declared}="{namespace}" xmlns:r="{RELATIONS}">{before}<{colon}sheetData>{rows}'
        f"</{colon}sheetData>{after}</{colon}worksheet>")


PLAIN = sheet('<row r="1"><c r="A1"><v>1201.50</v></c><c r="B1" t="s"><v>0</v></c></row>')
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="3">\
<numFmt numFmtId="164" formatCode="#,##0.00_);[Red]\\(#,##0.00\\)"/>\
<numFmt numFmtId="165" formatCode="[DBNum2]General"/>\
<numFmt numFmtId="166" formatCode="yyyy&quot;\u5e74&quot;m&quot;\u6708&quot;"/></numFmts>\
<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="1"><fill><patternFill patternType="none"/></fill></fills>\
<borders count="1"><border/></borders><cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="49"/>\
<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="14"/><xf numFmtId="10"/>\
</cellXfs></styleSheet>"""


def parts(first=PLAIN, strings=("text",), office=RELATIONS, main=MAIN, **changes):
    """The usual parts by name, changed as asked; None leaves one out."""
    names = changes.pop("sheets", None) or '<sheet name="S" sheetId="1" r:id="rId1"/>'
    result = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OFFICE}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml"), office=office),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        f'{changes.pop("settings", "")}<sheets>{names}</sheets>{changes.pop("names", "")}'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": relationships(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"), *changes.pop("more", ()), office=office),
        "xl/worksheets/sheet1.xml": first,
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">' + "".join(
            text if text.startswith("<si") else f"<si><t>{text}</t></si>" for text in strings)
        + "</sst>",
        "xl/styles.xml": STYLES.replace(MAIN, main),
    }
    result.update(changes.pop("parts", {}))
    assert not changes, changes
    return {name: text for name, text in result.items() if text is not None}


def entries(all_parts, **options):
    return [Entry(name, content, **options) for name, content in all_parts.items()]


def book(*arguments, **options):
    return archive(entries(parts(*arguments, **options)))


def cells(data, **options):
    return book(sheet(data), **options)


def archives():
    usual = parts()
    whole = archive(entries(usual))
    yield "stored", archive(entries(usual, method=0))
    yield "deflated", whole
    yield "data-descriptors", archive(entries(usual, flags=8))
    yield "data-descriptors-zip64", archive(entries(usual, flags=8, zip64=True))
    yield "zip64-end-records", archive(entries(usual), zip64_end=True)
    yield "zip64-extra-fields", archive(entries(usual, zip64=True))
    yield "zip64-everywhere", archive(entries(usual, zip64=True), zip64_end=True)
    yield "comment", archive(entries(usual), comment=b"a comment")
    yield "junk-before", b"#!/bin/sh\n" + whole
    yield "junk-after", whole + b"\0" * 100
    yield "backslashes", archive(
        [Entry(name.replace("/", "\\"), text) for name, text in usual.items()])
    yield "absolute-names", archive([Entry("/" + name, text) for name, text in usual.items()])
    yield "other-case", archive([Entry(name.upper(), text) for name, text in usual.items()])
    far = dict(usual)
    far["../../outside.txt"] = "nothing unpacks it"
    far["/etc/outside"] = "nothing unpacks it"
    yield "names-outside", archive(entries(far))
    renamed = dict(usual)
    renamed["xl/worksheets/\u8868.xml"] = renamed.pop("xl/worksheets/sheet1.xml")
    renamed["xl/_rels/workbook.xml.rels"] = renamed["xl/_rels/workbook.xml.rels"].replace(
        "sheet1.xml", "\u8868.xml")
    yield "utf8-names", archive(entries(renamed, flags=0x800))
    yield "utf8-names-unmarked", archive(entries(renamed))
    legacy = [Entry(name, text) for name, text in usual.items() if "sheet1" not in name]
    legacy.append(Entry(b"xl/worksheets/\x81.xml", PLAIN))
    legacy = [
        Entry(entry.name, entry.content.replace(b"sheet1.xml", "\u00fc.xml".encode()))
        if entry.name.endswith(b"workbook.xml.rels") else entry for entry in legacy]
    yield "legacy-names", archive(legacy)

    def one_wrong(**tell):
        return archive([
            Entry(name, text, **(tell if "sheet1" in name else {})) for name, text in usual.items()])

    yield "wrong-crc", one_wrong(crc=1)
    yield "size-too-small", one_wrong(size=10)
    yield "size-too-large", one_wrong(size=5000)
    yield "size-impossible", one_wrong(size=900_000_000)
    yield "other-name-in-header", one_wrong(local_name=b"xl/worksheets/sheet2.xml")
    yield "encrypted", one_wrong(flags=1)
    yield "unknown-method", one_wrong(method=12)
    yield "overlapping", one_wrong(offset=0)
    yield "duplicate-names", archive(entries(usual) + [Entry("xl/workbook.xml", "<a/>")])
    yield "duplicate-names-by-case", archive(entries(usual) + [Entry("XL/Workbook.xml", "<a/>")])
    yield "truncated", whole[:-30]
    yield "truncated-in-the-middle", whole[:len(whole) // 2]
    yield "first-half-missing", whole[len(whole) // 2:]
    yield "empty", b""
    yield "no-archive", b"code,name\n1,2\n"


def packages():
    usual = parts()
    elsewhere = {name.replace("xl/", "data/"): text for name, text in usual.items()}
    elsewhere["data/book.xml"] = elsewhere.pop("data/workbook.xml")
    elsewhere["data/_rels/book.xml.rels"] = elsewhere.pop("data/_rels/workbook.xml.rels")
    elsewhere["_rels/.rels"] = relationships(("officeDocument", "/data/book.xml"))
    yield "parts-elsewhere", archive(entries(elsewhere))
    for name, missing in [
        ("no-root-relationships", "_rels/.rels"), ("no-content-types", "[Content_Types].xml"),
    ]:
        yield name, book(parts={missing: None})
    alone = relationships(("worksheet", "worksheets/sheet1.xml"))
    yield "no-styles-no-strings", cells(
        '<row r="1"><c r="A1" s="3"><v>1</v></c></row>',
        parts={"xl/styles.xml": None, "xl/sharedStrings.xml": None,
               "xl/_rels/workbook.xml.rels": alone})
    yield "no-workbook", book(parts={"xl/workbook.xml": None})
    yield "no-sheet", book(parts={"xl/worksheets/sheet1.xml": None})
    yield "string-missing", cells('<row r="1"><c r="B1" t="s"><v>9</v></c></row>')
    yield "strict", archive(entries(parts(
        sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="d" s="5"><v>2024-08-01</v></c>'
              '<c r="C1" t="s"><v>0</v></c></row>',
              after=f'<mergeCells><mergeCell ref="A2:B2"/></mergeCells><hyperlinks><hyperlink '
              f'xmlns:r="{STRICT_RELATIONS}" ref="A1" r:id="rId1"/></hyperlinks>',
              namespace=STRICT),
        office=STRICT_RELATIONS, main=STRICT, parts={
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                ("hyperlink", "https://example.org/"), office=STRICT_RELATIONS)})))
    yield "any-prefix", book(sheet(
        '<q:row r="1"><q:c r="A1"><q:v>1</q:v></q:c></q:row>', prefix="q"))
    for name, encoding, bom in [
        ("utf16-little-endian", "utf-16-le", b"\xff\xfe"), ("utf16-big-endian", "utf-16-be", b"\xfe\xff"),
    ]:
        def wide(text):
            return bom + text.replace("UTF-8", "UTF-16").encode(encoding)
        yield name, book(parts={
            "xl/worksheets/sheet1.xml": wide(sheet(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>\u5e74</t></is></c>'
                '<c r="B1" t="s"><v>0</v></c></row>')),
            "xl/sharedStrings.xml": wide(
                f'<?xml version="1.0" encoding="UTF-16"?><sst xmlns="{MAIN}"><si><t>\u6708</t></si></sst>')})
    yield "byte-order-marks", archive([
        Entry(name, b"\xef\xbb\xbf" + text.encode()) for name, text in usual.items()])
    yield "alternate-content", cells(
        '<row r="1"><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="x"><c r="A1"><v>1</v></c></mc:Choice>'
        '<mc:Fallback><c r="A1"><v>2</v></c></mc:Fallback></mc:AlternateContent></row>')
    yield "unknown-things", book(
        sheet('<row r="1" x:new="1" xmlns:x="urn:x"><c r="A1" later="1"><v>1</v><x:v>2</x:v></c>'
              '<x:c r="B1"/></row>', before="<later><c r='A9'/></later>"),
        parts={"xl/later.bin": b"\0\1\2"}, more=[("urn:x/later", "later.bin")])
    yield "document-type", book(sheet("").replace("<worksheet", "<!DOCTYPE worksheet>\n<worksheet"))
    yield "entity-bomb", book(parts={
        "xl/sharedStrings.xml": '<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        f'<sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>'})
    yield "undeclared-entity", cells(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&nbsp;</t></is></c></row>')
    yield "unclosed-part", book(PLAIN[:-20])
    yield "control-character", cells(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>\x01</t></is></c></row>')
    yield "chart-sheet", book(
        sheets='<sheet name="C" sheetId="1" r:id="rId4"/><sheet name="S" sheetId="2" r:id="rId1"/>',
        more=[("chartsheet", "chartsheets/sheet1.xml")],
        parts={"xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"/>'})


def contents():
    rich = (
        '<si><r><t>one </t></r><r><rPr><b/></rPr><t xml:space="preserve">two</t></r>'
        '<rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr fontId="1"/></si>')
    yield "strings", cells(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c>'
        '<c r="E1" t="inlineStr"><is><t> in </t></is></c><c r="F1" t="inlineStr"><is><r><t>ri</t></r>'
        '<r><t>ch</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c>'
        '<c r="G1" t="str"><v>plain</v></c><c r="H1" t="inlineStr"><is><t><![CDATA[<&>]]></t></is></c>'
        '<c r="I1" t="inlineStr"><is/></c></row>',
        strings=["text", rich, "<si/>", '<si><t xml:space="preserve"> a&#10;b </t></si>'])
    yield "escapes", cells(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><v>_xD83D__xDE00_</v></c>'
        '<c r="C1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'
        '<c r="D1" t="inlineStr"><is><t>_x41_ _xZZZZ_</t></is></c></row>',
        strings=["a_x000D_b_x0009_"])
    yield "booleans-and-errors", cells(
        '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>'
        '<c r="C1" t="b"><v>true</v></c><c r="D1" t="e"><v>#DIV/0!</v></c>'
        '<c r="E1" t="e"><v>#N/A</v></c></row>')
    yield "numbers", cells("".join(
        f'<row r="{row + 1}"><c r="A{row + 1}" s="{style}"><v>{text}</v></c></row>'
        for row, (text, style) in enumerate([
            ("1201.50", 0), ("0.17849999999999999", 6), ("9.0749999999999993", 2),
            ("-1.5E-3", 0), ("1E+2", 0), ("-5.5", 2), (" 12 ", 0), ("NaN", 0),
            ("123456789012345678", 0), ("20", 3), ("45505.75", 5), ("0.1", 6)])))
    yield "iso-dates", cells(
        '<row r="1"><c r="A1" t="d" s="5"><v>2024-08-01</v></c>'
        '<c r="B1" t="d"><v>2024-08-01T09:30:00Z</v></c><c r="C1" t="d"><v>09:30:00</v></c></row>')
    for name, settings in [("epoch-1900", ""), ("epoch-1904", '<workbookPr date1904="1"/>')]:
        yield name, cells(
            '<row r="1"><c r="A1" s="5"><v>0</v></c><c r="B1" s="5"><v>59</v></c>'
            '<c r="C1" s="5"><v>60</v></c><c r="D1" s="5"><v>61</v></c>'
            '<c r="E1" s="4"><v>45505</v></c></row>', settings=settings)
    yield "formulas", cells(
        '<row r="1"><c r="A1"><f>B1*2</f><v>4</v></c><c r="B1"><v>2</v></c>'
        '<c r="C1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="D1"><f>NOW()</f></c>'
        '<c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A4" si="0">B1+$C$1+SUM(B1:B2)</f><v>1</v></c>'
        '<c r="B2"><f t="array" ref="B2:B3">A1:A2*2</f><v>8</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>2</v></c><c r="B3"><v>2</v></c></row>'
        '<row r="4"><c r="A4"><f t="shared" si="0"/><v>3</v></c></row>')
    yield "no-references", cells(
        '<row><c><v>1</v></c><c><v>2</v></c></row><row r="4"><c><v>3</v></c><c r="D4"><v>4</v></c>'
        "<c><v>5</v></c></row><row><c><v>6</v></c></row>")
    yield "out-of-order", cells(
        '<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>2</v></c></row>'
        '<row r="1"><c r="A1"><v>3</v></c></row><row r="3"><c r="A3"><v>4</v></c></row>')
    yield "beyond-dimension", book(sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        before='<dimension ref="A1"/>'))
    yield "dimension-too-large", book(sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'))
    yield "beyond-the-sheet", cells('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')
    yield "bad-reference", cells('<row r="1"><c r="1A"><v>1</v></c></row>')


def around():
    after = (
        '<sheetProtection sheet="1" formatCells="0" sort="0"/>'
        '<autoFilter ref="A1:C9"><filterColumn colId="1"><filters><filter val="x"/></filters>'
        "</filterColumn></autoFilter>"
        '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>'
        '<dataValidations count="2"><dataValidation type="list" sqref="C1:C9 E1"><formula1>'
        '$A$1:$A$3</formula1></dataValidation><dataValidation type="whole" operator="greaterThan" '
        'allowBlank="1" errorTitle="t" error="e" promptTitle="p" prompt="q" sqref="D1"><formula1>5'
        "</formula1></dataValidation></dataValidations>"
        '<hyperlinks><hyperlink ref="A1" r:id="rId1" tooltip="tip"/>'
        '<hyperlink ref="B2" location="S!A1"/></hyperlinks>'
        '<pageMargins left="0.5" right="0.5" top="1" bottom="1" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        '<headerFooter><oddFooter>&amp;C&amp;P</oddFooter></headerFooter>'
        '<rowBreaks count="1" manualBreakCount="1"><brk id="20" max="16383" man="1"/></rowBreaks>')
    yield "around-the-cells", book(
        sheet('<row r="1" ht="30" customHeight="1"><c r="A1"><v>1</v></c></row>'
              '<row r="2" hidden="1" outlineLevel="1"><c r="A2"><v>2</v></c></row>',
              before='<sheetPr><tabColor rgb="FFFF0000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
              '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane xSplit="1" '
              'ySplit="2" topLeftCell="B3" state="frozen"/></sheetView></sheetViews>'
              '<sheetFormatPr defaultColWidth="9.5" defaultRowHeight="15"/><cols><col min="1" '
              'max="2" width="20.5" customWidth="1"/><col min="4" max="4" width="8" hidden="1"/>'
              "</cols>", after=after),
        sheets='<sheet name="S" sheetId="1" r:id="rId1"/><sheet name="H" sheetId="2" '
        'state="hidden" r:id="rId4"/><sheet name="V" sheetId="3" state="veryHidden" r:id="rId5"/>',
        more=[("worksheet", "worksheets/sheet2.xml"), ("worksheet", "worksheets/sheet3.xml")],
        names='<definedNames><definedName name="total">S!$A$1</definedName><definedName '
        'name="local" localSheetId="0" hidden="1">S!$A$2</definedName><definedName '
        'name="_xlnm.Print_Titles" localSheetId="0">S!$A:$A,S!$1:$2</definedName><definedName '
        'name="_xlnm.Print_Area" localSheetId="0">S!$A$1:$C$9</definedName></definedNames>',
        parts={
            "xl/worksheets/sheet2.xml": sheet('<row r="1"><c r="A1"><v>3</v></c></row>'),
            "xl/worksheets/sheet3.xml": sheet(""),
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                ("hyperlink", "https://example.org/?a=1&amp;b=2"), ("comments", "../comments1.xml")),
            "xl/comments1.xml": f'<comments xmlns="{MAIN}"><authors><author>me</author></authors>'
            '<commentList><comment ref="A2" authorId="0"><text><r><t>see </t></r><r><t>here</t></r>'
            "</text></comment></commentList></comments>",
            "_rels/.rels": relationships(
                ("officeDocument", "xl/workbook.xml"),
                (PACKAGE + "/relationships/metadata/core-properties", "docProps/core.xml"),
                ("extended-properties", "docProps/app.xml")),
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/'
            'package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>T</dc:title><dc:creator>C'
            "</dc:creator><dcterms:created>2024-08-01T09:30:00Z</dcterms:created>"
            "</cp:coreProperties>",
            "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/'
            'officeDocument/2006/extended-properties"><Application>A</Application></Properties>'})


def main():
    for old in FOLDER.glob("*.xlsx"):
        old.unlink()
    for group in (archives, packages, contents, around):
        for name, content in group():
            (FOLDER / f"{name}.xlsx").write_bytes(content)


main()
