// One row of the list: the sentences of both sides, the band that ties them, and what is said of it. Texts are only
// ever set as text nodes, so that markup in a document stays text.

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((c) => c !== null));
  return element;
}

/** What tied the two sides, as pairs of texts to look for. */
function tiesOf(row) {
  const named = (row.why?.ties ?? []).map((t) => [t.en, t.ru]);
  const read = row.anchors.map((a) => {
    const cut = a.indexOf("=");
    return cut < 0 ? [a, a] : [a.slice(0, cut), a.slice(cut + 1)];
  });
  return [...read, ...named].filter(([en, ru]) => en && ru);
}

/** Stretches of `text` that are `needle`, as [from, to]; whole words only where `whole`. */
function places(text, needle, whole) {
  const found = [];
  const [hay, pin] = [folded(text), folded(needle)];
  const letter = /[\p{L}\p{N}]/u;
  for (let at = hay.indexOf(pin); pin && at >= 0; at = hay.indexOf(pin, at + pin.length)) {
    const inWord = letter.test(hay[at - 1] ?? " ") || letter.test(hay[at + pin.length] ?? " ");
    if (!whole || !inWord) found.push([at, at + pin.length]);
  }
  return found;
}

/** `text` as nodes, with ties and search hits marked. */
function marked(text, ties, query) {
  const spans = ties.flatMap((t, i) => places(text, t, true).map(([from, to]) => ({ from, to, tie: i })));
  if (query) spans.unshift(...places(text, query, false).map(([from, to]) => ({ from, to, tie: null })));
  const kept = [];
  for (const span of spans) if (kept.every((k) => k.to <= span.from || span.to <= k.from)) kept.push(span);
  kept.sort((a, b) => a.from - b.from);
  const nodes = [];
  let at = 0;
  for (const { from, to, tie } of kept) {
    nodes.push(text.slice(at, from));
    const mark = make("mark", tie === null ? "found" : "tie", text.slice(from, to));
    if (tie !== null) mark.dataset.tie = tie;
    nodes.push(mark);
    at = to;
  }
  nodes.push(text.slice(at));
  return nodes.filter((n) => n !== "");
}

function levelOf(model, row) {
  if (row.made === "person") return "person";
  if (row.confidence !== null && row.confidence < 0.5) return "bad";
  if (row.confidence === null || row.confidence < model.threshold) return "doubt";
  return "sure";
}

function confidenceText(row) {
  return row.confidence === null ? (row.made === "person" ? "by you" : "–") : row.confidence.toFixed(2);
}

const STATUS = { auto: "", reviewed: "✓ accepted", edited: "✎ edited", rejected: "✕ rejected" };

function toolsOf(side, index, count) {
  const tools = make("span", "tools");
  const add = (name, label, title) => {
    const button = make("button", "", label);
    Object.assign(button, { title, tabIndex: -1 });
    Object.assign(button.dataset, { do: name, side, index });
    button.setAttribute("aria-label", title);
    tools.append(button);
  };
  if (index === 0) add("moveUp", "↑", "Move to the segment above");
  if (index === count - 1) add("moveDown", "↓", "Move to the segment below");
  if (index > 0) add("split", "✂", "Split before this sentence");
  add("edit", "✎", "Edit this side");
  return tools;
}

function sideElement(model, row, side, query, chosen) {
  const cell = make("div", "side");
  Object.assign(cell, { lang: side });
  cell.dataset.side = side;
  const ties = tiesOf(row).map((pair) => pair[side === "en" ? 0 : 1]);
  const written = row.text[side];
  if (written !== null) cell.append(make("div", "written", ...marked(written, ties, query)));
  row[side].forEach((sentence, index) => {
    const number = make("span", "number", String(sentence.id));
    number.setAttribute("aria-hidden", "true");
    const line = make("div", written === null ? "sentence" : "sentence original", number,
      ...(written === null ? marked(sentence.text, ties, query) : [sentence.text]), toolsOf(side, index, row[side].length));
    Object.assign(line.dataset, { side, index });
    if (chosen.side === side && chosen.index === index) line.classList.add("chosen");
    cell.append(line);
  });
  return cell;
}

function bandElement(model, row) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "polygon"));
  svg.setAttribute("aria-hidden", "true");
  const label = make("b", "", confidenceText(row), make("small", "", model.shape(row)));
  return make("div", "band", svg, label);
}

/** Draws the band between the true heights of the two sides; an empty side is a point. */
function drawBand(element) {
  const [en, band, ru] = element.children;
  const box = band.clientWidth;
  const reach = (side) => (side.children.length ? side.offsetHeight - 4 : 0);
  const [left, right] = [reach(en), reach(ru)];
  const middle = (height) => (height ? [3, height] : [16, 16]);
  const [[a, b], [c, d]] = [middle(left), middle(right)];
  const [from, to] = [left ? 2 : box * 0.75, right ? box - 2 : box * 0.25];
  band.querySelector("polygon").setAttribute("points", `${from},${a} ${to},${c} ${to},${d} ${from},${b}`);
}

function rowElement(model, row, { query, current, chosen }) {
  const level = levelOf(model, row);
  const names = ["row", level, model.isUnpaired(row) ? "unpaired" : "", row.status].filter(Boolean);
  const state = make("div", "state");
  if (STATUS[row.status]) state.append(make("strong", "", STATUS[row.status]));
  for (const flag of row.flags) state.append(make("span", "flag", `⚑ ${flag.replaceAll("-", " ")}`));
  const none = { side: null, index: -1 };
  const element = make("div", names.join(" "), sideElement(model, row, "en", query, current ? chosen : none),
    bandElement(model, row), sideElement(model, row, "ru", query, current ? chosen : none), state);
  element.setAttribute("role", "listitem");
  element.tabIndex = current ? 0 : -1;
  if (current) element.setAttribute("aria-current", "true");
  element.dataset.key = row.key;
  return element;
}

/** What a screen reader says on arriving at a row. */
function spoken(model, row) {
  const parts = [
    `${model.shape(row)}, ${row.confidence === null ? "by you" : `confidence ${confidenceText(row)}`}`,
    model.isDoubtful(row) ? "doubtful" : "", row.status === "auto" ? "not reviewed" : row.status, ...row.flags,
  ];
  return parts.filter(Boolean).join(", ");
}
