"""Facts of many disclosures through Spark: one process of fiscaltables a partition.

spark-submit spark_facts.py INPUT_DIRECTORY OUTPUT [--partitions N] [--format parquet|json|csv]
"""

import argparse
import json
import os
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import expr
from pyspark.sql.types import StringType, StructField, StructType

COMMAND = "fiscaltables convert --files-from - --to ndjson -o - -q"
FIELDS = (
    "document agency_code agency fiscal_year stage statement table_number table_title row_number "
    "row_kind code label column concept function_code economic_code unit_code project_code "
    "fund_source amount unit printed null_kind source placed"
).split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs")
    parser.add_argument("output")
    parser.add_argument("--partitions", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--format", default="parquet", choices=["parquet", "json", "csv"])
    arguments = parser.parse_args()

    paths = sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(arguments.inputs)
        for name in names
        if not name.startswith(".")
    )
    session = SparkSession.builder.appName("fiscaltables").getOrCreate()
    # checkCode is off: exit code 2 says that some inputs failed, and the others are still wanted.
    lines = session.sparkContext.parallelize(paths, arguments.partitions).pipe(
        COMMAND, env=dict(os.environ), checkCode=False
    )
    schema = StructType([StructField(name, StringType()) for name in FIELDS])
    rows = lines.map(json.loads).map(lambda fact: tuple(fact[name] for name in FIELDS))
    facts = session.createDataFrame(rows, schema).withColumn(
        "amount_decimal", expr("cast(nullif(amount, '') as decimal(38, 6))")
    )
    facts.write.mode("errorifexists").format(arguments.format).save(arguments.output)
    print(f"{facts.count()} facts of {len(paths)} files", file=sys.stderr)
    session.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
