// Which key does what, on any keyboard layout: a Latin letter counts as it is typed, whatever Caps Lock says; where the
// layout has other letters (Russian), the place of the key counts.

const KEYS = {
  n: "next", p: "previous", j: "down", k: "up", ArrowDown: "down", ArrowUp: "up", Home: "first", End: "last",
  ArrowLeft: "english", ArrowRight: "russian", ",": "sentenceBefore", ".": "sentenceAfter", Enter: "accept", x: "reject",
  m: "mergeBelow", "Shift+m": "mergeAbove", s: "split", c: "cut", l: "unlink", g: "link", e: "edit", t: "note",
  z: "undo", "Shift+z": "redo", y: "redo", "/": "search", r: "more", "?": "help", w: "why", Escape: "leave",
  "Shift+ArrowUp": "moveUp", "Shift+ArrowDown": "moveDown", "Shift+j": "extendDown", "Shift+k": "extendUp",
};

/** Keys of a Russian keyboard that have a sign of punctuation on a Latin one. */
const PLACES = { Comma: ",", Period: ".", Slash: "/" };

/** The name of a key press, such as `n`, `Shift+m`, `?`, `ArrowDown`. */
function keyName(event) {
  const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : letterAt(event);
  if (letter) return event.shiftKey ? `Shift+${letter}` : letter;
  if (isOtherScript(event)) {
    const sign = PLACES[event.code];
    if (sign) return sign === "/" && event.shiftKey ? "?" : sign;
  }
  return event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key;
}

/** Whether the key has another sign on it than the Latin layout has there. */
function isOtherScript(event) {
  return /^\p{L}$/u.test(event.key) || (event.code === "Slash" && [".", ","].includes(event.key));
}

/** The Latin letter at the place of a key that types a letter of another script. */
function letterAt(event) {
  return /^\p{L}$/u.test(event.key) && /^Key[A-Z]$/.test(event.code ?? "") ? event.code.slice(3).toLowerCase() : null;
}
