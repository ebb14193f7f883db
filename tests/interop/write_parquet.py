"""Writes the pairs on standard input as pandas does. Usage: write_parquet.py columns|translation FILE <PAIRS.json"""
import json
import sys

try:
    import pandas
    import pyarrow
except ImportError:
    sys.exit(77)

shape, path = sys.argv[1:]
pairs = json.load(sys.stdin)
if shape == "columns":
    table = {"en": [en for en, _ in pairs], "ru": [ru for _, ru in pairs], "score": [0.5] * len(pairs)}
else:
    table = {"translation": [{"en": en, "ru": ru} for en, ru in pairs]}
pandas.DataFrame(table).to_parquet(path)
print("[]")
