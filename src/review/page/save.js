// What the page saves: the review itself (JSON), and the memory as enru writes it (CSV, TMX).

/** A row as a record of the review file; the texts of unchanged rows are the sentences joined by one space. */
function segmentOf(model, row) {
  const segment = {
    id: row.id,
    translation: { en: model.side(row, "en"), ru: model.side(row, "ru") },
    en_sentences: row.en.map((s) => s.text),
    ru_sentences: row.ru.map((s) => s.text),
    en_ids: row.en.map((s) => s.id),
    ru_ids: row.ru.map((s) => s.id),
    confidence: row.confidence,
    shape: model.shape(row),
    status: row.status,
    anchors: row.anchors,
    flags: row.flags,
    document: row.document,
  };
  if (row.made) segment.made = row.made;
  if (row.why) segment.why = row.why;
  if (row.extra) segment.extra = row.extra;
  return segment;
}

function reviewJson(model) {
  const segments = model.rows.map((row) => JSON.stringify(segmentOf(model, row)));
  const head = { format: "enru-review", version: 1, name: model.name, sources: model.sources };
  return `${JSON.stringify(head).slice(0, -1)},"segments":[\n${segments.join(",\n")}\n]}\n`;
}

/** The cells of a row by column, as in every format of enru. Confidences are single precision there. */
function cells(model, row) {
  return {
    en: model.side(row, "en"),
    ru: model.side(row, "ru"),
    confidence: row.confidence === null ? "" : Math.fround(row.confidence).toFixed(3),
    shape: model.shape(row),
    status: row.status,
    en_ids: row.en.map((s) => s.id).join(" "),
    ru_ids: row.ru.map((s) => s.id).join(" "),
    anchors: row.anchors.join("; "),
    flags: row.flags.join(" "),
    document: row.document,
    segment_id: row.id ?? "",
  };
}

const COLUMNS = [
  "en", "ru", "confidence", "shape", "status", "en_ids", "ru_ids", "anchors", "flags", "document", "segment_id",
];

/** The rows of a memory: both sides have text, and nobody rejected them. */
function paired(model) {
  return model.rows.filter((r) => model.side(r, "en") !== "" && model.side(r, "ru") !== "" && r.status !== "rejected");
}

function csv(model) {
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = paired(model).map((row) => {
    const cell = cells(model, row);
    return COLUMNS.map((c) => quoted(cell[c])).join(",");
  });
  return `${[COLUMNS.join(","), ...lines].join("\n")}\n`;
}

function xml(text) {
  const named = { "<": "&lt;", ">": "&gt;", "&": "&amp;", "'": "&apos;", '"': "&quot;" };
  // eslint-disable-next-line no-control-regex
  return text.replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/[<>&'"]/g, (c) => named[c]);
}

function tmx(model, version) {
  const properties = ["document", "confidence", "shape", "status", "en_ids", "ru_ids", "anchors", "flags"];
  const units = paired(model).map((row) => {
    const cell = cells(model, row);
    const props = properties.filter((p) => cell[p] !== "").map((p) =>
      `      <prop type="x-${p.replaceAll("_", "-")}">${xml(cell[p])}</prop>\n`);
    const side = (s) => `      <tuv xml:lang="${s}"><seg>${xml(cell[s])}</seg></tuv>\n`;
    const id = cell.segment_id === "" ? "" : ` tuid="${xml(cell.segment_id)}"`;
    return `    <tu${id}>\n${props.join("")}${side("en")}${side("ru")}    </tu>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n` +
    `  <header creationtool="enru" creationtoolversion="${version}" segtype="sentence" o-tmf="enru" ` +
    `adminlang="en" srclang="en" datatype="plaintext"/>\n  <body>\n${units.join("")}  </body>\n</tmx>\n`;
}

function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
