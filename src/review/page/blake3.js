// BLAKE3, to compute the same ids as the program for segments that a person grouped.
// Source: J. O'Connor, J.-P. Aumasson, S. Neves, Z. Wilcox-O'Hearn (2020): BLAKE3, one function, fast everywhere.

const BLAKE3_START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const BLAKE3_ORDER = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
const [CHUNK_START, CHUNK_END, PARENT, ROOT] = [1, 2, 4, 8];

/** The compression function: the chaining value (8 words) after a block of 16 words. */
function compressed(chain, block, counter, length, flags) {
  const v = [...chain, ...BLAKE3_START.slice(0, 4), counter, 0, length, flags];
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const mix = (a, b, c, d, x, y) => {
    v[a] = (v[a] + v[b] + x) | 0; v[d] = turn(v[d] ^ v[a], 16);
    v[c] = (v[c] + v[d]) | 0; v[b] = turn(v[b] ^ v[c], 12);
    v[a] = (v[a] + v[b] + y) | 0; v[d] = turn(v[d] ^ v[a], 8);
    v[c] = (v[c] + v[d]) | 0; v[b] = turn(v[b] ^ v[c], 7);
  };
  let m = block;
  for (let round = 0; round < 7; round++) {
    mix(0, 4, 8, 12, m[0], m[1]); mix(1, 5, 9, 13, m[2], m[3]);
    mix(2, 6, 10, 14, m[4], m[5]); mix(3, 7, 11, 15, m[6], m[7]);
    mix(0, 5, 10, 15, m[8], m[9]); mix(1, 6, 11, 12, m[10], m[11]);
    mix(2, 7, 8, 13, m[12], m[13]); mix(3, 4, 9, 14, m[14], m[15]);
    m = BLAKE3_ORDER.map((i) => m[i]);
  }
  return v.slice(0, 8).map((x, i) => x ^ v[i + 8]);
}

function chunkValue(bytes, counter, last) {
  let chain = BLAKE3_START;
  const blocks = Math.max(1, Math.ceil(bytes.length / 64));
  for (let i = 0; i < blocks; i++) {
    const part = bytes.subarray(i * 64, i * 64 + 64);
    const padded = new Uint8Array(64);
    padded.set(part);
    const view = new DataView(padded.buffer);
    const words = Array.from({ length: 16 }, (_, k) => view.getInt32(k * 4, true));
    const end = i === blocks - 1 ? CHUNK_END | last : 0;
    chain = compressed(chain, words, counter, part.length, (i === 0 ? CHUNK_START : 0) | end);
  }
  return chain;
}

function treeValue(bytes, first, last) {
  if (bytes.length <= 1024) return chunkValue(bytes, first, last);
  const chunks = Math.ceil(bytes.length / 1024);
  const left = 2 ** Math.floor(Math.log2(chunks - 1));
  const block = [...treeValue(bytes.subarray(0, left * 1024), first, 0), ...treeValue(bytes.subarray(left * 1024), first + left, 0)];
  return compressed(BLAKE3_START, block, 0, 64, PARENT | last);
}

/** The first 8 bytes of the BLAKE3 of `bytes`, as 16 hexadecimal digits. */
function shortHash(bytes) {
  const view = new DataView(new ArrayBuffer(8));
  treeValue(bytes, 0, ROOT).slice(0, 2).forEach((word, i) => view.setInt32(i * 4, word, true));
  return [...new Uint8Array(view.buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
}
