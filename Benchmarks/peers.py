#!/usr/bin/env python3
"""Reads the workbooks with python-calamine and prints time and peak memory: peers.py FILE..."""
import resource
import sys
import time

from python_calamine import CalamineWorkbook

start = time.perf_counter()
core = 0.0
cells = 0
for path in sys.argv[1:]:
    before = time.perf_counter()
    book = CalamineWorkbook.from_path(path)
    sheets = [book.get_sheet_by_index(index) for index in range(len(book.sheet_names))]
    core += time.perf_counter() - before
    cells += sum(sheet.height * sheet.width for sheet in sheets)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"calamine core: {len(sys.argv) - 1} files, {cells} places, {core:.3f} s, peak {peak} MB")
