#!/usr/bin/env python3
"""Reads a CSV on one core with the peers that are installed: csv_peers.py FILE [ENCODING]"""
import resource
import sys
import time


def measure(name, read):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    start = time.perf_counter()
    read()
    processor = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    print(f"{name}: {time.perf_counter() - start:.3f} s, processor {processor:.3f} s")


path = sys.argv[1]
encoding = sys.argv[2] if len(sys.argv) > 2 else "utf8"
if encoding == "utf8":
    try:
        import duckdb

        database = duckdb.connect()
        database.execute("SET threads=1")
        measure("DuckDB", lambda: database.execute(f"CREATE TABLE t AS FROM read_csv('{path}')"))
    except ImportError:
        print("DuckDB is not installed")
try:
    import pyarrow
    import pyarrow.csv

    pyarrow.set_cpu_count(1)
    options = pyarrow.csv.ReadOptions(encoding=encoding, use_threads=False)
    measure("pyarrow", lambda: pyarrow.csv.read_csv(path, read_options=options))
except ImportError:
    print("pyarrow is not installed")
