//! Requests that hold their texts: each is answered, whatever it holds, and an answer is one line of JSON.
#![no_main]

use enru::worker::{Code, Request, Response, Worker};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static WORKER: LazyLock<Worker> = LazyLock::new(Worker::default);

fuzz_target!(|data: &[u8]| {
    let response = match Request::parse(data, 1) {
        Ok(request) => WORKER.answer(&request, &|| true),
        Err(failure) => Response::Failure(failure),
    };
    if let Response::Failure(failure) = &response {
        assert_ne!(failure.error.code, Code::Internal, "{}", failure.error.message);
        assert_ne!(failure.error.code, Code::Unreadable, "a file was opened");
    }
    let mut line = Vec::new();
    response.write(&mut line).expect("memory can be written");
    assert_eq!(line.iter().filter(|&&byte| byte == b'\n').count(), 1);
});
