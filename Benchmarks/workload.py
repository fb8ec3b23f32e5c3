#!/usr/bin/env python3
"""Writes the seeded workloads: fiscal-looking rows of 14 columns, as workbooks or as CSV.

    workload.py large ROWS FILE      one sheet, shared strings
    workload.py small COUNT FOLDER   workbooks of nine sheets of about 30 rows
    workload.py csv ROWS FILE [ENCODING]   a header and rows, in UTF-8 or another encoding
"""
import datetime
import random
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class Strings:
    def __init__(self):
        self.indexes = {}

    def index(self, text):
        return self.indexes.setdefault(text, len(self.indexes))

    def part(self):
        body = "".join(f"<si><t>{text}</t></si>" for text in self.indexes)
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{MAIN}" '
            f'count="{len(self.indexes)}" uniqueCount="{len(self.indexes)}">{body}</sst>'
        )


def rows(rng, count, strings):
    names = ["C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N"]
    for number in range(1, count + 1):
        cells = []
        texts = [
            f"{rng.randrange(10**9):09d}",
            f"\u5355\u4f4d{rng.randrange(3000)}\u5c40",
            f"{rng.randrange(2080101, 2299999)}",
            f"\u9879\u76ee\u652f\u51fa{rng.randrange(5000)}",
        ]
        for column, text in zip("ABCD", texts):
            cells.append(f'<c r="{column}{number}" s="1" t="s"><v>{strings.index(text)}</v></c>')
        for column in "EFGHIJKL":
            if rng.random() < 0.5:
                cents = rng.randrange(10**9)
                cells.append(
                    f'<c r="{column}{number}" s="2"><v>{cents // 100}.{cents % 100:02d}</v></c>'
                )
        cells.append(f'<c r="M{number}" s="3"><v>{45000 + rng.randrange(700)}</v></c>')
        if rng.random() < 0.6:
            note = strings.index(f"\u5907\u6ce8{rng.randrange(800)}")
            cells.append(f'<c r="N{number}" t="s"><v>{note}</v></c>')
        yield f'<row r="{number}" spans="1:14">{"".join(cells)}</row>'


def workbook(path, sheets, rng):
    strings = Strings()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for index, count in enumerate(sheets):
            with archive.open(f"xl/worksheets/sheet{index + 1}.xml", "w", force_zip64=False) as part:
                part.write(
                    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                    f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
                )
                batch = []
                for row in rows(rng, count, strings):
                    batch.append(row)
                    if len(batch) == 2000:
                        part.write("".join(batch).encode())
                        batch = []
                part.write("".join(batch).encode() + b"</sheetData></worksheet>")
        archive.writestr("xl/sharedStrings.xml", strings.part())
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/>'
            '</fills><borders count="1"><border/></borders><cellXfs count="4"><xf numFmtId="0"/>'
            '<xf numFmtId="49"/><xf numFmtId="4"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        )
        tabs = "".join(
            f'<sheet name="S{i + 1}" sheetId="{i + 1}" r:id="r{i + 1}"/>' for i in range(len(sheets))
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{tabs}</sheets></workbook>',
        )
        relations = "".join(
            f'<Relationship Id="r{i + 1}" Type="{RELATIONS}/worksheet" '
            f'Target="worksheets/sheet{i + 1}.xml"/>'
            for i in range(len(sheets))
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
            f'<Relationship Id="s1" Type="{RELATIONS}/styles" Target="styles.xml"/>'
            f'<Relationship Id="s2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" '
            f'ContentType="{office}.worksheet+xml"/>'
            for i in range(len(sheets))
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'
            f"{overrides}"
            f'<Override PartName="/xl/styles.xml" ContentType="{office}.styles+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml" '
            f'ContentType="{office}.sharedStrings+xml"/></Types>',
        )


def table(path, count, rng, encoding):
    with open(path, "w", encoding=encoding, newline="") as file:
        amounts = [f"\u91d1\u989d{number}" for number in range(1, 9)]
        file.write(",".join(
            ["\u5355\u4f4d\u4ee3\u7801", "\u5355\u4f4d\u540d\u79f0", "\u79d1\u76ee\u7f16\u7801",
             "\u9879\u76ee", *amounts, "\u65e5\u671f", "\u5907\u6ce8"]) + "\n")
        for _ in range(count):
            fields = [
                f"{rng.randrange(10**9):09d}",
                f"\u5355\u4f4d{rng.randrange(3000)}\u5c40",
                f"{rng.randrange(2080101, 2299999)}",
                f"\u9879\u76ee\u652f\u51fa{rng.randrange(5000)}",
            ]
            for _ in range(8):
                cents = rng.randrange(10**9)
                fields.append(f"{cents // 100}.{cents % 100:02d}" if rng.random() < 0.5 else "")
            day = datetime.date(2023, 3, 15) + datetime.timedelta(rng.randrange(700))
            fields.append(day.isoformat())
            fields.append(f"\u5907\u6ce8{rng.randrange(800)}" if rng.random() < 0.6 else "")
            file.write(",".join(fields) + "\n")


def main():
    kind, count, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    rng = random.Random(20240801)
    if kind == "large":
        workbook(target, [count], rng)
    elif kind == "csv":
        table(target, count, rng, sys.argv[4] if len(sys.argv) > 4 else "utf-8")
    else:
        for number in range(count):
            sheets = [rng.randrange(20, 41) for _ in range(9)]
            workbook(f"{target}/book{number:04d}.xlsx", sheets, rng)


main()
