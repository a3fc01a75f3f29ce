//! The one way into long work: GIL released, own threads, Ctrl-C, no panic gets through. [`enter`] waits for it,
//! [`submit`] goes on beside it. [`here`] is the one way to Arrow and Parquet in the caller's own thread.

use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use sayso::stop::Stop;

use crate::errors;

/// How often the waiting thread looks for signals.
const POLL: Duration = Duration::from_millis(50);
/// How long workers get to end after a signal; the work owns its inputs, so leaving them behind is sound.
const GRACE: Duration = Duration::from_millis(500);
/// Worker threads are named so, and [`silence_caught`] knows them by it.
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

/// What a worker sends: its result, or what it panicked with.
type Answer<T> = Result<T, Box<dyn Any + Send>>;

/// Work under way on a pool; dropping it asks the work to end.
pub(crate) struct Job<T> {
    answer: Option<Receiver<Answer<T>>>,
    stop: Arc<Stop>,
    process: u32,
}

/// Starts `work` on a pool of `threads` threads (0: all cores).
pub(crate) fn submit<T, F>(threads: usize, work: F) -> PyResult<Job<T>>
where
    T: Send + 'static,
    F: FnOnce(&Stop) -> T + Send + 'static,
{
    let stop = Arc::new(Stop::new());
    let flag = stop.clone();
    let (done, answer) = mpsc::sync_channel(1);
    pool(threads)?.spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(|| work(&flag)));
        let _ = done.send(result); // nobody listens any more after a signal
    });
    Ok(Job { answer: Some(answer), stop, process: std::process::id() })
}

/// Starts `work` on a thread of its own, beside the pool of so many threads that it is given: it may wait for the disk.
pub(crate) fn beside<T, F>(threads: usize, work: F) -> PyResult<Job<T>>
where
    T: Send + 'static,
    F: FnOnce(&ThreadPool, &Stop) -> T + Send + 'static,
{
    let stop = Arc::new(Stop::new());
    let (flag, pool) = (stop.clone(), pool(threads)?);
    let (done, answer) = mpsc::sync_channel(1);
    std::thread::Builder::new().name(format!("{WORKER}-part")).spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(|| work(&pool, &flag)));
        let _ = done.send(result);
    })?;
    Ok(Job { answer: Some(answer), stop, process: std::process::id() })
}

impl<T: Send> Job<T> {
    /// Waits for the end, or so long (None: however long it takes), while other Python threads go on.
    /// Gives the job back in place of its result when the time is up.
    ///
    /// # Errors
    /// What a signal handler raised meanwhile (`KeyboardInterrupt`); `sayso.Error` if the work panicked.
    pub(crate) fn wait(mut self, py: Python<'_>, time: Option<Duration>) -> PyResult<Result<T, Self>> {
        if self.process != std::process::id() {
            return Err(errors::plain("this work was begun in another process, before a fork".into()));
        }
        let deadline = time.map(|t| Instant::now() + t);
        let Some(mut answer) = self.answer.take() else {
            return Err(errors::plain("internal error: a job was waited for twice".into()));
        };
        loop {
            let left = deadline.map_or(POLL, |d| d.saturating_duration_since(Instant::now()).min(POLL));
            let result;
            (result, answer) = match answer.try_recv() {
                Ok(done) => (Ok(done), answer),
                Err(TryRecvError::Empty) if time == Some(Duration::ZERO) => {
                    self.answer = Some(answer);
                    return Ok(Err(self));
                }
                Err(_) => py.detach(move || (answer.recv_timeout(left), answer)),
            };
            match result {
                Ok(Ok(value)) => return Ok(Ok(value)),
                Ok(Err(cause)) => {
                    return Err(errors::plain(format!("internal error, please report it: {}", why(&*cause))));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(errors::plain("internal error: a worker is gone".into()));
                }
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(signal) = py.check_signals() {
                        self.stop.stop();
                        let _ = py.detach(move || answer.recv_timeout(GRACE));
                        return Err(signal);
                    }
                    if deadline.is_some_and(|d| d <= Instant::now()) {
                        self.answer = Some(answer);
                        return Ok(Err(self));
                    }
                }
            }
        }
    }

    /// Waits for the end.
    ///
    /// # Errors
    /// As [`Job::wait`].
    pub(crate) fn end(self, py: Python<'_>) -> PyResult<T> {
        match self.wait(py, None)? {
            Ok(value) => Ok(value),
            Err(_) => Err(errors::plain("internal error: a job ended without a result".into())),
        }
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.stop.stop();
    }
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
    submit(threads, work)?.end(py)
}

/// The next value of a thread that feeds a channel, or None at its end, while other Python threads go on.
///
/// # Errors
/// What a signal handler raised meanwhile.
pub(crate) fn receive<T: Send>(py: Python<'_>, channel: &Mutex<Receiver<T>>) -> PyResult<Option<T>> {
    loop {
        let result = py.detach(|| channel.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(POLL));
        match result {
            Ok(value) => return Ok(Some(value)),
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
        }
    }
}

thread_local! {
    /// This thread is in [`here`].
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` in the caller's thread; a panic in it becomes the error that `blame` makes of its message. Whatever calls
/// Arrow or Parquet on the caller's behalf goes through here: both assert what data from outside may break.
///
/// # Errors
/// Those of `work`.
pub(crate) fn here<T>(blame: fn(&str) -> PyErr, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    let outer = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work)); // what `work` changes is dropped with it
    GUARDED.set(outer);
    result.unwrap_or_else(|cause| Err(blame(why(&*cause))))
}

/// The message of a panic.
fn why(cause: &(dyn Any + Send)) -> &str {
    let text = cause.downcast_ref::<&str>().copied();
    text.or_else(|| cause.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}

/// Panics that come back as errors, those of workers and of [`here`]: nothing of them goes to stderr.
pub(crate) fn silence_caught() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !GUARDED.get() && !std::thread::current().name().is_some_and(|name| name.starts_with(WORKER)) {
            before(panic);
        }
    }));
}
