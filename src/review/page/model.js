// The review as data: rows in document order, the operations on them, undo and redo. Knows nothing of the browser.
//
// A row is never changed in place: an operation replaces a stretch of rows by new ones, and what it replaced is
// what undo puts back. `text.en` and `text.ru` hold what a person wrote; null means the sentences as they are.

const SIDES = ["en", "ru"];

/** Letters as searches and anchors compare them: lower case, ё as е. Keeps the length, so that places still fit. */
function folded(text) {
  const lower = text.toLowerCase();
  const same = lower.length === text.length ? lower : [...text].map((c) => {
    const l = c.toLowerCase();
    return l.length === c.length ? l : c;
  }).join("");
  return same.replaceAll("ё", "е");
}

function joinedText(sentences) {
  return sentences.map((s) => s.text).filter((t) => t !== "").join(" ");
}

class Model {
  constructor(data) {
    this.name = data.name;
    this.sources = data.sources ?? {};
    this.nextKey = 0;
    this.original = data.segments.map((segment, origin) => this.fromSegment(segment, origin));
    this.rows = this.original.slice();
    this.undone = [];
    this.done = [];
    this.version = 0;
    this.threshold = 0.9;
  }

  fromSegment(segment, origin) {
    const row = { key: this.nextKey++, origin, id: segment.id, text: {}, confidence: segment.confidence ?? null };
    for (const side of SIDES) {
      const texts = segment[`${side}_sentences`];
      row[side] = segment[`${side}_ids`].map((id, i) => ({ id, text: texts[i] ?? "" }));
      row.text[side] = segment.translation[side] === joinedText(row[side]) ? null : segment.translation[side];
    }
    row.status = segment.status;
    row.made = segment.made ?? null;
    row.anchors = segment.anchors ?? [];
    row.flags = segment.flags ?? [];
    row.document = segment.document;
    row.why = segment.why ?? null;
    row.extra = segment.extra ?? null;
    row.wasDoubtful = false;
    return row;
  }

  // ---- what a row is

  side(row, side) {
    return row.text[side] ?? joinedText(row[side]);
  }

  shape(row) {
    return `${row.en.length}-${row.ru.length}`;
  }

  isUnpaired(row) {
    return row.en.length === 0 || row.ru.length === 0;
  }

  /** Whether the evidence asks for a person's look, whatever they have said since. */
  isDoubtful(row) {
    if (row.wasDoubtful) return true;
    if (row.made === "person") return false;
    return row.confidence === null || row.confidence < this.threshold || row.flags.length > 0 || this.isUnpaired(row);
  }

  isDone(row) {
    return row.status !== "auto";
  }

  isOpen(row) {
    return this.isDoubtful(row) && !this.isDone(row);
  }

  isChanged(row) {
    const was = row.origin === null ? null : this.original[row.origin];
    return was === null || was.status !== row.status || SIDES.some((s) => was.text[s] !== row.text[s]);
  }

  progress() {
    const doubtful = this.rows.filter((r) => this.isDoubtful(r));
    return { done: doubtful.filter((r) => this.isDone(r)).length, all: doubtful.length };
  }

  matches(row, filter, query) {
    const kept = {
      all: () => true,
      doubtful: () => this.isDoubtful(row),
      open: () => this.isOpen(row),
      flagged: () => row.flags.length > 0,
      unpaired: () => this.isUnpaired(row),
      changed: () => this.isChanged(row),
    }[filter];
    return kept() && (query === "" || SIDES.some((s) => folded(this.side(row, s)).includes(query)));
  }

  // ---- operations: each gives {at, said} (the row to stand on, what to tell), or {refused: why}

  setStatus(at, status) {
    const row = this.rows[at];
    if (!row) return { refused: "No segment is selected" };
    const next = row.status === status ? this.statusWithout(row) : status;
    this.replace(at, 1, [{ ...row, key: this.nextKey++, status: next }], at);
    return { at, said: next === status ? (status === "reviewed" ? "Accepted" : "Rejected") : "Taken back" };
  }

  statusWithout(row) {
    return row.made === "person" || row.text.en !== null || row.text.ru !== null ? "edited" : "auto";
  }

  edit(at, side, text) {
    const row = this.rows[at];
    const clean = text.replace(/\s*[\r\n\t]+\s*/g, " ").trim();
    const custom = clean === joinedText(row[side]) ? null : clean;
    if (custom === row.text[side]) return { at, said: "Text unchanged" };
    const next = { ...row, key: this.nextKey++, text: { ...row.text, [side]: custom } };
    next.status = this.statusWithout(next);
    this.replace(at, 1, [next], at);
    return { at, said: custom === null ? "Original text restored" : "Text edited" };
  }

  /** Joins row `at` with the one after it. */
  merge(at) {
    const [a, b] = [this.rows[at], this.rows[at + 1]];
    if (!a || !b) return { refused: "There is nothing to merge with" };
    if (a.document !== b.document) return { refused: Model.OTHER };
    const text = {};
    for (const side of SIDES) {
      const custom = a.text[side] !== null || b.text[side] !== null;
      text[side] = custom ? [this.side(a, side), this.side(b, side)].filter((t) => t).join(" ") : null;
    }
    this.replace(at, 2, [this.made([a, b], [...a.en, ...b.en], [...a.ru, ...b.ru], text)], at);
    return { at, said: "Merged" };
  }

  /** Cuts row `at` before sentence `index` of `side`; the other side is cut where its length is nearest in share. */
  split(at, side, index) {
    const row = this.rows[at];
    const other = side === "en" ? "ru" : "en";
    if (!row || index <= 0 || index >= row[side].length) {
      return { refused: "Choose the sentence that the second part begins with: a segment is split before it" };
    }
    if (row.text.en !== null || row.text.ru !== null) return { refused: Model.EDITED };
    const cut = { [side]: index, [other]: proportional(row[side], index, row[other]) };
    const part = (from, to) => this.made([row], from("en"), from("ru"), to);
    const none = { en: null, ru: null };
    const first = part((s) => row[s].slice(0, cut[s]), none);
    const second = part((s) => row[s].slice(cut[s]), none);
    this.replace(at, 1, [first, second], at);
    return { at, said: "Split" };
  }

  /** Moves the last (`by` 1) or first (`by` -1) sentence of a side of row `at` to the neighbouring row. */
  move(at, side, by) {
    const [row, to] = [this.rows[at], this.rows[at + by]];
    if (!row || !to) return { refused: "There is no segment to move it to" };
    if (row.document !== to.document) return { refused: Model.OTHER };
    if (row[side].length === 0) return { refused: "There is no sentence to move on this side" };
    if (row.text[side] !== null || to.text[side] !== null) return { refused: Model.EDITED };
    const rest = by > 0 ? row[side].slice(0, -1) : row[side].slice(1);
    const moved = by > 0 ? row[side].at(-1) : row[side][0];
    const grown = by > 0 ? [moved, ...to[side]] : [...to[side], moved];
    const regrouped = (old, sentences) => this.made(
      [row, to], side === "en" ? sentences : old.en, side === "ru" ? sentences : old.ru, { ...old.text });
    const pair = [regrouped(row, rest), regrouped(to, grown)];
    const kept = (by > 0 ? pair : pair.reverse()).filter((r) => r.en.length + r.ru.length > 0);
    const first = Math.min(at, at + by);
    const stand = by > 0 && kept.length === 2 ? at + 1 : first;
    this.replace(first, 2, kept, stand);
    return { at: stand, said: by > 0 ? "Moved down" : "Moved up" };
  }

  /** Takes the two sides of row `at` apart. */
  unlink(at) {
    const row = this.rows[at];
    if (!row || this.isUnpaired(row)) return { refused: "This segment is not linked" };
    const en = this.made([row], row.en, [], { en: row.text.en, ru: null });
    const ru = this.made([row], [], row.ru, { en: null, ru: row.text.ru });
    this.replace(at, 1, [en, ru], at);
    return { at, said: "Unlinked" };
  }

  /** A row that a person grouped. */
  made(from, en, ru, text) {
    return {
      key: this.nextKey++, origin: null, id: null, confidence: null, en, ru, text, status: "edited", made: "person",
      anchors: [], flags: from.some((r) => r.flags.includes("moved")) ? ["moved"] : [],
      document: from[0].document, why: null, extra: null,
      wasDoubtful: from.some((r) => this.isDoubtful(r)),
    };
  }

  replace(at, count, rows, stand) {
    const removed = this.rows.splice(at, count, ...rows);
    this.done.push({ at, removed, inserted: rows, stand });
    this.undone = [];
    this.version++;
  }

  undo() {
    const step = this.done.pop();
    if (!step) return { refused: "Nothing to undo" };
    this.rows.splice(step.at, step.inserted.length, ...step.removed);
    this.undone.push(step);
    this.version++;
    return { at: step.at, said: "Undone" };
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return { refused: "Nothing to redo" };
    this.rows.splice(step.at, step.removed.length, ...step.inserted);
    this.done.push(step);
    this.version++;
    return { at: step.stand, said: "Redone" };
  }

  // ---- what the browser keeps: short, since a store holds 5 MB and untouched rows are in the page already

  snapshot() {
    const items = [];
    for (const row of this.rows) {
      const last = items.at(-1);
      if (!this.isChanged(row)) {
        if (Array.isArray(last) && last[0] + last[1] === row.origin) last[1]++;
        else items.push([row.origin, 1]);
      } else {
        items.push({
          o: row.origin, c: row.document, e: row.en.map((s) => s.id), r: row.ru.map((s) => s.id), t: row.text, s: row.status,
          d: row.wasDoubtful,
        });
      }
    }
    return items;
  }

  /** Puts a snapshot back; false where it does not fit these documents. */
  restore(items) {
    const known = { en: new Map(), ru: new Map() };
    const key = (document, id) => `${id} ${document}`;
    for (const row of this.original) {
      for (const s of SIDES) for (const x of row[s]) known[s].set(key(row.document, x.id), x);
    }
    const rows = [];
    for (const item of items) {
      if (Array.isArray(item)) {
        rows.push(...this.original.slice(item[0], item[0] + item[1]));
      } else if (item.o !== null) {
        if (!this.original[item.o]) return false;
        rows.push({ ...this.original[item.o], key: this.nextKey++, text: item.t, status: item.s });
      } else {
        const found = (side, ids) => ids.map((id) => known[side].get(key(item.c, id)));
        const [en, ru] = [found("en", item.e), found("ru", item.r)];
        const row = this.made([{ ...this.original[0], flags: [], document: item.c }], en, ru, item.t);
        rows.push({ ...row, status: item.s, wasDoubtful: item.d });
      }
    }
    // Each sentence stands once, and none is lost.
    const sentences = (list) => list.flatMap((r) => [...r.en, ...r.ru]);
    const [now, before] = [sentences(rows), sentences(this.original)];
    if (now.includes(undefined) || now.length !== before.length || new Set(now).size !== now.length) return false;
    this.rows = rows;
    this.done = [];
    this.undone = [];
    this.version++;
    return true;
  }
}

Model.OTHER = "That segment belongs to another document";
Model.EDITED = "The text was edited; undo that or restore the original text before moving its sentences";

/** Where to cut `other` so that its share of letters is nearest to that of `list` cut at `index`. */
function proportional(list, index, other) {
  const letters = (part) => part.reduce((sum, s) => sum + s.text.length, 0);
  const share = letters(list.slice(0, index)) / Math.max(1, letters(list));
  const all = Math.max(1, letters(other));
  let best = 0;
  let nearest = Infinity;
  for (let cut = 0, before = 0; cut <= other.length; before += other[cut]?.text.length ?? 0, cut++) {
    const away = Math.abs(before / all - share);
    if (away < nearest) [best, nearest] = [cut, away];
  }
  return best;
}
