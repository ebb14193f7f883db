"""Writes the pairs on standard input as translate-toolkit does. Usage: write_toolkit.py tmx|xliff|po FILE <PAIRS.json"""
import json
import sys

try:
    from translate.storage import po, tmx, xliff
except ImportError:
    sys.exit(77)

kind, path = sys.argv[1:]
if kind == "tmx":
    store = tmx.tmxfile()
elif kind == "xliff":
    store = xliff.xlifffile(sourcelanguage="en", targetlanguage="ru")
else:
    store = po.pofile()
    store.updateheader(add=True, Language="ru", Content_Type="text/plain; charset=UTF-8")
for en, ru in json.load(sys.stdin):
    if kind == "tmx":
        store.addtranslation(en, "en", ru, "ru")
    else:
        unit = store.addsourceunit(en)
        unit.target = ru
with open(path, "wb") as out:
    store.serialize(out)
print("[]")
