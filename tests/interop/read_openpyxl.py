"""The first two columns of a workbook as openpyxl reads it, as JSON. Usage: read_openpyxl.py FILE"""
import json
import sys

try:
    import openpyxl
except ImportError:
    sys.exit(77)

sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
rows = sheet.iter_rows(min_row=2)
print(json.dumps([[str(cell.value) for cell in row[:2]] for row in rows]))
# A cell that begins with = must be a string all the same.
assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), "a formula"
