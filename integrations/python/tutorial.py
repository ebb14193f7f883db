# %% [markdown]
# # enru in a notebook
#
# A notebook as a script: open it with Jupytext or VS Code and run it cell by cell, or run it as it is with
# `python tutorial.py`. It needs pandas; everything it reads, it writes itself.

# %%
import tempfile
from pathlib import Path

import enru

folder = Path(tempfile.mkdtemp())

# %% [markdown]
# ## One pair of documents
#
# A `str` is the text itself. Paragraphs are kept apart, so headings and lists do no harm.

# %%
EN = """The new bridge

Work on the bridge began on 14 March 2023. It crosses the river Chu near Tokmok. \
The bridge is 312 metres long, and lorries of up to 60 tonnes may use it.

The engineers thanked the people of the valley. They had to wait for two years.
"""
RU = """Новый мост

Строительство моста началось 14 марта 2023 года. Он пересекает реку Чу недалеко от Токмока. \
Длина моста — 312 метров. По нему могут ездить грузовики массой до 60 тонн.

Инженеры поблагодарили жителей долины. Им пришлось ждать два года.
"""
alignment = enru.align(EN, RU, name="bridge")
alignment  # a notebook shows it as a table  # pyright: ignore[reportUnusedExpression]

# %% [markdown]
# Each segment is a row of the memory: texts, confidence, shape, what the two sides share, what looks wrong.

# %%
for segment in alignment.segments:
    print(f"{segment.confidence:.3f} {segment.shape} {segment.en} = {segment.ru} {list(segment.anchors)}")
assert len(alignment.segments) == 6
assert alignment.segments[3].shape == "1-2"

# %% [markdown]
# Why this pair, and how sure is that?

# %%
print(alignment.explain(3))

# %% [markdown]
# ## A table
#
# pandas, pyarrow, polars and others take an alignment as it is.

# %%
frame = alignment.to_pandas()
print(frame[["en", "confidence", "shape"]])

# %% [markdown]
# ## Files
#
# A path is a `pathlib.Path`; its format is detected. `save` writes what `enru align -o` writes.

# %%
(folder / "bridge.en.txt").write_text(EN, encoding="utf-8")
(folder / "bridge.ru.html").write_text(
    "<html><body><article>" + "".join(f"<p>{p}</p>" for p in RU.split("\n\n")) + "</article></body></html>", encoding="utf-8"
)
from_files = enru.align(folder / "bridge.en.txt", folder / "bridge.ru.html")
from_files.save(folder / "bridge.tmx")
print([(segment.en, segment.ru) for segment in from_files.segments][:2])

# %% [markdown]
# ## A folder
#
# Which files belong together, then all of them on all cores. What goes wrong with one stops no other.

# %%
(folder / "visit.en.txt").write_text("The visit took 3 days. It ended on Friday.", encoding="utf-8")
(folder / "visit.ru.txt").write_text("Визит длился 3 дня. Он завершился в пятницу.", encoding="utf-8")
(folder / "empty.en.txt").write_text("", encoding="utf-8")
(folder / "empty.ru.txt").write_text("Пусто.", encoding="utf-8")
pairs = enru.pair(folder)
for pair, result in zip(pairs, enru.align_many(pairs)):
    if isinstance(result, enru.EnruError):
        print(f"{pair.name}: {result.code}: {result}")
    else:
        print(f"{pair.name}: {len(result.segments)} segments")

# %% [markdown]
# ## Sentences that are split already
#
# Those of spaCy, NLTK or a file of your own: a list is never split again.

# %%
sentences = enru.align(["One day passed.", "Nobody came."], ["Прошёл один день.", "Никто не пришёл."])
print(sentences.ladder)
assert sentences.ladder == [([0], [0]), ([1], [1])]

# %% [markdown]
# ## A memory
#
# Read as a stream, whatever its size and format: check it, keep what is sure, write it elsewhere.

# %%
memory = enru.Memory(folder / "bridge.tmx")
for finding in memory.lint():
    print(finding.unit, finding.code, finding.message)
kept = memory.filter(min_confidence=0.5).save(folder / "sure.csv")
print(kept, "segments kept")

# %% [markdown]
# ## How good is it?
#
# A ladder against one that people made, as lists of sentence numbers from 0.

# %%
gold = [([0], [0]), ([1], [1]), ([2], [2]), ([3], [3, 4]), ([4], [5]), ([5], [6])]
score = enru.evaluate(gold, alignment)
print(score.strict)
assert score.strict.f1 == 1.0
