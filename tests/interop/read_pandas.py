"""The pairs of a table as pandas reads it, as JSON; checks that confidence is a number. Usage: read_pandas.py FILE"""
import json
import sys

try:
    import pandas
except ImportError:
    sys.exit(77)

path = sys.argv[1]
if path.endswith(".csv"):
    table = pandas.read_csv(path, keep_default_na=False)
elif path.endswith(".tsv"):
    table = pandas.read_csv(path, sep="\t", quoting=3, keep_default_na=False)
elif path.endswith(".jsonl"):
    table = pandas.read_json(path, lines=True, dtype=False, convert_dates=False)
else:
    table = pandas.read_parquet(path)
if "translation" in table:
    table = table.assign(en=[t["en"] for t in table.translation], ru=[t["ru"] for t in table.translation])
assert pandas.api.types.is_float_dtype(table.confidence), table.dtypes
assert table.confidence.between(0, 1).all()
print(json.dumps(table[["en", "ru"]].values.tolist()))
