//! The one way into long work: GIL released, own threads, Ctrl-C, no panic gets through.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use sayso::pipeline::Stop;

use crate::errors;

/// How often the waiting thread looks for signals.
const POLL: Duration = Duration::from_millis(50);
/// How long workers get to end after a signal; the work owns its inputs, so leaving them behind is sound.
const GRACE: Duration = Duration::from_millis(500);
/// Worker threads are named so, and [`silence_workers`] knows them by it.
const WORKER: &str = "sayso-worker";

/// The pools of one process, by number of threads (0: all cores).
struct Pools {
    process: u32,
    by_threads: BTreeMap<usize, Arc<ThreadPool>>,
}

static POOLS: Mutex<Pools> = Mutex::new(Pools { process: 0, by_threads: BTreeMap::new() });

/// The pool of that many threads in this process. Called with the GIL held, so that no fork meets the lock taken.
fn pool(threads: usize) -> PyResult<Arc<ThreadPool>> {
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if pools.process != process {
        // after a fork: the parent's threads are not here, and dropping its pools would wait for them
        std::mem::forget(std::mem::take(&mut pools.by_threads));
        pools.process = process;
    }
    if let Some(pool) = pools.by_threads.get(&threads) {
        return Ok(pool.clone());
    }
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|i| format!("{WORKER}-{i}"))
        .build()
        .map_err(|e| errors::plain(format!("cannot start worker threads: {e}")))?;
    let pool = Arc::new(pool);
    pools.by_threads.insert(threads, pool.clone());
    Ok(pool)
}

/// Runs `work` on a pool of `threads` threads (0: all cores) while other Python threads go on.
///
/// # Errors
/// What a signal handler raised meanwhile (`KeyboardInterrupt`), after raising the flag that `work` is given;
/// `sayso.Error` if `work` panicked.
pub(crate) fn enter<T, F>(py: Python<'_>, threads: usize, work: F) -> PyResult<T>
where
    T: Send + 'static,
    F: FnOnce(&Stop) -> T + Send + 'static,
{
    let stop = Arc::new(Stop::new());
    let flag = stop.clone();
    let (done, mut answer) = mpsc::sync_channel(1);
    pool(threads)?.spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(|| work(&flag)));
        let _ = done.send(result); // nobody listens any more after a signal
    });
    loop {
        let result;
        (result, answer) = py.detach(move || (answer.recv_timeout(POLL), answer));
        match result {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(cause)) => {
                return Err(errors::plain(format!("internal error, please report it: {}", why(&*cause))));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(errors::plain("internal error: a worker is gone".into()));
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Err(signal) = py.check_signals() {
                    stop.stop();
                    let _ = py.detach(move || answer.recv_timeout(GRACE));
                    return Err(signal);
                }
            }
        }
    }
}

/// The message of a panic.
fn why(cause: &(dyn Any + Send)) -> &str {
    let text = cause.downcast_ref::<&str>().copied();
    text.or_else(|| cause.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}

/// Panics of workers come back as errors; nothing of them goes to stderr.
pub(crate) fn silence_workers() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !std::thread::current().name().is_some_and(|name| name.starts_with(WORKER)) {
            before(panic);
        }
    }));
}
