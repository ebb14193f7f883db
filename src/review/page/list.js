// A virtual list: only the visible rows are in the page. The height of a row is estimated from the length of its text until
// it is shown and measured; visible rows keep their position then.

class VirtualList {
  /** `build(index)` creates the element of a row, `keyOf` identifies a row, `guess` estimates its height. */
  constructor(scroller, list, { build, keyOf, guess, onPlaced }) {
    Object.assign(this, { scroller, list, build, keyOf, guess, onPlaced });
    this.count = 0;
    this.heights = new Map();
    this.tops = new Float64Array(1);
    this.shown = new Map();
    this.waiting = false;
    scroller.addEventListener("scroll", () => this.later(), { passive: true });
    new ResizeObserver(() => this.resized()).observe(scroller);
  }

  resized() {
    const width = this.scroller.clientWidth;
    if (width !== this.width) {
      this.width = width;
      this.heights.clear();
      this.tops = this.sums();
    }
    this.render();
  }

  later() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.render();
    });
  }

  setCount(count) {
    this.count = count;
    this.tops = this.sums();
    this.render();
  }

  height(index) {
    return this.heights.get(this.keyOf(index)) ?? this.guess(index);
  }

  sums() {
    const tops = new Float64Array(this.count + 1);
    for (let i = 0; i < this.count; i++) tops[i + 1] = tops[i] + this.height(i);
    return tops;
  }

  /** The index of the row at `y` from the top of the list. */
  at(y) {
    let [low, high] = [0, Math.max(0, this.count - 1)];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  render() {
    // Measuring the visible rows may move others into view; three rounds are enough.
    for (let round = 0; round < 3; round++) {
      const [top, size] = [this.scroller.scrollTop, this.scroller.clientHeight];
      const first = Math.max(0, this.at(top) - 4);
      const last = Math.min(this.count - 1, this.at(top + size) + 4);
      this.place(first, last);
      if (!this.measure(first, last, this.at(top), top)) break;
    }
    this.onPlaced?.();
  }

  place(first, last) {
    const wanted = new Map();
    for (let i = first; i <= last; i++) wanted.set(this.keyOf(i), i);
    for (const [key, element] of this.shown) {
      if (!wanted.has(key)) {
        element.remove();
        this.shown.delete(key);
      }
    }
    let before = null;
    for (const [key, index] of wanted) {
      let element = this.shown.get(key);
      if (!element) {
        element = this.build(index);
        this.shown.set(key, element);
        this.list.insertBefore(element, before ? before.nextSibling : this.list.firstChild);
      }
      before = element;
      element.style.top = `${this.tops[index]}px`;
      element.setAttribute("aria-posinset", index + 1);
      element.setAttribute("aria-setsize", this.count);
    }
    this.list.style.height = `${this.tops[this.count]}px`;
  }

  /** Measures rows, and returns whether any height differs from its estimate. */
  measure(first, last, anchor, top) {
    const into = top - this.tops[anchor];
    let differs = false;
    for (let i = first; i <= last; i++) {
      const element = this.shown.get(this.keyOf(i));
      const height = element.offsetHeight;
      if (Math.abs(height - this.height(i)) > 0.5) {
        differs = true;
      }
      this.heights.set(this.keyOf(i), height);
    }
    if (!differs) return false;
    this.tops = this.sums();
    this.list.style.height = `${this.tops[this.count]}px`;
    const held = this.tops[anchor] + into;
    if (Math.abs(held - this.scroller.scrollTop) > 0.5 && top > 0) this.scroller.scrollTop = held;
    return true;
  }

  /** Discards the element of a row, so that it is created again. */
  refresh(key) {
    this.shown.get(key)?.remove();
    this.shown.delete(key);
    this.heights.delete(key);
  }

  refreshAll() {
    for (const element of this.shown.values()) element.remove();
    this.shown.clear();
    this.render();
  }

  scrollTo(index, centre = false) {
    for (let round = 0; round < 2; round++) {
      const [top, bottom] = [this.tops[index], this.tops[index + 1]];
      const [from, size] = [this.scroller.scrollTop, this.scroller.clientHeight];
      if (centre || top < from || bottom > from + size) {
        const far = centre || top < from - size || bottom > from + 2 * size;
        const to = far ? top - size / 3 : top < from + 20 ? top - 20 : bottom - size + 20;
        this.scroller.scrollTop = Math.max(0, to);
      }
      this.render();
      centre = false;
    }
  }
}
