//! What the patterns are made into: files of n repetitions, and the command that is run on them.

use super::patterns::{CHANGES, DOCUMENTS, MEMORIES, ROWS, SENTENCES, SETTINGS};
use crate::made_pdf;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

/// The size of a document in CI: a minute of valgrind for all of them, and enough for squares to show.
const BYTES: usize = 3_000;

/// Files with a pattern that can be repeated, and a command to run on them.
pub struct Input {
    pub name: String,
    pub command: Vec<String>,
    /// How often the pattern is repeated in CI.
    pub repetitions: usize,
    files: Vec<Pattern>,
}

/// A file in which `mark` is repeated.
struct Pattern {
    file: String,
    before: String,
    mark: String,
    after: String,
}

impl Pattern {
    fn of(file: &str, [before, mark, after]: [&str; 3]) -> Pattern {
        let [file, before, mark, after] = [file, before, mark, after].map(str::to_string);
        Pattern { file, before, mark, after }
    }

    fn content(&self, repetitions: usize) -> Vec<u8> {
        let repeated: String = (0..repetitions).map(|index| filled(&self.mark, index)).collect();
        let text = format!("{}{repeated}{}", self.before, self.after);
        match self.file.rsplit_once('.').map(|(_, ending)| ending) {
            Some("docx") => zipped("word/document.xml", &text),
            Some("pptx") => zipped("ppt/slides/slide1.xml", &text),
            Some("odt") => zipped("content.xml", &text),
            Some("xlsx") => zipped("xl/worksheets/sheet1.xml", &text),
            Some("epub") => epub(&text),
            Some("pdf") => made_pdf::packed(text.as_bytes(), 0, 1),
            _ => text.into_bytes(),
        }
    }
}

impl Input {
    /// Writes the files with so many repetitions.
    pub fn write(&self, folder: &Path, repetitions: usize) {
        for pattern in &self.files {
            fs::write(folder.join(&pattern.file), pattern.content(repetitions)).unwrap();
        }
    }

    fn of(command: &str, repetitions: usize, files: Vec<Pattern>) -> Input {
        let words: Vec<String> = command.split_whitespace().map(str::to_string).collect();
        let marks: Vec<_> = files.iter().map(|file| file.mark.as_str()).collect();
        let name = format!("enru {command}: {marks:?} within {:?}", files[0].before);
        Input { name, command: words, repetitions, files }
    }
}

/// `mark` with `{i}`, `{d}`, `{n}`, `{w}` and `{щ}` replaced by the index, a day, a number below 50, and a Latin or
/// Cyrillic word of the index.
fn filled(mark: &str, index: usize) -> String {
    if !mark.contains('{') {
        return mark.to_string();
    }
    mark.replace("{i}", &index.to_string())
        .replace("{d}", &(index % 28 + 1).to_string())
        .replace("{n}", &(index % 50).to_string())
        .replace("{w}", &word(index, ['a', 'e', 'i', 'o', 'u'], 'r'))
        .replace("{щ}", &word(index, ['а', 'е', 'и', 'о', 'у'], 'р'))
}

/// A word of the index: words of all indices sound alike.
fn word(mut index: usize, vowels: [char; 5], consonant: char) -> String {
    let vowel = |_| {
        let vowel = vowels[index % 5];
        index /= 5;
        [vowel, consonant]
    };
    (0..6).flat_map(vowel).collect()
}

/// An archive of one file, not compressed: what repeats a pattern would be refused as a bomb.
fn zipped(name: &str, content: &str) -> Vec<u8> {
    archive(&[("[Content_Types].xml", "<Types/>"), (name, content)])
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn epub(chapter: &str) -> Vec<u8> {
    archive(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>",
        ),
        (
            "b.opf",
            "<package><manifest><item id='c' href='c.xhtml' media-type='application/xhtml+xml'/></manifest><spine>\
             <itemref idref='c'/></spine></package>",
        ),
        ("c.xhtml", chapter),
    ])
}

/// Documents that are read and split.
pub fn documents() -> Vec<Input> {
    let family = |&(ending, [before, after], marks): &(&str, [&str; 2], &'static [&'static str])| {
        let (before, after, file) = (before.to_string(), after.to_string(), format!("x.{ending}"));
        marks.iter().map(move |mark| {
            let pattern = Pattern::of(&file, [&before, mark, &after]);
            let repetitions = BYTES / mark.len();
            Input::of(&format!("split --quiet --lang en {file}"), repetitions, vec![pattern])
        })
    };
    DOCUMENTS.iter().flat_map(family).collect()
}

/// Memories that are converted, and rows that every command for memories gets.
pub fn memories() -> Vec<Input> {
    let convert = |&(ending, [before, after], marks): &(&str, [&str; 2], &'static [&'static str])| {
        let (before, after, file) = (before.to_string(), after.to_string(), format!("x.{ending}"));
        marks.iter().map(move |mark| {
            let pattern = Pattern::of(&file, [&before, mark, &after]);
            let command = format!("convert --quiet --format tmx {file} -o -");
            Input::of(&command, BYTES / mark.len(), vec![pattern])
        })
    };
    let rows = |&(command, repetitions): &(&'static str, usize)| {
        ROWS.iter().map(move |row| {
            let pattern = Pattern::of("x.csv", ["en,ru,confidence,shape,status\n", row, ""]);
            Input::of(command, repetitions, vec![pattern])
        })
    };
    MEMORIES.iter().flat_map(convert).chain(CHANGES.iter().flat_map(rows)).collect()
}

/// Pairs that are aligned: sentences in paragraphs of their own.
pub fn pairs() -> Vec<Input> {
    let pair = |&(repetitions, en, ru): &(usize, &str, &str)| {
        let side = |file, text: &str| Pattern::of(file, ["", &format!("{text}\n\n"), ""]);
        let command = "align --quiet --jobs 1 --format csv x.en.txt x.ru.txt -o -";
        Input::of(command, repetitions, vec![side("x.en.txt", en), side("x.ru.txt", ru)])
    };
    SENTENCES.iter().map(pair).collect()
}

/// Rules, lexicons, fixed points, decisions and ladders without end, beside a small document.
pub fn settings() -> Vec<Input> {
    let setting = |&(command, file, [before, mark, after]): &(&str, &str, [&str; 3])| {
        let small = |file, text| Pattern::of(file, [text, "", ""]);
        let files = vec![
            Pattern::of(file, [before, mark, after]),
            small("s.en.txt", "The mill is old. It stands by the river."),
            small("s.ru.txt", "Мельница стара. Она стоит у реки."),
        ];
        Input::of(command, BYTES / mark.len(), files)
    };
    SETTINGS.iter().map(setting).collect()
}
