//! Ladders of every notation: what is read covers both sides, every writer takes it, and what is written is read as the
//! same ladder.
#![no_main]

use enru::io::{Input, InputOptions};
use enru::ladder::read_ladder;
use enru::memory::{Format, MemoryOptions, WriteOptions, open_reader, write_segments};
use enru::Ladder;
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;
use std::path::Path;

const WRITERS: [Format; 6] =
    [Format::Csv, Format::Jsonl, Format::Tmx, Format::Bracket, Format::HunalignLadder, Format::Xces];

fuzz_target!(|data: &[u8]| {
    let input = Input::reader("x.ladder", Cursor::new(data));
    let read = read_ladder(input, &InputOptions::default()).ok().map(|decoded| decoded.value);
    if let Some(read) = &read {
        let ladder = &read.ladder;
        assert_eq!(Ladder::covering(ladder.beads().to_vec(), ladder.size()).as_ref(), Ok(ladder));
        assert_eq!(read.scores.len(), ladder.beads().len());
    }
    let path = Path::new("x.ladder");
    let Ok(segments) = open_reader(path, Box::new(Cursor::new(data.to_vec())), &MemoryOptions::default()) else {
        return;
    };
    let segments: Vec<_> = segments.complete(true).map_while(|(_, segment)| segment.ok()).collect();
    for format in WRITERS {
        let mut out = Vec::new();
        let written = write_segments(segments.iter().cloned(), format, &WriteOptions::default(), &mut out);
        let is_ladder = matches!(format, Format::Bracket | Format::HunalignLadder | Format::Xces);
        let Some(read) = read.as_ref().filter(|_| written.is_ok() && is_ladder) else { continue };
        if !read.ladder.beads().is_empty() {
            let again = read_ladder(Input::reader("y.ladder", Cursor::new(&out)), &InputOptions::default());
            let again = again.unwrap_or_else(|error| panic!("{}: {error}", format.name()));
            assert_eq!(again.value.ladder, read.ladder, "{}", format.name());
        }
    }
});
