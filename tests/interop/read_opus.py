"""The pairs opus_read makes of an XCES ladder and two files of a sentence a line, as JSON.

Usage: read_opus.py LADDER EN_LINES RU_LINES
"""
import json
import os
import re
import sys
import tempfile
import zipfile
from xml.sax.saxutils import escape

try:
    from opustools import OpusRead
except ImportError:
    sys.exit(77)

ladder, *sides = sys.argv[1:]
with open(ladder, encoding="utf-8") as file:
    names = [re.search(f'{end}="([^"]*)"', file.read()).group(1) for end in ("fromDoc", "toDoc") if not file.seek(0)]
with tempfile.TemporaryDirectory() as folder:
    for side, name, lang in zip(sides, names, ("en", "ru")):
        with open(side, encoding="utf-8") as file:
            lines = [line for line in file.read().split("\n") if line]
        body = "".join(f'<s id="{n}">{escape(line)}</s>\n' for n, line in enumerate(lines, 1))
        with zipfile.ZipFile(f"{folder}/{lang}.zip", "w") as archive:
            archive.writestr(name, f'<?xml version="1.0" encoding="utf-8"?>\n<text>\n{body}</text>\n')
    out = [f"{folder}/out.en", f"{folder}/out.ru"]
    OpusRead(
        directory="corpus", source="en", target="ru", preprocess="raw", alignment_file=os.path.abspath(ladder),
        source_zip=f"{folder}/en.zip", target_zip=f"{folder}/ru.zip", write_mode="moses", write=out,
        leave_non_alignments_out=True, suppress_prompts=True, download_dir=folder,
    ).printPairs()
    texts = [open(path, encoding="utf-8").read().split("\n")[:-1] for path in out]
print(json.dumps([list(pair) for pair in zip(*texts, strict=True)]))
