// All texts of the page, in English and Russian. The review page has a table of its own.

const english = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
const pairsRu = (n) => `${n} ${russian(n, "пара", "пары", "пар")}`;
const segmentsRu = (n) => `${n} ${russian(n, "сегмент", "сегмента", "сегментов")}`;

const TEXTS = {
  en: {
    language: "Русский", languageTitle: "Показать страницу по-русски",
    back: "← All pairs", backTitle: "Back to the list; decisions are kept",
    forget: "Forget everything", forgetTitle: "Delete all texts, results and decisions that this page stores in this browser",
    confirmForget: "Delete all texts, results and decisions that this page stores in this browser? Files that you saved are not deleted.",
    forgotten: "All data is deleted",
    dropHere: "Drop an English document and its Russian version here",
    dropWhat: "Or a whole folder: pairs are found by name, then by content. Or a translation memory or a saved review, to review it.",
    chooseFiles: "Choose files…", chooseFolder: "Choose a folder…",
    formats: "TXT, DOCX, DOC, ODT, RTF, PDF, HTML, EPUB, FB2, SRT, Markdown; memories: TMX, XLIFF, CSV, XLSX, JSONL",
    privacy: "All work is done on this computer. The security policy of this page forbids network requests.",
    getting: "getting ready…", ready: (seconds) => `ready in ${seconds} s`,
    pairs: "Pairs", pairsFound: (n) => `${english(n, "pair")} found`,
    alignAll: (n) => `Align ${english(n, "pair")}`, alignOne: "Align", stop: "Stop", stopTitle: "Stop aligning",
    review: "Review", remove: "Remove", again: "Align again", againTitle: "With the current options; decisions are kept",
    saveAs: "Save as", saveAll: "Save all as", saveTitle: (name) => `Save the memory as ${name}`, saveReview: "Review file",
    saveReviewTitle: "Save the review, for “enru apply” or to continue elsewhere",
    saved: (name) => `Saved ${name}`, saving: "saving…",
    waiting: "waiting", stages: { reading: "reading…", aligning: "aligning", pairing: "comparing documents", opening: "opening…" },
    done: (n, doubtful) => `${english(n, "segment")}, ${doubtful} to check`, suspect: "check:",
    unpaired: (en, ru) => `unpaired: ${en} English, ${ru} Russian`,
    swapped: "the first file was the Russian one", reused: (kept, lost) => `${english(kept, "earlier decision")} reused${lost ? `, ${lost} no longer fit` : ""}`,
    failed: "not aligned", overall: (done, all) => `${done} of ${all} aligned`,
    looseTitle: (n) => `${english(n, "file")} without a partner`,
    looseHelp: "Choose an English and a Russian file here to pair them.",
    pairThese: "Pair the chosen two", chooseTwo: "Choose two files",
    rule: "paired by", sure: (c) => `${Math.round(100 * c)} % sure`, include: (name) => `Align ${name}`,
    needTwo: "Drop a document together with its version in the other language",
    nothing: "It contains no file", chooseInstead: "The browser does not give this page the dropped files: use “Choose files…” or “Choose a folder…”",
    cancelled: "Stopped", shelfFull: "The storage of the browser is full: save your work to a file",
    notKept: "This browser does not store data for this page: save your work before you close it",
    kinds: {
      empty: "A document has no text. If it is a scan, recognise its text first.", encoding: "The encoding of a document is not clear: choose it under Options.",
      tooLarge: "A document is too large.", unusable: "A document cannot be used.", unreadable: "The browser cannot read a file.",
      request: "An option cannot be used.", crashed: "enru failed on a document; the others are not affected. Please report this if you can.",
      cancelled: "Stopped.", noEngine: "This browser cannot run enru: it needs WebAssembly and DecompressionStream (Firefox 113, Chrome 80, Safari 16.4 or newer).",
    },
    options: "Options",
    optionGroups: { reading: "Reading", aligning: "Aligning", saving: "Saving" },
    fields: {
      lines: "One sentence per line: do not split", wholePage: "Web pages with menus and side bars", keepFurniture: "Keep page numbers, running heads, tables of contents",
      lossy: "Replace characters that cannot be read", encoding: "Encoding of text files", srx: "Own splitting rules (SRX)",
      lexicon: "Own lexicon or glossary", decisions: "Earlier review, whose decisions are reused",
      source: "Source language", localeEn: "English locale", localeRu: "Russian locale", minConfidence: "Minimum confidence",
      keepUnaligned: "Unpaired sentences too", excel: "CSV for Excel (semicolons, byte order mark)",
    },
    detected: "detected", asAligned: "English", sourceNames: { en: "English", ru: "Russian" }, clear: "Clear", choose: "Choose…",
  },
  ru: {
    language: "English", languageTitle: "Show the page in English",
    back: "← Все пары", backTitle: "Назад к списку; решения сохраняются",
    forget: "Забыть всё", forgetTitle: "Удалить все тексты, результаты и решения, которые страница хранит в этом браузере",
    confirmForget: "Удалить все тексты, результаты и решения, которые страница хранит в этом браузере? Сохранённые вами файлы останутся.",
    forgotten: "Больше ничего не хранится",
    dropHere: "Перетащите сюда английский документ и его русскую версию",
    dropWhat: "Или целую папку: пары найдутся по именам, затем по содержанию. Или память переводов либо сохранённую проверку, чтобы её просмотреть.",
    chooseFiles: "Выбрать файлы…", chooseFolder: "Выбрать папку…",
    formats: "TXT, DOCX, DOC, ODT, RTF, PDF, HTML, EPUB, FB2, SRT, Markdown; памяти: TMX, XLIFF, CSV, XLSX, JSONL",
    privacy: "Всё происходит на этом компьютере. Страница не обращается к сети, и её политика безопасности это запрещает.",
    getting: "подготовка…", ready: (seconds) => `готово за ${seconds} с`,
    pairs: "Пары", pairsFound: (n) => `Найдено: ${pairsRu(n)}`,
    alignAll: (n) => `Выровнять: ${pairsRu(n)}`, alignOne: "Выровнять", stop: "Остановить", stopTitle: "Остановить выравнивание",
    review: "Проверить", remove: "Убрать", again: "Выровнять заново", againTitle: "С нынешними настройками; решения сохраняются",
    saveAs: "Сохранить как", saveAll: "Сохранить всё как", saveTitle: (name) => `Сохранить память переводов как ${name}`, saveReview: "Файл проверки",
    saveReviewTitle: "Сохранить проверку для «enru apply» или чтобы продолжить в другом месте",
    saved: (name) => `Сохранено: ${name}`, saving: "сохранение…",
    waiting: "ожидает", stages: { reading: "чтение…", aligning: "выравнивание", pairing: "сравнение документов", opening: "открытие…" },
    done: (n, doubtful) => `${segmentsRu(n)}, проверить: ${doubtful}`, suspect: "проверьте:",
    unpaired: (en, ru) => `без пары: английских ${en}, русских ${ru}`,
    swapped: "первый файл был русским", reused: (kept, lost) => `прежних решений учтено: ${kept}${lost ? `, не подошло: ${lost}` : ""}`,
    failed: "не выровнено", overall: (done, all) => `выровнено ${done} из ${all}`,
    looseTitle: (n) => `Файлы без пары: ${n}`,
    looseHelp: "Выберите здесь английский и русский файл, чтобы соединить их в пару.",
    pairThese: "Соединить выбранные", chooseTwo: "Выберите два файла",
    rule: "пара по", sure: (c) => `уверенность ${Math.round(100 * c)} %`, include: (name) => `Выровнять ${name}`,
    needTwo: "Документу нужна версия на другом языке: перетащите оба",
    nothing: "Здесь нет файлов", chooseInstead: "Браузер не передаёт то, что перетащили: нажмите «Выбрать файлы…» или «Выбрать папку…»",
    cancelled: "Остановлено", shelfFull: "В браузере больше нет места: сохраните работу в файл",
    notKept: "Этот браузер ничего не хранит для страницы: сохраните работу, прежде чем её закрыть",
    kinds: {
      empty: "В документе нет текста. Если это скан, сначала распознайте его.", encoding: "Кодировка документа неясна: выберите её в настройках.",
      tooLarge: "Документ слишком большой.", unusable: "Документ нельзя использовать.", unreadable: "Браузер не может прочитать файл.",
      request: "Настройку нельзя использовать.", crashed: "На этом документе enru сломался; на других это не отразилось. Если можете, сообщите об этом.",
      cancelled: "Остановлено.", noEngine: "Этот браузер не может запустить enru: нужны WebAssembly и DecompressionStream (Firefox 113, Chrome 80, Safari 16.4 или новее).",
    },
    options: "Настройки",
    optionGroups: { reading: "Чтение", aligning: "Выравнивание", saving: "Сохранение" },
    fields: {
      lines: "Одно предложение в строке: не разбивать", wholePage: "Веб-страницы с меню и боковыми колонками", keepFurniture: "Оставить номера страниц, колонтитулы, оглавления",
      lossy: "Заменять нечитаемые символы", encoding: "Кодировка текстовых файлов", srx: "Свои правила разбиения (SRX)",
      lexicon: "Свой словарь или глоссарий", decisions: "Прежняя проверка, решения которой учесть",
      source: "Исходный язык", localeEn: "Английская локаль", localeRu: "Русская локаль", minConfidence: "Наименьшая достоверность",
      keepUnaligned: "И предложения без пары", excel: "CSV для Excel (точки с запятой, метка порядка байтов)",
    },
    detected: "определить", asAligned: "Английский", sourceNames: { en: "Английский", ru: "Русский" }, clear: "Очистить", choose: "Выбрать…",
  },
};

/** Russian translations of messages of the program. */
const PHRASES_RU = [
  [/^content$/, "содержанию"], [/^same path$/, "одинаковому пути"], [/^list$/, "вашему выбору"],
  [/^marks (.*)$/, "меткам $1"], [/^folders (.*)$/, "папкам $1"], [/^mark (.*) on the (.*) side$/, "метке $1"],
  [/^no partner found$/, "пара не найдена"], [/^ambiguous: could be paired with (.*)$/, "неоднозначно: подходит $1"],
  [/^is in (.*)$/, "язык: $1"],
  [/^the (English|Russian) side is in (.*)$/, "одна из сторон на другом языке: $2"],
  [/^lengths far apart: (\d+) English letters, (\d+) Russian$/, "длины сильно различаются: букв английских $1, русских $2"],
  [/^mostly unpaired: (\d+) of (\d+) sentences$/, "без пары большая часть: $1 из $2 предложений"],
  [/^low confidence: (.*) on average$/, "низкая достоверность: в среднем $1"],
  [/^(\d+) pages have no text.*$/, "страниц без текста: $1 (скан?)"], [/^(\d+) characters cannot be read$/, "нечитаемых символов: $1"],
  [/^(\d+) sentences repeat others of the document$/, "повторяющихся предложений: $1"],
  [/^(\d+) embedded documents are not read$/, "вложенных документов не прочитано: $1"],
  [/^(\d+) sentences are in the other language$/, "предложений на другом языке: $1"],
  [/^(\d+) blocks are data or markup.*$/, "блоков данных или разметки: $1"],
];

const page = { language: "en" };

/** The text `name` in the language of the page. */
const say = (name) => TEXTS[page.language][name];

/** A message of the program, translated if the translation is known. */
function translated(phrase) {
  if (page.language !== "ru") return phrase;
  const found = PHRASES_RU.find(([pattern]) => pattern.test(phrase));
  return found ? phrase.replace(...found) : phrase;
}
