//! Work that does not depend on other work, on all cores where the feature `parallel` is on, one after the other where
//! it is not. Results come in the order of the items, so that the number of threads changes nothing.

#[cfg(feature = "parallel")]
use rayon::prelude::*;
use std::thread::{self, ScopedJoinHandle};

/// What `work` makes of each of `items`.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    items.par_iter().map(work).collect()
}

/// What `work` makes of each of `items`.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}

/// What `work` makes of each number below `count`, with a scratch space that a thread makes once and uses again.
#[cfg(feature = "parallel")]
pub(crate) fn map_with<S, R: Send>(
    count: usize,
    scratch: impl Fn() -> S + Send + Sync,
    work: impl Fn(&mut S, usize) -> R + Send + Sync,
) -> Vec<R> {
    (0..count).into_par_iter().map_init(scratch, work).collect()
}

/// What `work` makes of each number below `count`, with a scratch space that is made once and used again.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map_with<S, R>(
    count: usize,
    scratch: impl Fn() -> S,
    mut work: impl FnMut(&mut S, usize) -> R,
) -> Vec<R> {
    let mut scratch = scratch();
    (0..count).map(|number| work(&mut scratch, number)).collect()
}

/// What `first` and `second` give, at the same time.
pub(crate) fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let second = scope.spawn(second);
        (first(), joined(second))
    })
}

/// What a thread gives; its panic goes on in this one.
fn joined<R>(thread: ScopedJoinHandle<'_, R>) -> R {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// What `work` makes of each number below `count`, in order, on `jobs` threads: a stretch of numbers each.
pub(crate) fn numbers<R: Send>(jobs: usize, count: usize, work: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let stretch = count.div_ceil(jobs.max(1)).max(1);
    if stretch >= count {
        return (0..count).map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let stretches = (0..count).step_by(stretch).map(|first| first..(first + stretch).min(count));
        let threads: Vec<_> =
            stretches.map(|numbers| scope.spawn(move || numbers.map(work).collect::<Vec<R>>())).collect();
        threads.into_iter().flat_map(joined).collect()
    })
}
