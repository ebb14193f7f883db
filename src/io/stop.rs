//! Lets the caller stop reading and splitting a document.
//!
//! A [`Stop`] comes with [`InputOptions`](super::InputOptions). [`during`] makes it the stop of the current thread, so
//! that loops over events, pages, lines and sentences deep in the readers can call [`is_asked`] without a parameter. A
//! loop that must stop ends early, and the caller of [`during`] discards its partial result. Cost without a stop:
//! reading a thread-local variable.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Decides when to stop the work on a document. The default never stops. Cheap to clone; clones stop together.
#[derive(Clone, Default)]
pub struct Stop(Option<Arc<Asked>>);

struct Asked {
    /// Stays true once set, so that no loop takes the partial result of another for complete.
    is_asked: AtomicBool,
    ask: Box<dyn Fn() -> bool + Send + Sync>,
}

impl Stop {
    /// Creates a stop that takes effect when `ask`, which is called often, first returns true.
    pub fn new(ask: impl Fn() -> bool + Send + Sync + 'static) -> Stop {
        Stop(Some(Arc::new(Asked { is_asked: AtomicBool::new(false), ask: Box::new(ask) })))
    }

    /// Whether to stop.
    pub fn is_asked(&self) -> bool {
        let Some(Asked { is_asked, ask }) = self.0.as_deref() else { return false };
        if !is_asked.load(Relaxed) && ask() {
            is_asked.store(true, Relaxed);
        }
        is_asked.load(Relaxed)
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Stop(asked)" } else { "Stop(never)" })
    }
}

thread_local! {
    static CURRENT: RefCell<Stop> = const { RefCell::new(Stop(None)) };
}

/// Runs `work` with `stop` as the stop of the thread.
pub(crate) fn during<R>(stop: &Stop, work: impl FnOnce() -> R) -> R {
    /// Restores the previous stop, even if `work` panics.
    struct Before(Stop);
    impl Drop for Before {
        fn drop(&mut self) {
            CURRENT.set(std::mem::take(&mut self.0));
        }
    }
    let _before = Before(CURRENT.replace(stop.clone()));
    work()
}

/// Whether the work of this thread must stop, so that a loop can end early.
pub(crate) fn is_asked() -> bool {
    CURRENT.with_borrow(Stop::is_asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn a_stop_is_for_good_and_for_the_work_it_was_given_to() {
        let asked = AtomicUsize::new(0);
        let stop = Stop::new(move || asked.fetch_add(1, Relaxed) == 1);
        assert_eq!(during(&stop, || [is_asked(), is_asked(), is_asked()]), [false, true, true]);
        assert!(stop.clone().is_asked() && !is_asked());
    }
}
