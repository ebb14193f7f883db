// What stands around the list: the map of the document, the reason of the selected segment, the help.

const HELP = [
  ["n  p", "next, previous doubtful one"], ["↓ ↑  j k", "next, previous segment"],
  ["← →", "choose the English, the Russian side"], [", .", "choose the previous, the next sentence"],
  ["Enter", "accept, and go to the next doubtful one"], ["x", "reject"],
  ["m  Shift+M", "merge with the one below, above"], ["s", "split before the chosen sentence"],
  ["Shift+↑  Shift+↓", "move a sentence of the chosen side up, down"], ["l", "unlink the two sides"],
  ["e", "edit the chosen side (Ctrl+Enter keeps, Esc leaves)"], ["z  Shift+Z", "undo, redo"],
  ["/", "search both texts"], ["1 … 6", "show all, to do, doubtful, flagged, unpaired, changed"],
  ["w", "show or hide the reason"], ["Ctrl+S", "save the review"], ["Home  End", "first, last segment"], ["?", "this help"],
];

function fillHelp(dialog) {
  const keys = HELP.map(([key, what]) => {
    const names = key.split(/\s+/).flatMap((k) => [make("kbd", "", k), " "]);
    return make("div", "", make("dt", "", ...names), make("dd", "", what));
  });
  const legend = [["--sure", "sure"], ["--doubt", "doubtful (dashed)"], ["--bad", "below 0.50 (outlined)"],
    ["--person", "by you"], ["--none", "unpaired"]].map(([colour, what]) => {
    const swatch = make("i");
    swatch.style.background = `var(${colour})`;
    return make("span", "", swatch, what);
  });
  const title = make("h2", "", "Keys");
  title.id = "help-title";
  const close = make("button", "main", "Close");
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(title, make("dl", "", ...keys), make("div", "legend", ...legend), make("p", "",
    "Every change is kept in this browser until you discard it. Save writes a file for “enru apply”; CSV and TMX " +
    "write the memory directly. A segment is split or a sentence moved with the pointer by the buttons that appear " +
    "beside the sentence."), close);
}

/** Draws all rows of the document from top to bottom; what is in sight is framed. */
function drawMinimap(canvas, model, view) {
  const ratio = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const paint = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  paint.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint.clearRect(0, 0, width, height);
  const each = height / Math.max(1, model.rows.length);
  // The doubtful ones last, so that they show where many rows share a pixel.
  for (const open of [false, true]) {
    model.rows.forEach((row, i) => {
      if (model.isOpen(row) !== open) return;
      const level = levelOf(model, row);
      const colour = open && level === "sure" ? (model.isUnpaired(row) ? "none" : "doubt") : level;
      paint.fillStyle = style.getPropertyValue(`--${colour}`);
      paint.globalAlpha = open || level !== "sure" ? 1 : 0.45;
      paint.fillRect(open ? 2 : 7, i * each, open ? width - 4 : width - 14, Math.max(1, each - (each > 3 ? 1 : 0)));
    });
  }
  paint.globalAlpha = 1;
  paint.strokeStyle = style.getPropertyValue("--ink");
  paint.strokeRect(0.5, view.from * height + 0.5, width - 1, Math.max(4, (view.to - view.from) * height - 1));
}

const FLAGS = {
  "number-mismatch": "A number stands on one side only.",
  "name-mismatch": "A name stands on one side only.",
  "length-ratio": "One side is far longer than the other allows for.",
  untranslated: "Both sides have the same text.",
  "mixed-script": "Latin and Cyrillic letters are mixed inside a word.",
  "wrong-language": "A sentence is in the language of the other side.",
  moved: "Found out of document order.",
};

function fillWhy(panel, model, row) {
  if (!row) return panel.replaceChildren();
  const why = row.why ?? {};
  const line = (label, text) => make("p", "", make("em", "", `${label} `), text);
  const head = row.made === "person" ? "You grouped these sentences."
    : `Confidence ${confidenceText(row)}, ${model.shape(row)}.`;
  const parts = [make("p", "", why.text ?? head)];
  const ties = [...new Map(tiesOf(row).map(([en, ru]) => [`${en}\n${ru}`, en === ru ? en : `${en} = ${ru}`])).values()];
  if (ties.length) {
    const list = make("p", "ties", make("em", "", "Tied by "), ...ties.slice(0, 40).map((t) => make("span", "", t)));
    parts.push(list);
  }
  for (const flag of row.flags) parts.push(line("⚑", FLAGS[flag] ?? flag));
  panel.replaceChildren(...parts);
}
