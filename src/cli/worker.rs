//! `enru worker`

use super::args::{LexiconArgs, TwoSides, seconds, values};
use super::isolate::{self, Limits};
use super::say::{Say, plural};
use super::settings::Settings;
use enru::Aligner;
use enru::io::terminal::stdout;
use enru::pool::{Lost, Pool};
use enru::worker::{Code, Failure, Line, Lines, Request, Response, Shard, Worker};
use serde_json::Value;
use std::io::{self, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Align pairs from standard input, one JSON line each, for Spark, Slurm and similar engines
///
/// A request is a line {"id", "en", "ru"} with texts, or {"id", "en_path", "ru_path"} with files. The answer is one line:
/// {"id", "ok": true, "segments", "stats"} or {"id", "ok": false, "line", "error": {"code", "message"}}. Answers come in
/// the order of the requests. A pair that fails does not stop the others, and the exit code is still 0.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  enru worker < pairs.jsonl > segments.jsonl\n  \
    enru worker --shard 3/16 --flat < pairs.jsonl > part-3.jsonl\n\nThe schemas of requests and answers: docs/schema/")]
pub struct Args {
    /// Write one line per segment instead of one line per pair
    #[arg(long, help_heading = "Writing")]
    flat: bool,
    /// Time limit per pair in seconds; a pair that takes longer gets the error `timeout`
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds, help_heading = "Limits")]
    timeout: Duration,
    /// Process only part I of N (I from 1 to N); a hash of the id assigns each request to a part
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Number of pairs to align at once; does not change the output
    #[arg(short, long, alias = "threads", value_name = "N", default_value_t = 1)]
    #[arg(value_parser = values::jobs)]
    jobs: u16,
    /// Folder that contains the files of requests (en_path, ru_path); without it, requests with files are refused
    #[arg(long, value_name = "FOLDER", help_heading = "Limits")]
    root: Option<PathBuf>,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    sides: TwoSides,
    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    say: Say,
}

/// A line of input, and the channel for its answer.
type Job = (Ask, Sender<Answer>);
/// The channel that an answer comes from. Places are queued in the order of the input, so answers are written in that
/// order, whichever is ready first.
type Place = io::Result<Receiver<Answer>>;

/// The bytes to write, and whether the pair was aligned.
struct Answer {
    bytes: Vec<u8>,
    ok: bool,
}

/// A line of input: a request with the line it came from, or the reason why it is invalid.
enum Ask {
    Request(Box<Request>, Vec<u8>),
    Failed(Failure),
}

/// State that the threads share.
struct Shared {
    pool: Pool,
    flat: bool,
}

pub fn run(args: Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let aligner = Aligner::default().with_lexicon(args.lexicon.open(settings, args.sides.reading.limit())?);
    let worker = Worker { aligner, reader: args.sides.reader(settings)?, root: args.root };
    if args.limits.serve {
        return serve(&worker, args.limits, args.timeout, args.flat);
    }
    let max = args.sides.reading.limit().bytes();
    let pool = args.limits.pool("worker", args.timeout)?;
    let shared = Arc::new(Shared { pool, flat: args.flat });
    let threads = usize::from(args.jobs);
    let (jobs, todo) = sync_channel::<Job>(threads);
    // Bounds the memory for finished answers that wait for one slow pair before them.
    let (places, order) = sync_channel::<Place>(2 * threads);
    let todo = Arc::new(Mutex::new(todo));
    for _ in 0..threads {
        let (shared, todo) = (shared.clone(), todo.clone());
        thread::Builder::new().spawn(move || work(&shared, &todo))?;
    }
    let shard = args.shard;
    // No thread is joined: after the output is closed, the input may never end.
    thread::Builder::new().spawn(move || read(max, shard, &jobs, &places))?;
    let (aligned, failed) = write(&order, args.say)?;
    args.say.line(format_args!("{} aligned, {failed} failed", plural(aligned, "pair")));
    Ok(ExitCode::SUCCESS)
}

/// Writes answers in the order of their requests. Returns how many pairs were aligned and how many failed.
fn write(order: &Receiver<Place>, say: Say) -> anyhow::Result<(usize, usize)> {
    let mut out = stdout();
    let (mut aligned, mut failed) = (0, 0);
    for place in order {
        let answer = place?.recv().map_err(|_| anyhow::anyhow!("a worker thread ended unexpectedly"))?;
        out.write_all(&answer.bytes)?;
        out.flush()?;
        if !answer.ok {
            say.detail(format_args!("failed: {}", String::from_utf8_lossy(&answer.bytes).trim_end()));
        }
        *(if answer.ok { &mut aligned } else { &mut failed }) += 1;
    }
    Ok((aligned, failed))
}

/// Reads requests until the input ends or the output is closed.
fn read(max: u64, shard: Option<Shard>, jobs: &SyncSender<Job>, places: &SyncSender<Place>) {
    let lines = Lines::new(BufReader::with_capacity(1 << 16, io::stdin().lock()), max);
    for (line, number) in lines.zip(1..) {
        let ask = match line {
            Ok(line) => ask(line, number, max),
            Err(error) => return drop(places.send(Err(error))),
        };
        if shard.is_some_and(|shard| !shard.has(&key(&ask))) {
            continue;
        }
        let (answer, place) = channel();
        if places.send(Ok(place)).is_err() || jobs.send((ask, answer)).is_err() {
            return;
        }
    }
}

fn ask(line: Line, number: u64, max: u64) -> Ask {
    let parsed = match line {
        Line::Whole(bytes) => {
            Request::parse(&bytes, number).map(|request| Ask::Request(Box::new(request), bytes))
        }
        Line::TooLong(length) => {
            let message = format!("line {number} has {length} bytes; the limit is {max}");
            Err(Failure::new(Code::TooLarge, message).at(Value::Null, number))
        }
    };
    parsed.unwrap_or_else(Ask::Failed)
}

/// The key that decides the shard: the id, or the line number if there is no id.
fn key(ask: &Ask) -> String {
    match ask {
        Ask::Request(request, _) => request.name(),
        Ask::Failed(failure) => failure.name(),
    }
}

fn work(shared: &Shared, todo: &Mutex<Receiver<Job>>) {
    loop {
        let job = todo.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).recv();
        let Ok((ask, answer)) = job else { return };
        // If the receiver is gone, the reading thread notices and stops.
        let _ = answer.send(shared.answer(ask));
    }
}

impl Shared {
    fn answer(&self, ask: Ask) -> Answer {
        let (request, line) = match ask {
            Ask::Failed(failure) => return written(&Response::Failure(failure), self.flat),
            Ask::Request(request, line) => (request, line),
        };
        let question = [format!("{}\t", request.line).as_bytes(), &line].concat();
        match self.pool.ask(&question, &AtomicBool::new(false)) {
            Ok(answer) => match answer.split_first() {
                Some((&sign, bytes)) => Answer { bytes: bytes.to_vec(), ok: sign == ALIGNED },
                None => lost(&request, Code::Internal, "the process gave no answer", self.flat),
            },
            Err(error @ Lost::TimedOut(_)) => {
                lost(&request, Code::Timeout, &isolate::reason(&error), self.flat)
            }
            Err(error) => lost(&request, Code::Crashed, &isolate::reason(&error), self.flat),
        }
    }
}

/// The first byte of a child's answer if the pair was aligned.
const ALIGNED: u8 = b'+';
const NOT_ALIGNED: u8 = b'-';

fn lost(request: &Request, code: Code, reason: &str, flat: bool) -> Answer {
    let failure = Failure::new(code, reason).at(request.id().clone(), request.line);
    written(&Response::Failure(failure), flat)
}

fn written(response: &Response, flat: bool) -> Answer {
    let mut bytes = Vec::new();
    let written = if flat { response.write_flat(&mut bytes) } else { response.write(&mut bytes) };
    written.expect("writing to memory cannot fail");
    Answer { bytes, ok: matches!(response, Response::Success(_)) }
}

/// Runs as a child process: answers requests of the parent, each a line number, a tab and the line.
fn serve(worker: &Worker, limits: Limits, timeout: Duration, flat: bool) -> anyhow::Result<ExitCode> {
    limits.serve(timeout, |question| {
        let tab = question.iter().position(|&byte| byte == b'\t').unwrap_or(0);
        let number = str::from_utf8(&question[..tab]).ok().and_then(|n| n.parse().ok()).unwrap_or(0);
        let response = match Request::parse(&question[tab + 1..], number) {
            // The parent enforces the time limit.
            Ok(request) => worker.answer(&request, &|| true),
            Err(failure) => Response::Failure(failure),
        };
        let answer = written(&response, flat);
        let sign = if answer.ok { ALIGNED } else { NOT_ALIGNED };
        [&[sign], answer.bytes.as_slice()].concat()
    })?;
    Ok(ExitCode::SUCCESS)
}
