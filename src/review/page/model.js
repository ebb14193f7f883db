// The review as data: rows in document order, operations on them, undo and redo. Does not use the browser.
//
// Rows are immutable: an operation is a list of changes, each of which replaces consecutive rows with new ones; undo restores
// the replaced rows. `text.en` and `text.ru` are the texts that a person wrote, or null for the text of the sentences. A
// sentence that a person cut is in two rows, with the same number and a part of its text in each.

const SIDES = ["en", "ru"];
/** The keys of a segment that are not preserved fields of its memory. */
const OWN = new Set([
  "id", "translation", "confidence", "shape", "status", "en_ids", "ru_ids", "anchors", "flags", "document",
  "en_sentences", "ru_sentences", "made", "why",
]);
/** How many undo steps are stored when the page is closed. */
const KEPT_STEPS = 200;

/** Folds a text for comparison: lower case, ё as е. Keeps the length, so that offsets stay valid. */
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

/** A preserved field as text. */
const plain = (value) => (value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));

const other = (side) => (side === "en" ? "ru" : "en");

class Model {
  constructor(data) {
    this.name = data.name;
    this.sources = data.sources ?? {};
    this.locales = data.locales ?? { en: "en", ru: "ru" };
    this.nextKey = 0;
    this.original = data.segments.map((segment, origin) => this.fromSegment(segment, origin));
    this.rows = this.original.slice();
    this.undone = [];
    this.done = [];
    this.version = 0;
    this.threshold = 0.9;
  }

  fromSegment(segment, origin) {
    const row = { key: this.nextKey++, origin, id: segment.id ?? "", text: {}, confidence: segment.confidence ?? null };
    // The source language comes first.
    row.sides = Object.keys(segment.translation);
    for (const side of SIDES) {
      const texts = segment[`${side}_sentences`];
      row[side] = segment[`${side}_ids`].map((id, i) => ({ id, text: texts[i] ?? "" }));
      row.text[side] = segment.translation[side] === joinedText(row[side]) ? null : segment.translation[side];
    }
    row.status = segment.status;
    row.made = segment.made ?? null;
    row.extra = Object.fromEntries(Object.entries(segment).filter(([name]) => !OWN.has(name)));
    row.note = plain(row.extra.note);
    row.anchors = segment.anchors ?? [];
    row.flags = segment.flags ?? [];
    row.document = segment.document;
    row.why = segment.why ?? null;
    row.wasDoubtful = false;
    return row;
  }

  // ---- properties of a row

  side(row, side) {
    return row.text[side] ?? joinedText(row[side]);
  }

  shape(row) {
    return `${row.en.length}-${row.ru.length}`;
  }

  /** Whether one side has neither a sentence nor a typed text. */
  isUnpaired(row) {
    return SIDES.some((side) => row[side].length === 0 && !row.text[side]);
  }

  /** Whether something may be missing on one side. */
  isOmission(row) {
    return this.isUnpaired(row) || row.flags.includes("part-unmatched");
  }

  /** Whether the segment needs a look, regardless of decisions. Flags alone do not count: most are harmless. */
  isDoubtful(row) {
    if (row.wasDoubtful) return true;
    if (row.made === "person") return false;
    return row.confidence === null || row.confidence < this.threshold || this.isUnpaired(row);
  }

  isDone(row) {
    return row.status !== "auto";
  }

  isOpen(row) {
    return this.isDoubtful(row) && !this.isDone(row);
  }

  isChanged(row) {
    const was = row.origin === null ? null : this.original[row.origin];
    return was === null || was.status !== row.status || was.note !== row.note || SIDES.some((s) => was.text[s] !== row.text[s]);
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
      omissions: () => this.isOmission(row),
      changed: () => this.isChanged(row),
      noted: () => row.note !== "",
    }[filter];
    return kept() && (query === "" || SIDES.some((s) => folded(this.side(row, s)).includes(query)));
  }

  /** Statistics: {name: number or [English, Russian]}. */
  statistics() {
    const words = (text) => text.match(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    const count = (test) => this.rows.filter(test).length;
    const sum = (each) => SIDES.map((side) => this.rows.reduce((total, row) => total + each(row, side), 0));
    const paired = this.rows.filter((row) => !this.isUnpaired(row));
    const alone = (side) => this.rows.filter((row) => this.isUnpaired(row)).reduce((n, row) => n + row[side].length, 0);
    const within = (from, to) => paired.filter((row) => row.confidence !== null && row.confidence >= from && row.confidence < to).length;
    return {
      segments: this.rows.length, paired: paired.length, sentences: sum((row, side) => row[side].length),
      words: sum((row, side) => words(this.side(row, side))), unpairedEn: alone("en"), unpairedRu: alone("ru"),
      sure: within(0.9, Infinity), middle: within(0.5, 0.9), low: within(-Infinity, 0.5),
      accepted: count((row) => row.status === "reviewed"), edited: count((row) => row.status === "edited"),
      rejected: count((row) => row.status === "rejected"), auto: count((row) => row.status === "auto"),
      doubtful: count((row) => this.isOpen(row)), noted: count((row) => row.note !== ""),
    };
  }

  /** Restores the original alignment. */
  reset() {
    Object.assign(this, { rows: this.original.slice(), done: [], undone: [], version: this.version + 1 });
  }

  // ---- operations: each returns {at, said} (the row to select, the name of the message), or {refused: name}

  /** Sets the status of `rows[at]`, or removes it if the row has it already. */
  setStatus(at, status) {
    const row = this.rows[at];
    if (!row) return { refused: "nothingSelected" };
    const next = row.status === status ? this.statusWithout(row) : status;
    this.step([{ at, count: 1, rows: [this.with(row, { status: next })] }], at);
    return { at, said: next === status ? (status === "reviewed" ? "accepted" : "rejected") : "takenBack" };
  }

  /** Sets the status of all rows with an index in `list`. */
  setStatuses(list, status, stand) {
    const changes = list.filter((at) => this.rows[at].status !== status)
      .map((at) => ({ at, count: 1, rows: [this.with(this.rows[at], { status })] }));
    if (!changes.length) return { refused: "noneToAccept" };
    this.step(changes, stand);
    return { at: stand, said: status === "reviewed" ? "manyAccepted" : "manyRejected", count: changes.length };
  }

  /** The row without decisions, but with the changes that a person made. */
  statusWithout(row) {
    if (row.text.en !== null || row.text.ru !== null) return "edited";
    return row.made === "person" ? "reviewed" : "auto";
  }

  edit(at, side, text) {
    const row = this.rows[at];
    const custom = this.custom(row, side, text);
    if (custom === row.text[side]) return { at, said: "textUnchanged" };
    this.step([{ at, count: 1, rows: [this.edited(row, { [side]: custom })] }], at);
    return { at, said: custom === null ? "originalRestored" : "textEdited" };
  }

  /** `text` on one line, or null if it equals that of the document. */
  custom(row, side, text) {
    const clean = text.replace(/\s*[\r\n\t]+\s*/g, " ").trim();
    return clean === joinedText(row[side]) ? null : clean;
  }

  edited(row, texts) {
    const next = this.with(row, { text: { ...row.text, ...texts } });
    next.status = this.statusWithout(next);
    return next;
  }

  comment(at, note) {
    const row = this.rows[at];
    const clean = note.trim();
    if (clean === row.note) return { at, said: "alreadyNoted" };
    this.step([{ at, count: 1, rows: [this.with(row, { note: clean })] }], at);
    return { at, said: clean ? "noteKept" : "noteRemoved" };
  }

  /** The occurrences of `find` in a text, as [from, to]. */
  static places(text, { find, matchCase, wholeWords }) {
    const [hay, pin] = matchCase ? [text, find] : [folded(text), folded(find)];
    const letter = /[\p{L}\p{N}]/u;
    const found = [];
    for (let at = hay.indexOf(pin); pin && at >= 0; at = hay.indexOf(pin, at + pin.length)) {
      const inWord = letter.test(hay[at - 1] ?? " ") || letter.test(hay[at + pin.length] ?? " ");
      if (!wholeWords || !inWord) found.push([at, at + pin.length]);
    }
    return found;
  }

  /** The number of occurrences of `search` on `sides` of the rows in `list`. */
  count(list, search, sides) {
    return list.reduce((sum, at) => sum + sides.reduce(
      (n, side) => n + Model.places(this.side(this.rows[at], side), search).length, 0), 0);
  }

  /** Replaces all occurrences of `search` in the rows of `list` with `by`, as one step. */
  replaceAll(list, search, by, sides, stand) {
    let count = 0;
    const changes = [];
    for (const at of list) {
      const row = this.rows[at];
      const texts = {};
      for (const side of sides) {
        const text = this.side(row, side);
        const found = Model.places(text, search);
        if (!found.length) continue;
        count += found.length;
        const parts = found.map(([from], i) => text.slice(i ? found[i - 1][1] : 0, from) + by);
        texts[side] = this.custom(row, side, parts.join("") + text.slice(found.at(-1)[1]));
      }
      if (Object.keys(texts).length) changes.push({ at, count: 1, rows: [this.edited(row, texts)] });
    }
    if (!changes.length) return { refused: "nothingFound" };
    this.step(changes, stand);
    return { at: stand, said: "replaced", count };
  }

  /** Merges the rows from `first` to `last`. */
  merge(first, last = first + 1) {
    const from = this.rows.slice(first, last + 1);
    if (from.length < 2 || first < 0) return { refused: "nothingToMerge" };
    if (from.some((row) => row.document !== from[0].document)) return { refused: "otherDocument" };
    const text = {};
    for (const side of SIDES) {
      const custom = from.some((row) => row.text[side] !== null);
      text[side] = custom ? from.map((row) => this.side(row, side)).filter((t) => t).join(" ") : null;
    }
    const all = (side) => rejoined(from.flatMap((row) => row[side]));
    this.step([{ at: first, count: from.length, rows: [this.made(from, all("en"), all("ru"), text)] }], first);
    return { at: first, said: "merged" };
  }

  /** Splits row `at` before sentence `index` of `side`, and the other side where its parts have the most similar proportion. */
  split(at, side, index) {
    const row = this.rows[at];
    if (!row || index <= 0 || index >= row[side].length) return { refused: "chooseSplit" };
    if (row.text.en !== null || row.text.ru !== null) return { refused: "editedFirst" };
    return this.parted(at, { [side]: row[side], [other(side)]: row[other(side)] }, side, index);
  }

  /** Splits row `at` inside sentence `index` of `side`, before the character `offset` of its text. */
  cut(at, side, index, offset) {
    const row = this.rows[at];
    const sentence = row?.[side][index];
    if (!sentence) return { refused: "nothingToCut" };
    if (row.text.en !== null || row.text.ru !== null) return { refused: "editedFirst" };
    const parts = [sentence.text.slice(0, offset).trim(), sentence.text.slice(offset).trim()];
    if (parts.some((text) => text === "")) return { refused: "nothingToCut" };
    const list = row[side].toSpliced(index, 1, ...parts.map((text) => ({ id: sentence.id, text })));
    return this.parted(at, { [side]: list, [other(side)]: row[other(side)] }, side, index + 1);
  }

  parted(at, lists, side, index) {
    const row = this.rows[at];
    const cut = { [side]: index, [other(side)]: proportional(lists[side], index, lists[other(side)]) };
    const none = () => ({ en: null, ru: null });
    const first = this.made([row], lists.en.slice(0, cut.en), lists.ru.slice(0, cut.ru), none());
    const second = this.made([row], lists.en.slice(cut.en), lists.ru.slice(cut.ru), none());
    second.note = "";
    this.step([{ at, count: 1, rows: [first, second] }], at);
    return { at, said: "wasSplit" };
  }

  /** Moves the last (`by` 1) or first (`by` -1) sentence of a side of row `at` to the neighbouring row. */
  move(at, side, by) {
    const [row, to] = [this.rows[at], this.rows[at + by]];
    if (!row || !to) return { refused: "nowhereToMove" };
    if (row.document !== to.document) return { refused: "otherDocument" };
    if (row[side].length === 0) return { refused: "nothingToMove" };
    if (row.text[side] !== null || to.text[side] !== null) return { refused: "editedFirst" };
    const rest = by > 0 ? row[side].slice(0, -1) : row[side].slice(1);
    const moved = by > 0 ? row[side].at(-1) : row[side][0];
    const grown = rejoined(by > 0 ? [moved, ...to[side]] : [...to[side], moved]);
    const pair = [this.regrouped(row, side, rest), this.regrouped(to, side, grown)];
    const kept = (by > 0 ? pair : pair.reverse()).filter((r) => r.en.length + r.ru.length > 0);
    const first = Math.min(at, at + by);
    const stand = by > 0 && kept.length === 2 ? at + 1 : first;
    this.step([{ at: first, count: 2, rows: kept }], stand);
    return { at: stand, said: by > 0 ? "movedDown" : "movedUp" };
  }

  regrouped(row, side, sentences) {
    const lists = { en: row.en, ru: row.ru, [side]: sentences };
    return this.made([row], lists.en, lists.ru, { ...row.text });
  }

  /** Unlinks the two sides of row `at`. */
  unlink(at) {
    const row = this.rows[at];
    if (!row || row.en.length === 0 || row.ru.length === 0) return { refused: "notLinked" };
    const en = this.made([row], row.en, [], { en: row.text.en, ru: null });
    const ru = this.made([row], [], row.ru, { en: null, ru: row.text.ru });
    ru.note = "";
    this.step([{ at, count: 1, rows: [en, ru] }], at);
    return { at, said: "unlinked" };
  }

  /**
   * Links two sentences of different sides, each given as {at, side, index}, from any two rows. They become a segment of
   * their own at the position of the English one, flagged as moved.
   */
  link(a, b) {
    if (a.side === b.side) return { refused: "sameSide" };
    if (a.at === b.at) return { refused: "sameSegment" };
    const [en, ru] = a.side === "en" ? [a, b] : [b, a];
    const [from, to] = [this.rows[en.at], this.rows[ru.at]];
    if (from.document !== to.document) return { refused: "otherDocument" };
    if (from.text.en !== null || to.text.ru !== null) return { refused: "editedFirst" };
    const linked = this.made([from, to], [from.en[en.index]], [to.ru[ru.index]], { en: null, ru: null });
    linked.flags = ["moved"];
    const rest = (row, side, index) => {
      const left = this.regrouped(row, side, row[side].toSpliced(index, 1));
      return left.en.length + left.ru.length > 0 ? [left] : [];
    };
    const changes = [{ at: en.at, count: 1, rows: [...rest(from, "en", en.index), linked] },
      { at: ru.at, count: 1, rows: rest(to, "ru", ru.index) }];
    this.step(changes, Math.max(0, en.at));
    return { at: this.rows.indexOf(linked), said: "linked" };
  }

  with(row, changes) {
    return { ...row, key: this.nextKey++, ...changes };
  }

  /** A row grouped by a person. */
  made(from, en, ru, text) {
    const row = {
      key: this.nextKey++, origin: null, id: "", sides: from[0].sides, confidence: null, en, ru, text, made: "person", anchors: [],
      note: from.map((r) => r.note).filter(Boolean).join(" "),
      flags: from.some((r) => r.flags.includes("moved")) ? ["moved"] : [],
      document: from[0].document, why: null, extra: {},
      wasDoubtful: from.some((r) => this.isDoubtful(r)),
    };
    return { ...row, status: this.statusWithout(row) };
  }

  /** Applies `changes`, which are sorted and refer to the rows before any of them. */
  step(changes, stand) {
    const done = [];
    let shift = 0;
    for (const { at, count, rows } of changes.toSorted((a, b) => a.at - b.at)) {
      done.push({ at: at + shift, removed: this.rows.slice(at + shift, at + shift + count), inserted: rows });
      this.rows.splice(at + shift, count, ...rows);
      shift += rows.length - count;
    }
    this.done.push({ changes: done, stand });
    this.undone = [];
    this.version++;
  }

  undo() {
    const step = this.done.pop();
    if (!step) return { refused: "nothingToUndo" };
    for (const { at, removed, inserted } of step.changes.toReversed()) this.rows.splice(at, inserted.length, ...removed);
    this.undone.push(step);
    this.version++;
    return { at: Math.min(step.changes[0].at, this.rows.length - 1), said: "undone" };
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return { refused: "nothingToRedo" };
    for (const { at, removed, inserted } of step.changes) this.rows.splice(at, removed.length, ...inserted);
    this.done.push(step);
    this.version++;
    return { at: Math.min(step.stand, this.rows.length - 1), said: "redone" };
  }

  // ---- stored state: compact, since a store holds 5 MB and unchanged rows are in the page already

  /** A row in compact form: the index of its original and the differences, or its sentences. */
  shortRow(row) {
    if (!this.isChanged(row)) return row.origin;
    const what = { c: row.document, t: row.text, s: row.status, n: row.note, f: row.flags, m: row.made };
    if (row.origin !== null) return { ...what, o: row.origin };
    return { ...what, e: row.en.map((s) => this.shortSentence("en", row, s)), r: row.ru.map((s) => this.shortSentence("ru", row, s)), d: row.wasDoubtful };
  }

  /** The number of a sentence, and the text if it is only a part. */
  shortSentence(side, row, sentence) {
    const whole = this.sentence(side, row.document, sentence.id);
    return whole?.text === sentence.text ? sentence.id : [sentence.id, sentence.text];
  }

  sentence(side, document, id) {
    if (!this.known) {
      this.known = { en: new Map(), ru: new Map() };
      for (const row of this.original) {
        for (const s of SIDES) for (const x of row[s]) this.known[s].set(`${x.id} ${row.document}`, x);
      }
    }
    return this.known[side].get(`${id} ${document}`);
  }

  /** The row stored as `short`; undefined if its sentences are not in this review. */
  longRow(short) {
    if (typeof short === "number") return this.original[short];
    const said = { text: short.t, status: short.s, note: short.n ?? "" };
    if (short.o !== undefined) return this.original[short.o] && this.with(this.original[short.o], said);
    const found = (side, list) => list.map((item) => (
      Array.isArray(item) ? { id: item[0], text: item[1] } : this.sentence(side, short.c, item)));
    const [en, ru] = [found("en", short.e), found("ru", short.r)];
    if (en.includes(undefined) || ru.includes(undefined)) return undefined;
    const row = this.made([{ ...this.original[0], note: "", flags: [], document: short.c }], en, ru, short.t);
    return { ...row, ...said, made: short.m, flags: short.f ?? [], wasDoubtful: short.d };
  }

  snapshot() {
    const rows = [];
    for (const row of this.rows) {
      const short = this.shortRow(row);
      const last = rows.at(-1);
      if (typeof short !== "number") rows.push(short);
      else if (Array.isArray(last) && last[0] + last[1] === short) last[1]++;
      else rows.push([short, 1]);
    }
    const steps = (list) => list.slice(-KEPT_STEPS).map(({ changes, stand }) => ({
      stand,
      changes: changes.map(({ at, removed, inserted }) => ({
        at, removed: removed.map((r) => this.shortRow(r)), inserted: inserted.map((r) => this.shortRow(r)),
      })),
    }));
    return { rows, done: steps(this.done), undone: steps(this.undone) };
  }

  /** Restores a snapshot; returns false if it does not fit this page. */
  restore({ rows: short, done = [], undone = [] }) {
    const rows = short.flatMap((item) => (
      Array.isArray(item) ? this.original.slice(item[0], item[0] + item[1]) : [this.longRow(item)]));
    if (rows.includes(undefined) || !this.isWhole(rows)) return false;
    const steps = (list) => list.map(({ changes, stand }) => ({
      stand,
      changes: changes.map(({ at, removed, inserted }) => ({
        at, removed: removed.map((r) => this.longRow(r)), inserted: inserted.map((r) => this.longRow(r)),
      })),
    }));
    [this.rows, this.done, this.undone] = [rows, steps(done), steps(undone)];
    this.version++;
    return true;
  }

  /** Whether each sentence is in `rows` exactly once, whole or in parts. */
  isWhole(rows) {
    const texts = (list) => {
      const all = new Map();
      for (const row of list) {
        for (const side of SIDES) {
          for (const { id, text } of row[side]) {
            const key = `${side} ${id} ${row.document}`;
            all.set(key, all.has(key) ? `${all.get(key)} ${text}` : text);
          }
        }
      }
      return all;
    };
    const [now, before] = [texts(rows), texts(this.original)];
    const letters = (text) => text.replace(/\s/g, "");
    return now.size === before.size && [...before].every(([key, text]) => letters(now.get(key) ?? "") === letters(text));
  }

  // ---- decisions from another page of the same documents, identified by their sentences

  /** The decisions on this page, with the sentences they concern. */
  decisions() {
    const said = (row) => this.isChanged(row) && (this.isDone(row) || row.made || row.note);
    return this.rows.filter(said).map((row) => ({
      document: row.document, en: row.en, ru: row.ru, text: row.text, status: row.status, note: row.note,
      flags: row.flags, made: row.made,
    }));
  }

  /** Applies decisions if their sentences are in this review; returns how many were kept and how many were lost. */
  decide(decisions) {
    let [kept, lost] = [0, 0];
    for (const decision of decisions) {
      if (this.takeOver(decision)) kept++;
      else lost++;
    }
    this.done = [];
    this.undone = [];
    return { kept, lost };
  }

  takeOver({ document, en, ru, text, status, note, flags, made }) {
    const wanted = { en, ru };
    const here = (side) => wanted[side].map(({ id, text: old }) => this.sentence(side, document, id)?.text === old);
    if (SIDES.some((side) => here(side).includes(false))) return false;
    const holds = (row) => row.document === document && SIDES.some((s) => row[s].some((x) => wanted[s].some((w) => w.id === x.id)));
    const first = this.rows.findIndex(holds);
    const last = this.rows.findLastIndex(holds);
    if (first < 0) return false;
    const rows = this.rows.slice(first, last + 1);
    const said = { text, status, note: note ?? "" };
    const same = (row) => SIDES.every((s) => row[s].length === wanted[s].length && row[s].every((x, i) => x.id === wanted[s][i].id));
    if (rows.length === 1 && same(rows[0])) {
      this.step([{ at: first, count: 1, rows: [this.with(rows[0], said)] }], first);
      return true;
    }
    // Regrouping is safe only if it affects no other decision and the sentences are consecutive.
    if (rows.some((row) => this.isChanged(row)) || flags.includes("moved")) return false;
    const all = (side) => rows.flatMap((row) => row[side]);
    const from = (side) => (wanted[side].length ? all(side).findIndex((x) => x.id === wanted[side][0].id) : null);
    const starts = { en: from("en"), ru: from("ru") };
    for (const side of SIDES) {
      if (wanted[side].some((w, i) => all(side)[starts[side] + i]?.id !== w.id)) return false;
    }
    for (const side of SIDES) starts[side] ??= proportional(all(other(side)), starts[other(side)] ?? 0, all(side));
    const ends = Object.fromEntries(SIDES.map((s) => [s, starts[s] + wanted[s].length]));
    const part = (of) => this.made(rows.slice(0, 1), of("en"), of("ru"), { en: null, ru: null });
    const rest = (row) => (row.en.length + row.ru.length ? [{ ...row, status: "auto", made: null, wasDoubtful: true }] : []);
    const middle = { ...part((s) => all(s).slice(starts[s], ends[s])), ...said, made: made ?? "person" };
    const changed = [...rest(part((s) => all(s).slice(0, starts[s]))), middle, ...rest(part((s) => all(s).slice(ends[s])))];
    this.step([{ at: first, count: rows.length, rows: changed }], first);
    return true;
  }
}

/** Sentences, with consecutive parts of the same sentence joined. */
function rejoined(sentences) {
  const whole = [];
  for (const sentence of sentences) {
    const last = whole.at(-1);
    if (last?.id === sentence.id) whole[whole.length - 1] = { id: last.id, text: `${last.text} ${sentence.text}` };
    else whole.push(sentence);
  }
  return whole;
}

/** Where to split `other` so that its proportion of letters is closest to that of `list` split at `index`. */
function proportional(list, index, opposite) {
  const letters = (part) => part.reduce((sum, s) => sum + s.text.length, 0);
  const share = letters(list.slice(0, index)) / Math.max(1, letters(list));
  const all = Math.max(1, letters(opposite));
  let best = 0;
  let nearest = Infinity;
  for (let cut = 0, before = 0; cut <= opposite.length; before += opposite[cut]?.text.length ?? 0, cut++) {
    const away = Math.abs(before / all - share);
    if (away < nearest) [best, nearest] = [cut, away];
  }
  return best;
}
