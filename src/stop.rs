//! How a caller ends a long extraction.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Error;

/// A flag by which a caller ends a long extraction from another thread.
#[derive(Debug, Default)]
pub struct Stop(AtomicBool);

impl Stop {
    /// Not stopped yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks every extraction that holds this flag to end soon.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// `Err(Error::Stopped)` once [`Stop::stop`] was called.
    pub fn check(&self) -> Result<(), Error> {
        if self.0.load(Ordering::Relaxed) { Err(Error::Stopped) } else { Ok(()) }
    }
}
