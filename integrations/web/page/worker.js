// Runs the jobs of the page in a worker thread, each in a new instance of the module. A document that causes a panic or
// uses up the memory does not affect other jobs.

function makeInstance(module) {
  /*{{glue}}*/
  wasm_bindgen.initSync({ module });
  return wasm_bindgen;
}

let module = null;
let current = { files: {}, said: "" };

/** Decodes Base64 and gzip, in chunks. */
async function unpacked(packed) {
  const text = await packed.text();
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream, { headers: { "Content-Type": "application/wasm" } }).arrayBuffer();
}

self.enruRead = (key) => {
  try {
    current.opened = key;
    return new Uint8Array(new FileReaderSync().readAsArrayBuffer(current.files[key]));
  } catch {
    return undefined;
  }
};
self.enruProgress = (stage, done, all) => postMessage({ id: current.id, progress: { stage, done, all } });
self.enruPanic = (message) => { current.said = message; };

/** A review as a file with counts. As a file, since copying and parsing megabytes would block the page. */
function reviewed(text, summary = null) {
  const { segments } = JSON.parse(text);
  const isPaired = (item) => item.en_ids.length > 0 && item.ru_ids.length > 0;
  const isDoubtful = (item) => item.status === "auto" && (item.confidence === null || item.confidence < 0.9 || !isPaired(item));
  const statistics = {
    segments: segments.filter(isPaired).length, doubtful: segments.filter(isDoubtful).length,
    decided: segments.some((item) => item.status !== "auto" || item.made || item.note),
  };
  return { review: new Blob([text]), statistics, summary };
}

const JOBS = {
  align: (engine, request) => {
    const [summary, review] = engine.align(JSON.stringify(request));
    return reviewed(review, JSON.parse(summary));
  },
  pair: (engine, request) => JSON.parse(engine.pair(JSON.stringify(request))),
  open: (engine, request) => reviewed(engine.open(JSON.stringify(request))),
  write: (engine, request) => new Blob([engine.write(JSON.stringify(request))]),
  page: (engine) => new TextDecoder().decode(engine.page()),
};

/** An error as a message to the page: that of the module, or that it crashed. */
function failureOf(error) {
  if (typeof error === "string") return JSON.parse(error);
  return { kind: "crashed", message: current.said || String(error?.message ?? error), file: current.opened };
}

async function boot(given) {
  module = given.module ?? await WebAssembly.compile(await unpacked(given.packed));
  postMessage({ ready: true, module: given.module ? undefined : module });
}

onmessage = async ({ data }) => {
  if (data.boot) {
    await boot(data.boot).catch((error) => postMessage({ broken: String(error) }));
    return;
  }
  current = { id: data.id, files: data.files, said: "" };
  try {
    const result = JOBS[data.job](makeInstance(module), data.request);
    postMessage({ id: data.id, result });
  } catch (error) {
    postMessage({ id: data.id, failure: failureOf(error) });
  }
};
