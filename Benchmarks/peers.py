#!/usr/bin/env python3
"""Reads workbooks with python-calamine and prints the time of its core: peers.py FILE...

Core means without making objects of Python of the cells.
"""
import resource
import sys
import time

from python_calamine import CalamineWorkbook

core = processor = 0.0
cells = 0
for path in sys.argv[1:]:
    before, used = time.perf_counter(), time.process_time()
    book = CalamineWorkbook.from_path(path)
    sheets = [book.get_sheet_by_index(index) for index in range(len(book.sheet_names))]
    core += time.perf_counter() - before
    processor += time.process_time() - used
    cells += sum(sheet.height * sheet.width for sheet in sheets)
    del book, sheets
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(
    f"{len(sys.argv) - 1} files, {cells} places: "
    f"seconds {core:.3f} processor {processor:.3f} peak MiB {peak}"
)
