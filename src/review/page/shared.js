// Helpers that the review page and the browser page share: elements, messages, Russian plurals.

const $ = (id) => document.getElementById(id);

/** An element with a class and children, each an element, a text or null. */
function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A button. The title names it for screen readers if its text is only a symbol. */
function makeButton(text, title, run = null, className = "") {
  const button = make("button", className, text);
  button.type = "button";
  if (title) button.title = title;
  if (title && !/\p{L}/u.test(text)) button.setAttribute("aria-label", title);
  if (run) button.addEventListener("click", run);
  return button;
}

let toast = null;

/** Shows a message for a few seconds, and announces it to screen readers. */
function tell(text) {
  $("live").textContent = text;
  toast?.remove();
  toast = make("div", "", text);
  toast.id = "toast";
  toast.setAttribute("aria-hidden", "true");
  document.body.append(toast);
  const mine = toast;
  setTimeout(() => mine.remove(), 2000 + 30 * text.length);
}

/** The form of a Russian noun after the number `count`. */
function russian(count, one, few, many) {
  const [tens, ones] = [count % 100, count % 10];
  if (ones === 1 && tens !== 11) return one;
  return ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? few : many;
}
