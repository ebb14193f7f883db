//! A way out of reading and splitting: whoever started the work on a document says when to give it up.
//!
//! In: a [`Stop`] in [`InputOptions`](super::InputOptions). [`during`] makes it the stop of the thread while it reads, so
//! that the loops over events, pages, lines and sentences, deep in the readers, can ask [`is_asked`] without being handed
//! it. A loop that is told to stop ends early; what it has made until then is thrown away by the caller that knows the
//! stop. Cost: a read of a thread's variable where nothing was said.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Says when to give up the work on a document. The default never does. Cheap to clone; clones stop together.
#[derive(Clone, Default)]
pub struct Stop(Option<Arc<Asked>>);

struct Asked {
    /// Once true, true for good: what one loop has left early, no other may take for whole.
    is_asked: AtomicBool,
    ask: Box<dyn Fn() -> bool + Send + Sync>,
}

impl Stop {
    /// Stops as soon as `ask`, which is called often, has returned true once.
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

/// Does `work`, in which [`is_asked`] asks `stop`.
pub(crate) fn during<R>(stop: &Stop, work: impl FnOnce() -> R) -> R {
    /// Puts back what was there before, also when `work` panics.
    struct Before(Stop);
    impl Drop for Before {
        fn drop(&mut self) {
            CURRENT.set(std::mem::take(&mut self.0));
        }
    }
    let _before = Before(CURRENT.replace(stop.clone()));
    work()
}

/// Whether the work this thread does is to end: then a loop may leave off where it is.
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
