//! Cost grows with the size of the input and no faster: each reader, the splitter, anchors, links, the search, and the
//! commands for memories, over about three hundred patterns that are repeated n times and 2n times. Twice the input may
//! take 2.5 times the work.
//!
//! Work is counted in instructions, so that neither the machine nor what else runs on it matters. That needs valgrind:
//! `.ci/scaling` runs these tests where it is installed. `ENRU_TEST_TIMES=100 .ci/scaling` makes every input a hundred
//! times larger, by hand.

mod inputs;
mod patterns;

use inputs::Input;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::thread;

/// What twice the input may cost, against once.
const MOST: f64 = 2.5;

/// Instructions of a run that do not count as growth: hash tables and vectors double in steps.
const NOISE: u64 = 1_000_000;

/// How many times larger than in CI the inputs are.
fn times() -> usize {
    std::env::var("ENRU_TEST_TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// The program to count, unless another build is wanted.
fn program() -> OsString {
    std::env::var_os("ENRU_TEST_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_enru").into())
}

/// The instructions that `enru` takes for an input in `folder`. To refuse the input is an answer, too.
fn instructions(folder: &Path, input: &Input, repetitions: usize) -> u64 {
    input.write(folder, repetitions);
    let run = Command::new("valgrind")
        .args([
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
            "--log-file=counted",
        ])
        .arg(program())
        .args(&input.command)
        .current_dir(folder)
        .output()
        .expect("valgrind");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}: {}: {said}", input.name, run.status);
    let counted = fs::read_to_string(folder.join("counted")).unwrap();
    let (_, count) = counted.rsplit_once("refs:").unwrap_or_else(|| panic!("{counted}"));
    count.trim().replace(',', "").parse().unwrap()
}

/// The work of `input` once and twice, without what the program needs to start. `starts` holds that for each command.
fn work(input: &Input, starts: &Mutex<BTreeMap<Vec<String>, u64>>) -> [u64; 2] {
    let folder = tempfile::tempdir().unwrap();
    let count = |repetitions| instructions(folder.path(), input, repetitions);
    let known = starts.lock().unwrap().get(&input.command).copied();
    let start = known.unwrap_or_else(|| count(1));
    starts.lock().unwrap().insert(input.command.clone(), start);
    let size = input.repetitions * times();
    [size, 2 * size].map(|repetitions| count(repetitions).saturating_sub(start))
}

/// Counts the work of all inputs, as many at once as there are cores, and expects none to grow too fast.
fn all_grow_in_proportion(inputs: Vec<Input>) {
    let (slow, starts) = (Mutex::new(BTreeMap::new()), Mutex::new(BTreeMap::new()));
    let left = Mutex::new(inputs.into_iter());
    let next = || left.lock().unwrap().next();
    let measure = || {
        while let Some(input) = next() {
            let [once, twice] = work(&input, &starts);
            println!("{:.2} {once} {twice} {}", twice as f64 / once.max(1) as f64, input.name);
            if twice as f64 > MOST * once as f64 + NOISE as f64 {
                slow.lock().unwrap().insert(input.name, [once, twice]);
            }
        }
    };
    thread::scope(|scope| {
        (0..thread::available_parallelism().map_or(1, usize::from)).for_each(|_| drop(scope.spawn(measure)));
    });
    let slow = slow.into_inner().unwrap();
    assert!(slow.is_empty(), "twice the input takes more than {MOST} times the instructions: {slow:#?}");
}

#[test]
#[ignore = "needs valgrind; .ci/scaling runs it"]
fn reading_and_splitting_grow_in_proportion() {
    all_grow_in_proportion(inputs::documents());
}

#[test]
#[ignore = "needs valgrind; .ci/scaling runs it"]
fn memories_grow_in_proportion() {
    all_grow_in_proportion(inputs::memories());
}

#[test]
#[ignore = "needs valgrind; .ci/scaling runs it"]
fn aligning_grows_in_proportion() {
    all_grow_in_proportion(inputs::pairs());
}

#[test]
#[ignore = "needs valgrind; .ci/scaling runs it"]
fn settings_grow_in_proportion() {
    all_grow_in_proportion(inputs::settings());
}
