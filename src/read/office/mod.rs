//! Word processors: DOCX, DOC, ODT, RTF.

pub(crate) mod doc;
pub(crate) mod doc_file;
pub(crate) mod docx;
pub(crate) mod odt;
pub(crate) mod rtf;
