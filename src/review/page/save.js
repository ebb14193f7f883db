// Writes the review (JSON), and the memory in the same form as `enru apply` (CSV, TMX, XLSX).

/** A row as a record of the review file. The texts of unchanged rows are the sentences joined with spaces. */
function segmentOf(model, row) {
  const segment = {
    id: row.id,
    translation: Object.fromEntries(row.sides.map((side) => [side, model.side(row, side)])),
    confidence: row.confidence,
    shape: model.shape(row),
    status: row.status,
    en_ids: row.en.map((s) => s.id),
    ru_ids: row.ru.map((s) => s.id),
    anchors: row.anchors,
    flags: row.flags,
    document: row.document,
    ...preserved(row),
    en_sentences: row.en.map((s) => s.text),
    ru_sentences: row.ru.map((s) => s.text),
  };
  for (const name of ["made", "why"]) if (row[name]) segment[name] = row[name];
  return segment;
}

/** The preserved fields of a row, with its note. */
function preserved(row) {
  const { note, ...others } = row.extra;
  return row.note ? { ...row.extra, note: row.note } : others;
}

function reviewJson(model) {
  const segments = model.rows.map((row) => JSON.stringify(segmentOf(model, row)));
  const head = { format: "enru-review", version: 2, name: model.name, sources: model.sources };
  return `${JSON.stringify(head).slice(0, -1)},"segments":[\n${segments.join(",\n")}\n]}\n`;
}

/** Ids as the program computes them: from the document name, the texts, and a number among equal segments. */
class Ids {
  constructor(given) {
    this.given = new Map(given.map((id) => [id, 0]));
  }

  static of(document, en, ru, ordinal) {
    const encoder = new TextEncoder();
    const parts = [document, en, ru].map((text) => encoder.encode(text));
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 8 + part.length, 8));
    const view = new DataView(bytes.buffer);
    let at = 0;
    for (const part of parts) {
      view.setUint32(at, part.length, true);
      bytes.set(part, at + 8);
      at += 8 + part.length;
    }
    view.setUint32(at, ordinal, true);
    return shortHash(bytes);
  }

  give(document, en, ru) {
    const first = Ids.of(document, en, ru, 0);
    let ordinal = this.given.get(first) ?? 0;
    while (this.given.has(Ids.of(document, en, ru, ordinal))) ordinal++;
    const id = Ids.of(document, en, ru, ordinal);
    this.given.set(id, this.given.get(id) ?? 0);
    this.given.set(first, ordinal + 1);
    return id;
  }
}

/** Cleans a text as the program does. */
function clean(text) {
  const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
  return text.normalize("NFC").replace(invisible, "").replace(/[^\S\u00a0\u202f\u2007]+/g, " ").trim();
}

const COLUMNS = [
  "en", "ru", "confidence", "shape", "status", "en_ids", "ru_ids", "anchors", "flags", "document", "segment_id",
];

/**
 * The rows of the memory as cells by column: rows with text on both sides that are not rejected. Confidences have single
 * precision, as in every format of enru.
 */
function memory(model) {
  const ids = new Ids(model.rows.map((row) => row.id).filter(Boolean));
  const numbers = (list) => (model.sources.numbered ? "" : list.map((s) => s.id).join(" "));
  const rows = model.rows.map((row) => ({
    en: clean(model.side(row, "en")),
    ru: clean(model.side(row, "ru")),
    confidence: row.confidence === null ? "" : Math.fround(row.confidence).toFixed(3),
    shape: model.shape(row),
    status: row.status,
    en_ids: numbers(row.en),
    ru_ids: numbers(row.ru),
    anchors: row.anchors.join("; "),
    flags: row.flags.join(" "),
    document: row.document,
    segment_id: row.id || ids.give(row.document, joinedText(row.en), joinedText(row.ru)),
    sides: row.sides,
    extra: preserved(row),
  }));
  return rows.filter((row) => row.en !== "" && row.ru !== "" && row.status !== "rejected");
}

/** The names of the preserved columns of the memory, in order of appearance. */
function extraColumns(rows) {
  return [...new Set(rows.flatMap((row) => Object.keys(row.extra)))];
}

/** The languages of a memory: that of the source of its first row, and the other. */
const direction = (rows) => rows[0]?.sides ?? SIDES;

/** All cells of the memory, starting with the column names. */
function table(model) {
  const rows = memory(model);
  const own = [...direction(rows), ...COLUMNS.slice(2)];
  const extra = extraColumns(rows);
  return [[...own, ...extra], ...rows.map((row) => [...own.map((c) => row[c]), ...extra.map((c) => plain(row.extra[c]))])];
}

function csv(model) {
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return table(model).map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

function xml(text) {
  const named = { "<": "&lt;", ">": "&gt;", "&": "&amp;", "'": "&apos;", '"': "&quot;" };
  // eslint-disable-next-line no-control-regex
  return text.replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/[<>&'"]/g, (c) => named[c]);
}

function tmx(model, version) {
  const properties = ["document", "confidence", "shape", "status", "en_ids", "ru_ids", "anchors", "flags"];
  const rows = memory(model);
  const [source] = direction(rows);
  const units = rows.map((row) => {
    const { note, ...extra } = row.extra;
    const prop = (name, value) => `      <prop type="${xml(name)}">${xml(value)}</prop>\n`;
    const own = properties.filter((p) => row[p] !== "").map((p) => prop(`x-${p.replaceAll("_", "-")}`, row[p]));
    const others = Object.entries(extra).map(([name, value]) => prop(name, plain(value)));
    const notes = note ? `      <note>${xml(plain(note))}</note>\n` : "";
    const side = (s) => `      <tuv xml:lang="${model.locales[s]}"><seg>${xml(row[s])}</seg></tuv>\n`;
    const turned = row.sides[0] === source ? "" : ` srclang="${model.locales[row.sides[0]]}"`;
    return `    <tu tuid="${xml(row.segment_id)}"${turned}>\n${notes}${others.join("")}${own.join("")}${row.sides.map(side).join("")}    </tu>\n`;
  });
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n` +
    `  <header creationtool="enru" creationtoolversion="${version}" segtype="sentence" o-tmf="enru" adminlang="en" ` +
    `srclang="${model.locales[source]}" datatype="plaintext" creationdate="${date}"/>\n  <body>\n${units.join("")}  </body>\n</tmx>\n`;
}

/** CRC-32, which ZIP requires. */
function crc32(bytes) {
  crc32.table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c;
  });
  let sum = 0xffffffff;
  for (const byte of bytes) sum = crc32.table[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** A ZIP archive of `files`, {name: text}, without compression. */
function zip(files) {
  const encoder = new TextEncoder();
  const number = (value, bytes) => Uint8Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 255);
  const [parts, directory] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, body] = [encoder.encode(name), encoder.encode(text)];
    const size = number(body.length, 4);
    // Version 2.0, UTF-8 names, stored, 1 January 1980.
    const common = [number(20, 2), number(0x800, 2), number(0, 2), number(0, 2), number(33, 2), number(crc32(body), 4), size, size,
      number(path.length, 2), number(0, 2)];
    const local = [number(0x04034b50, 4), ...common, path, body];
    directory.push(number(0x02014b50, 4), number(20, 2), ...common, number(0, 2), number(0, 2), number(0, 2), number(0, 4), number(at, 4), path);
    parts.push(...local);
    at += local.reduce((sum, part) => sum + part.length, 0);
  }
  const count = Object.keys(files).length;
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = [number(0x06054b50, 4), number(0, 4), number(count, 2), number(count, 2), number(size, 4), number(at, 4), number(0, 2)];
  return new Blob([...parts, ...directory, ...end]);
}

/** A workbook of text cells only, so that no text becomes a formula. */
function xlsx(model) {
  const column = (index) => (index < 26 ? "" : column(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
  const rows = table(model).map((cells, row) => `<row r="${row + 1}">${cells.map((cell, i) => (
    cell === "" ? "" : `<c r="${column(i)}${row + 1}" t="inlineStr" s="1"><is><t xml:space="preserve">${xml(cell)}</t></is></c>`)).join("")}</row>`);
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const office = "http://schemas.openxmlformats.org";
  const main = `${office}/spreadsheetml/2006/main`;
  const relations = `${office}/package/2006/relationships`;
  const kinds = `${office}/officeDocument/2006/relationships`;
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return zip({
    "[Content_Types].xml": `${head}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ` +
      `ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ` +
      `ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${kinds}"><sheets><sheet name="memory" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${kinds}/worksheet" ` +
      `Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${kinds}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `${head}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
      `<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>` +
      `<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" ` +
      `topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="2" width="60" customWidth="1"/></cols>` +
      `<sheetData>${rows.join("")}</sheetData></worksheet>`,
  });
}

function download(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
