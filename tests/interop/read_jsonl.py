"""The pairs of JSONL in the shape of a Hugging Face translation data set, as JSON. Usage: read_jsonl.py FILE"""
import json
import sys

with open(sys.argv[1], encoding="utf-8", newline="\n") as file:
    records = [json.loads(line) for line in file]
assert len({tuple(record) for record in records}) == 1, "a data set has the same fields in every record"
assert all(isinstance(record["id"], str) for record in records)
print(json.dumps([[record["translation"]["en"], record["translation"]["ru"]] for record in records]))
