"""Edits a workbook as a person does: accepts row 4, rejects row 5, adds a word to the Russian text of row 6."""

import sys

try:
    import openpyxl
except ImportError:
    sys.exit(77)

source, target, word = sys.argv[1:]
workbook = openpyxl.load_workbook(source)
assert workbook.sheetnames[0] == "Guide"
sheet = workbook["Segments"]
column = {cell.value: cell.column for cell in sheet[1]}

assert sheet.protection.sheet and sheet.auto_filter.ref and sheet.freeze_panes == "A2"
for name in column:
    locked = sheet.cell(2, column[name]).protection.locked
    assert locked == (name not in ("en", "ru", "status")), name
choices = [v.formula1 for v in sheet.data_validations.dataValidation]
assert choices == ['"auto,reviewed,edited,rejected"'], choices

sheet.cell(4, column["status"]).value = "reviewed"
sheet.cell(5, column["status"]).value = "rejected"
text = sheet.cell(6, column["ru"])
text.value = f"{text.value} {word}"
workbook.save(target)
