//! Word processors and presentations: DOCX, DOC, ODT, RTF, PPTX.

pub(crate) mod doc;
pub(crate) mod doc_file;
pub(crate) mod docx;
mod formula;
pub(crate) mod odt;
pub(crate) mod pptx;
pub(crate) mod rtf;
mod styles;
mod symbol;
