//! Tests of what users see, one file per subject, in one program so that they build in one step.

#![allow(clippy::print_stdout, clippy::print_stderr)] // measured figures, and why a test is left out

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/pdf.rs"]
mod made_pdf;

mod anchors;
mod as_shown;
mod batch;
mod cli;
mod damaged;
mod docs;
mod doors;
mod encodings;
mod examples;
mod explain;
mod fixed;
mod formats;
mod formats_read;
#[cfg(target_os = "linux")]
mod hostile;
mod jobs;
#[cfg(target_os = "linux")]
mod kept;
mod lexicon;
mod memories;
mod mistakes;
mod options;
mod pages;
mod pair;
mod pairs;
mod pdf;
mod pdf_lines;
mod properties;
mod quality;
mod review;
mod review_page;
#[cfg(target_os = "linux")]
mod scaling;
mod split;
mod srx;
mod stop;
mod tm;
mod translit;
mod worker;
