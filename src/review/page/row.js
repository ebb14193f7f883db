// One row of the list: the sentences of both sides, the band between them, and the status. Texts are set as text nodes only,
// so that markup in a document stays text.

/** The linked words of both sides, as pairs of texts. */
function tiesOf(row) {
  const named = (row.why?.ties ?? []).map((t) => [t.en, t.ru]);
  const read = row.anchors.map((a) => {
    const cut = a.indexOf("=");
    return cut < 0 ? [a, a] : [a.slice(0, cut).trim(), a.slice(cut + 1).trim()];
  });
  // An anchor such as `13` repeats a link such as `Thirteen = 13`.
  const isRepeated = ([en, ru]) => en === ru && named.some(([a, b]) => (a === en) !== (b === ru));
  return [...read.filter((pair) => !isRepeated(pair)), ...named].filter(([en, ru]) => en && ru);
}

/** `text` as nodes, with linked words and search hits marked. */
function marked(text, ties, query) {
  const find = (needle, wholeWords) => Model.places(text, { find: needle, matchCase: false, wholeWords });
  const spans = ties.flatMap((t, i) => find(t, true).map(([from, to]) => ({ from, to, tie: i })));
  if (query) spans.unshift(...find(query, false).map(([from, to]) => ({ from, to, tie: null })));
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

/** The colour of a row in the band, on the map and in the legend. */
function levelOf(model, row) {
  if (model.isUnpaired(row)) return "none";
  if (row.made === "person") return "person";
  if (row.confidence !== null && row.confidence < 0.5) return "bad";
  if (row.confidence === null || row.confidence < model.threshold) return "doubt";
  return "sure";
}

function confidenceText(row) {
  return row.confidence === null ? (row.made === "person" ? say("byYou") : "–") : row.confidence.toFixed(2);
}

function toolsOf(side, index, count) {
  const tools = make("span", "tools");
  const add = (name, label, title) => {
    const button = makeButton(label, title);
    button.tabIndex = -1;
    Object.assign(button.dataset, { do: name, side, index });
    tools.append(button);
  };
  if (index === 0) add("moveUp", "↑", say("toolUp"));
  if (index === count - 1) add("moveDown", "↓", say("toolDown"));
  if (index > 0) add("split", "✂", say("toolSplit"));
  add("cut", "┆", say("toolCut"));
  add("edit", "✎", say("toolEdit"));
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
    Object.assign(number, { draggable: true, title: say("drag") });
    number.setAttribute("aria-hidden", "true");
    const line = make("div", written === null ? "sentence" : "sentence original", number,
      ...(written === null ? marked(sentence.text, ties, query) : [sentence.text]), toolsOf(side, index, row[side].length));
    Object.assign(line.dataset, { side, index });
    if (chosen.side === side && chosen.index === index) line.classList.add("chosen");
    cell.append(line);
  });
  if (row[side].length === 0 && !written) {
    const button = makeButton("✎", say("toolType"));
    button.className = "missing";
    button.tabIndex = -1;
    Object.assign(button.dataset, { do: "edit", side, index: 0 });
    cell.append(button);
  }
  return cell;
}

function bandElement(model, row) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "polygon"));
  svg.setAttribute("aria-hidden", "true");
  const shape = model.shape(row) === "1-1" || model.isUnpaired(row) ? null : make("small", "", model.shape(row));
  const label = make("b", "", confidenceText(row), shape);
  return make("div", "band", svg, label);
}

/** Draws the band between the heights of the two sides; an empty side is a point. */
function drawBand(element) {
  const [en, band, ru] = element.children;
  const box = band.clientWidth;
  const reach = (side) => (side.querySelector(".sentence, .written, textarea") ? side.offsetHeight - 4 : 0);
  const [left, right] = [reach(en), reach(ru)];
  const middle = (height) => (height ? [3, height] : [16, 16]);
  const [[a, b], [c, d]] = [middle(left), middle(right)];
  const [from, to] = [left ? 2 : box * 0.75, right ? box - 2 : box * 0.25];
  band.querySelector("polygon").setAttribute("points", `${from},${a} ${to},${c} ${to},${d} ${from},${b}`);
}

function rowElement(model, row, { query, current, selected, chosen, link }) {
  const names = ["row", levelOf(model, row), row.status, selected ? "selected" : ""].filter(Boolean);
  const state = make("div", "state");
  if (say("statuses")[row.status]) state.append(make("strong", "", say("statuses")[row.status]));
  for (const flag of row.flags) state.append(make("span", "flag", `⚑ ${flagName(flag)}`));
  if (row.note) state.append(make("span", "note", `✉ ${row.note}`));
  const none = { side: null, index: -1 };
  const element = make("div", names.join(" "), sideElement(model, row, "en", query, current ? chosen : none),
    bandElement(model, row), sideElement(model, row, "ru", query, current ? chosen : none), state);
  if (link) element.querySelector(`.sentence[data-side="${link.side}"][data-index="${link.index}"]`)?.classList.add("linking");
  element.setAttribute("role", "listitem");
  element.tabIndex = current ? 0 : -1;
  if (current) element.setAttribute("aria-current", "true");
  element.dataset.key = row.key;
  return element;
}

/** The description of a row for screen readers. */
function spoken(model, row) {
  const parts = [
    model.shape(row), row.confidence === null ? confidenceText(row) : say("spokenConfidence")(confidenceText(row)),
    model.isDoubtful(row) ? say("spokenDoubtful") : "", say("spokenStatus")[row.status], ...row.flags.map(flagName), row.note,
  ];
  return parts.filter(Boolean).join(", ");
}
