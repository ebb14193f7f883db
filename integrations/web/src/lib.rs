//! enru as a WebAssembly module: what a worker of the page calls. Each function takes a request as JSON and asks the
//! worker for the bytes of the files that it names; results are JSON or bytes. A failure is JSON too: its kind, and a
//! message.
//!
//! A panic ends the module. The worker runs each job in an instance of its own, so that one job cannot harm another.

mod failure;
mod jobs;
mod request;

use failure::Failure;
use jobs::Host;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The bytes of the file `key`; nothing if the browser cannot read it any more.
    #[wasm_bindgen(js_name = enruRead)]
    fn host_read(key: &str) -> Option<Vec<u8>>;
    /// Takes notice of `done` steps of about `all`.
    #[wasm_bindgen(js_name = enruProgress)]
    fn host_progress(stage: &str, done: f64, all: f64);
    /// Takes notice of what a panic said.
    #[wasm_bindgen(js_name = enruPanic)]
    fn host_panic(message: &str);
}

const HOST: Host = Host { read: host_read, progress: host_progress };

/// Called once, when the module is ready.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| host_panic(&panic.to_string())));
}

/// Aligns two documents: gives a summary and the review, both JSON.
///
/// # Errors
/// Why they cannot be aligned.
#[wasm_bindgen]
pub fn align(request: &str) -> Result<Vec<String>, JsValue> {
    answer(request, jobs::align)
}

/// Finds out which files belong together: gives pairs and the files that are left, JSON.
///
/// # Errors
/// When an own lexicon cannot be used.
#[wasm_bindgen]
pub fn pair(request: &str) -> Result<String, JsValue> {
    answer(request, jobs::pair)
}

/// Opens a memory or a saved review as a review, JSON.
///
/// # Errors
/// Why it is none.
#[wasm_bindgen]
pub fn open(request: &str) -> Result<String, JsValue> {
    answer(request, jobs::open)
}

/// Makes a memory of reviews: the bytes of a file.
///
/// # Errors
/// Why a review cannot be used.
#[wasm_bindgen]
pub fn write(request: &str) -> Result<Vec<u8>, JsValue> {
    answer(request, jobs::write)
}

/// The review page without a review: the page that shows it in a frame hands that over.
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
