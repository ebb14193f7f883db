//! enru as a WebAssembly module, called by a worker of the page. Each function takes a request as JSON and asks the
//! worker for the bytes of the files that it names. Results are JSON or bytes. A failure is JSON with a kind and a
//! message.
//!
//! A panic ends the module. The worker runs each job in a new instance, so that jobs cannot affect each other.

mod failure;
mod jobs;
mod request;

use failure::Failure;
use jobs::Host;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The bytes of the file `key`; nothing if the browser cannot read it.
    #[wasm_bindgen(js_name = enruRead)]
    fn host_read(key: &str) -> Option<Vec<u8>>;
    /// Reports that `done` of about `all` steps are finished.
    #[wasm_bindgen(js_name = enruProgress)]
    fn host_progress(stage: &str, done: f64, all: f64);
    /// Reports the message of a panic.
    #[wasm_bindgen(js_name = enruPanic)]
    fn host_panic(message: &str);
}

const HOST: Host = Host { read: host_read, progress: host_progress };

/// Called once, when the module is ready.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| host_panic(&panic.to_string())));
}

/// Aligns two documents. Returns a summary and the review, both JSON.
///
/// # Errors
/// If they cannot be aligned.
#[wasm_bindgen]
pub fn align(request: &str) -> Result<Vec<String>, JsValue> {
    answer(request, jobs::align)
}

/// Pairs files. Returns pairs and unpaired files, JSON.
///
/// # Errors
/// If a lexicon cannot be used.
#[wasm_bindgen]
pub fn pair(request: &str) -> Result<String, JsValue> {
    answer(request, jobs::pair)
}

/// Opens a memory or a saved review as a review, JSON.
///
/// # Errors
/// If it is neither.
#[wasm_bindgen]
pub fn open(request: &str) -> Result<String, JsValue> {
    answer(request, jobs::open)
}

/// Creates a memory from reviews. Returns the bytes of a file.
///
/// # Errors
/// If a review cannot be used.
#[wasm_bindgen]
pub fn write(request: &str) -> Result<Vec<u8>, JsValue> {
    answer(request, jobs::write)
}

/// The review page without a review: the page that shows it in a frame passes the review.
#[wasm_bindgen]
pub fn page() -> Vec<u8> {
    let mut html = Vec::new();
    enru::review::page::write(&(), &mut html).expect("memory takes what is written");
    html
}

fn answer<R: serde::de::DeserializeOwned, T>(
    request: &str,
    job: impl FnOnce(R, &Host) -> Result<T, Failure>,
) -> Result<T, JsValue> {
    let request = serde_json::from_str(request).map_err(|e| Failure::request(&e.to_string()));
    request.and_then(|request| job(request, &HOST)).map_err(|failure| JsValue::from_str(&failure.to_json()))
}
