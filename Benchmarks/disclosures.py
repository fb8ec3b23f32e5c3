#!/usr/bin/env python3
"""Writes seeded disclosures: copies of given ones whose amounts are all multiplied by the same whole
number, so that every relation between them holds as before.

    disclosures.py FOLDER COUNT FILE...    texts, or workbooks that `fiscaltables convert` wrote

The files are taken in turn. Percentages, codes, dates and whole numbers of texts stay.
"""
import decimal
import pathlib
import random
import re
import sys
import zipfile

PRINTED = re.compile(r"(?<![\d.,\-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})(?![\d.%％,])")
CELL = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?>(?:<f>[^<]*</f>)?<v>)([^<]+)(</v>)')


def text(source, factor):
    def multiplied(match):
        digits, decimals = match.groups()
        value = decimal.Decimal(digits.replace(",", "") + decimals) * factor
        places = len(decimals) - 1
        return f"{value:,.{places}f}" if "," in digits else f"{value:.{places}f}"

    return PRINTED.sub(multiplied, source)


def sheet(source, factor):
    return CELL.sub(lambda m: f"{m[1]}{decimal.Decimal(m[2]) * factor}{m[3]}", source)


def workbook(source, target, factor):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in source:
            # The first sheet is the list of contents, whose numbers count; the last holds formulas.
            if name.startswith("xl/worksheets/sheet") and name != "xl/worksheets/sheet1.xml":
                content = sheet(content.decode(), factor).encode()
            archive.writestr(name, content)


def main():
    folder, count, files = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(7)
    parts = {}
    for file in files:
        if file.endswith(".xlsx"):
            with zipfile.ZipFile(file) as archive:
                parts[file] = [(name, archive.read(name)) for name in archive.namelist()]
        else:
            parts[file] = pathlib.Path(file).read_text(encoding="utf-8")
    for number in range(count):
        file = files[number % len(files)]
        factor = rng.randrange(2, 400)
        target = folder / f"{number:04d}{pathlib.Path(file).suffix}"
        if file.endswith(".xlsx"):
            workbook(parts[file], target, factor)
        else:
            target.write_text(text(parts[file], factor), encoding="utf-8")


if __name__ == "__main__":
    main()
