"""The pairs hypomnema finds in a TMX file, as JSON. Usage: read_hypomnema.py FILE"""
import json
import sys
import warnings

warnings.simplefilter("ignore")
try:
    from hypomnema import Deserializer, StandardBackend
except (ImportError, NameError, SyntaxError):  # Releases differ in the Python they run on.
    sys.exit(77)

backend = StandardBackend()
memory = Deserializer(backend).deserialize(backend.parse(sys.argv[1]))
assert memory.header.srclang == "en", memory.header


def pair(unit):
    texts = {variant.lang: "".join(variant.content) for variant in unit.variants}
    return [texts["en"], texts["ru"]]


print(json.dumps([pair(unit) for unit in memory.body]))
