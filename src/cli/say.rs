//! Messages for people, on standard error. Standard output is for data only.

use super::program;
use enru::furniture::count;
use enru::io::terminal::visible;
use enru::pipeline::{Reuse, suspicions};
use enru::read::{NoticeKind, Reading};
use enru::text::suggest::{nearest, suggestion};
use enru::{Bitext, Document, Error, Segment};
use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;

/// How much a subcommand prints.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct Say {
    /// Print errors only
    #[arg(short, long)]
    pub quiet: bool,
    /// Print more, such as the detected encodings and languages
    #[arg(short, long, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// How many items of a list are printed before `and N more`.
const SHOWN: usize = 10;

impl Say {
    /// Prints a line.
    pub fn line(&self, line: impl Display) {
        if !self.quiet {
            anstream::eprintln!("{}", visible(&line.to_string()));
        }
    }

    /// Prints a decision that was made for the user and may be wrong.
    pub fn note(&self, line: impl Display) {
        self.line(format_args!("note: {line}"));
    }

    /// Prints something that needs attention.
    pub fn warn(&self, line: impl Display) {
        self.line(format_args!("warning: {line}"));
    }

    /// Prints a line with `--verbose` only.
    pub fn detail(&self, line: impl Display) {
        if self.verbose {
            anstream::eprintln!("{}", visible(&line.to_string()));
        }
    }

    /// Prints what to do next.
    pub fn next(&self, line: impl Display) {
        self.line(format_args!("next: {line}"));
    }

    /// Prints a heading and the first items of a list. `all` names the file with all items.
    pub fn list(&self, heading: &str, items: &[String], all: Option<&str>) {
        if items.is_empty() {
            return;
        }
        self.line(format_args!("{heading} ({}):", items.len()));
        items.iter().take(SHOWN).for_each(|item| self.line(format_args!("  {item}")));
        if items.len() > SHOWN {
            let all = all.map_or(String::new(), |file| format!(", see {file}"));
            self.line(format_args!("  and {} more{all}", items.len() - SHOWN));
        }
    }

    /// Prints what the reader of `path` replaced, left out or found suspicious, except furniture: see [`Say::furniture`].
    pub fn read<T>(&self, path: &Path, reading: &Reading<T>) {
        self.replaced(path, reading.replaced, &reading.encoding);
        for notice in &reading.notices {
            match notice.kind {
                NoticeKind::Furniture(_) => {}
                kind if kind.is_warning() => self.warn(format_args!("{}: {notice}", path.display())),
                _ => self.line(format_args!("{}: {notice}", path.display())),
            }
        }
    }

    /// Prints how many invalid byte sequences of `path` were replaced.
    pub fn replaced(&self, path: &Path, places: usize, encoding: &str) {
        if places > 0 {
            let places = plural(places, "place");
            self.warn(format_args!("{}: replaced invalid {encoding} in {places}", path.display()));
        }
    }

    /// Prints that the reader of `path` left out `count` items. `what` describes one item.
    pub fn left_out(&self, path: &Path, count: u64, what: &str) {
        self.note(format_args!("{}: left out {}", path.display(), counted(count, what)));
    }

    /// Prints how many decisions of the review `path` were reused, and lists those that no longer apply.
    pub fn reuse(&self, path: Option<&Path>, reuse: Option<&Reuse>) {
        let (Some(path), Some(Reuse { kept, lost })) = (path, reuse) else { return };
        let (path, kept) = (path.display(), plural(*kept, "decision"));
        match lost.len() {
            0 => self.line(format_args!("{path}: {kept} kept")),
            n => self.line(format_args!("{path}: {kept} kept, {n} no longer apply")),
        }
        let items: Vec<String> = lost
            .iter()
            .map(|item| {
                let Segment { en, ru, status, en_ids, ru_ids, .. } = &item.segment;
                let text: String = if en.is_empty() { ru } else { en }.chars().take(80).collect();
                format!("{status}, en {}, ru {}: {text}", numbers(en_ids), numbers(ru_ids))
            })
            .collect();
        self.list("decisions that no longer apply, since their sentences changed", &items, None);
    }

    /// Prints why the documents of `bitext` may not be translations of each other.
    pub fn suspicions(&self, bitext: &Bitext) {
        for reason in suspicions(bitext) {
            self.line(format_args!("suspect: {reason}; are these translations of each other?"));
        }
    }

    /// Prints how much furniture was left out of `document`.
    pub fn furniture(&self, document: &Document) {
        let counts: Vec<String> = count(document).iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        if !counts.is_empty() {
            let (lang, counts) = (document.lang().name(), counts.join(", "));
            self.line(format_args!("left out in {lang}: {counts} (--keep-furniture keeps them)"));
        }
    }
}

fn numbers(ids: &[usize]) -> String {
    match ids {
        [] => "-".to_string(),
        ids => ids.iter().map(usize::to_string).collect::<Vec<_>>().join(" "),
    }
}

/// The next step after writing the review page of `name`, which is open in the browser if `is_open`.
pub fn after_page(page: &Path, name: &str, is_open: bool) -> String {
    let open = if is_open { String::new() } else { format!("open {} in a browser, ", shell_path(page)) };
    // The page saves under this name.
    let saved = shell(&format!("{name}.review.json"));
    format!(
        "{open}review the segments, then save them as TMX, CSV or XLSX; or save the review and: enru apply {saved} -o tm.csv"
    )
}

/// Prints an error, its causes and advice on one line.
pub fn error(error: &anyhow::Error) {
    let line = match error.downcast_ref::<Error>() {
        Some(error) => streamed(error, format!("{error}{}", advice(error))),
        // An I/O error without a path is one of standard output; all others name their file.
        None if error.is::<std::io::Error>() => format!("standard output: cannot write: {error}"),
        None => causes(error),
    };
    anstream::eprintln!("error: {}", visible(&without_number(&line)));
}

/// `line` with the name of the standard stream in place of `-`.
fn streamed(error: &Error, line: String) -> String {
    match line.strip_prefix("-:") {
        Some(rest) if matches!(error, Error::Io { action: "write", .. }) => format!("standard output:{rest}"),
        Some(rest) => format!("standard input:{rest}"),
        None => line,
    }
}

/// An error and its causes, without causes that the message already contains.
fn causes(error: &anyhow::Error) -> String {
    error.chain().map(|cause| cause.to_string()).fold(String::new(), |line, cause| match line.as_str() {
        "" => cause,
        line if line.contains(&cause) => line.to_string(),
        line => format!("{line}: {cause}"),
    })
}

/// The option or command that helps against an error of the library.
fn advice(error: &Error) -> String {
    match error {
        Error::Exists(_) => "; pass --force to replace it".to_string(),
        Error::Folder(_) => "; for folders of documents use `enru batch`".to_string(),
        Error::Encoding { .. } => {
            "; name the right encoding with --encoding, or pass --lossy to replace them".to_string()
        }
        Error::TooLarge { .. } => {
            "; raise --max-bytes if there is enough memory, or split the file".to_string()
        }
        Error::Stopped { .. } => "; it took longer than --timeout allows".to_string(),
        Error::Io { path, source, .. } if source.kind() == ErrorKind::NotFound => missing(path),
        _ => String::new(),
    }
}

/// Which part of a path is missing, or a file with a similar name.
fn missing(path: &Path) -> String {
    if ["http:", "https:"].iter().any(|scheme| path.starts_with(scheme)) {
        return "; enru reads files only: save the page, then give its path".to_string();
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = parent.read_dir() else {
        return format!("; the folder {} does not exist", parent.display());
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let names: Vec<String> =
        entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    let names = names.iter().filter(|near| **near != *name).map(String::as_str);
    let near = nearest(&name, names).map(|near| path.with_file_name(near));
    suggestion(near.as_deref().map(Path::display))
}

/// A message of the operating system without the error number and the path of a temporary file.
fn without_number(line: &str) -> String {
    without(&without(line, " (os error ", ")"), " at path \"", "\"")
}

/// `line` without the first part from `begin` to `end`.
fn without(line: &str, begin: &str, end: &str) -> String {
    let part = line.find(begin).and_then(|from| {
        let rest = from + begin.len();
        Some(from..rest + line[rest..].find(end)? + end.len())
    });
    part.map_or(line.to_string(), |part| format!("{}{}", &line[..part.start], &line[part.end..]))
}

/// Prints a usage error.
pub fn usage(message: &str) {
    let message = visible(message);
    anstream::eprintln!("error: {message}\n\nFor more information, try '--help'.");
}

/// `1 unit with one text only`, `2 units with one text only`: the first noun of `what` is the one that is counted.
fn counted(count: u64, what: &str) -> String {
    let nouns = ["message", "sheet", "text", "unit"].into_iter();
    let first = nouns.filter_map(|noun| Some(what.find(noun)? + noun.len())).min();
    match first.filter(|_| count != 1) {
        Some(end) => format!("{count} {}s{}", &what[..end], &what[end..]),
        None => format!("{count} {what}"),
    }
}

/// `1 pair`, `2 pairs`.
pub fn plural(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// `word`, quoted for a shell of this system if necessary.
pub fn shell(word: &str) -> String {
    if cfg!(windows) { for_windows(word) } else { for_unix(word) }
}

fn for_unix(word: &str) -> String {
    match is_plain(word, "/._-+,:@%=") {
        true => word.to_string(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// For the command prompt and PowerShell both. No path of Windows holds a quotation mark.
fn for_windows(word: &str) -> String {
    if is_plain(word, "/\\._-+:") { word.to_string() } else { format!("\"{word}\"") }
}

/// Whether `word` needs no quoting in a shell: only letters, digits and `marks`.
fn is_plain(word: &str, marks: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || marks.contains(c))
}

/// `path`, quoted for a shell if necessary.
pub fn shell_path(path: &Path) -> String {
    shell(&path.to_string_lossy())
}

/// The command line of this run, quoted for a shell, without the options `drop`. Adds `more` unless its first word is
/// already there.
pub fn again(drop: &[&str], more: &[&str]) -> String {
    let typed: Vec<String> = program::args().iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let mut words: Vec<String> =
        typed.iter().filter(|word| !drop.contains(&word.as_str())).map(|w| shell(w)).collect();
    if !more.first().is_some_and(|option| words.iter().any(|word| word == option)) {
        words.extend(more.iter().map(|word| word.to_string()));
    }
    format!("enru {}", words.join(" "))
}

/// The command line of this run with another subcommand, without the options that the other one does not have.
pub fn again_as(subcommand: &str, other: &str, more: &str) -> String {
    let line = again(&["--verbose", "-v"], &[]).replacen(
        &format!("enru {subcommand} "),
        &format!("enru {other} "),
        1,
    );
    format!("{} {more}", line.replace(" --format text", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noun_that_is_counted_is_the_first() {
        assert_eq!(counted(1, "unit with one text only"), "1 unit with one text only");
        assert_eq!(counted(2, "unit with one text only"), "2 units with one text only");
        assert_eq!(counted(3, "obsolete message"), "3 obsolete messages");
        assert_eq!(counted(2, "sheet 'unit', which has no texts"), "2 sheets 'unit', which has no texts");
    }

    #[test]
    fn messages_have_no_error_numbers() {
        let error = std::io::Error::from_raw_os_error(2);
        assert!(!without_number(&format!("a.txt: cannot read: {error}")).contains("os error"));
        assert_eq!(without_number("a: b (os error 2); c"), "a: b; c");
    }

    #[test]
    fn words_are_quoted_for_the_shell() {
        assert_eq!(for_unix("a b's"), "'a b'\\''s'");
        assert_eq!(for_unix("отчёт.docx"), "отчёт.docx");
        assert_eq!(for_unix(""), "''");
        assert_eq!(for_windows("C:\\тексты\\отчёт.docx"), "C:\\тексты\\отчёт.docx");
        assert_eq!(for_windows("C:\\a & b's\\x.docx"), "\"C:\\a & b's\\x.docx\"");
    }
}
