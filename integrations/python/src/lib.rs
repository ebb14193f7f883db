//! The extension module `enru._native`: the library for the Python package `enru`, which defines the public API.
//!
//! All work runs on threads of our own ([`work`]), without holding the interpreter lock.

mod answers;
mod arrow;
mod bitext;
mod document;
mod engine;
mod evaluate;
mod explanation;
mod json;
mod many;
mod memory;
mod program;
mod segment;
mod side;
mod stream;
mod trouble;
mod work;

use pyo3::prelude::*;

#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::answers::Answerer;
    #[pymodule_export]
    use crate::bitext::PyBitext;
    #[pymodule_export]
    use crate::document::{PyDocument, pair_files, read, split};
    #[pymodule_export]
    use crate::engine::Engine;
    #[pymodule_export]
    use crate::evaluate::{Rates, Score, ladder_of_file, score};
    #[pymodule_export]
    use crate::explanation::PyExplanation;
    #[pymodule_export]
    use crate::many::Many;
    #[pymodule_export]
    use crate::memory::{PyFinding, PyMemory};
    #[pymodule_export]
    use crate::program::run_program;
    #[pymodule_export]
    use crate::segment::PySegment;
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        // A panic becomes an exception with its message.
        std::panic::set_hook(Box::new(|_| {}));
        module.add("version", env!("CARGO_PKG_VERSION"))?;
        module.add("columns", crate::segment::columns())?;
        let formats = enru::memory::Format::ALL.into_iter().filter(|format| format.missing().is_none());
        module.add("formats", formats.map(|format| format.name()).collect::<Vec<_>>())?;
        module.add("has_test_hooks", cfg!(feature = "test-hooks"))
    }
}
