//! Runs independent work on all cores with the feature `parallel`, otherwise sequentially. Results are in the order
//! of the items, so they do not depend on the number of threads.

#[cfg(feature = "parallel")]
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

/// The results of `work` for each of `items`.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    items.par_iter().map(work).collect()
}

/// The results of `work` for each of `items`.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}

/// The results of `work` for each number below `count`. Each thread creates its scratch space once and reuses it.
#[cfg(feature = "parallel")]
pub(crate) fn map_with<S, R: Send>(
    count: usize,
    scratch: impl Fn() -> S + Send + Sync,
    work: impl Fn(&mut S, usize) -> R + Send + Sync,
) -> Vec<R> {
    (0..count).into_par_iter().map_init(scratch, work).collect()
}

/// The results of `work` for each number below `count`, with one scratch space.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map_with<S, R>(
    count: usize,
    scratch: impl Fn() -> S,
    mut work: impl FnMut(&mut S, usize) -> R,
) -> Vec<R> {
    let mut scratch = scratch();
    (0..count).map(|number| work(&mut scratch, number)).collect()
}

/// Runs `first` and `second` at the same time.
pub(crate) fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let second = scope.spawn(second);
        (first(), joined(second))
    })
}

/// The result of a thread. A panic there continues in this thread.
fn joined<R>(thread: ScopedJoinHandle<'_, R>) -> R {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The number of chunks per thread, so that no thread waits long for another.
const STRETCHES: usize = 8;

/// The results of `work` for each number below `count`, in order, on `jobs` threads.
pub(crate) fn numbers<R: Send>(jobs: usize, count: usize, work: impl Fn(usize) -> R + Sync) -> Vec<R> {
    if jobs.min(count) <= 1 {
        return (0..count).map(work).collect();
    }
    let stretch = count.div_ceil(jobs * STRETCHES).max(1);
    let next = AtomicUsize::new(0);
    let stretches = || {
        let mut done = Vec::new();
        loop {
            let first = next.fetch_add(stretch, Ordering::Relaxed);
            if first >= count {
                return done;
            }
            let numbers = first..(first + stretch).min(count);
            done.push((first, numbers.map(&work).collect::<Vec<R>>()));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..jobs).map(|_| scope.spawn(stretches)).collect();
        let mut done = stretches();
        done.extend(others.into_iter().flat_map(joined));
        done
    });
    done.sort_unstable_by_key(|&(first, _)| first);
    done.into_iter().flat_map(|(_, results)| results).collect()
}
