"""The pairs translate-toolkit finds in a TMX, XLIFF or PO file, as JSON. Usage: read_toolkit.py tmx|xliff|po FILE"""
import json
import sys

try:
    from translate.storage import po, tmx, xliff
except ImportError:
    sys.exit(77)

kind, path = sys.argv[1:]
parser = {"tmx": tmx.tmxfile, "xliff": xliff.xlifffile, "po": po.pofile}[kind]
store = parser.parsefile(path)
print(json.dumps([[str(unit.source), str(unit.target)] for unit in store.units if unit.source and unit.target]))
