//! How long what a row of a file holds may be, looked at while it is read: a few bytes may stand for gigabytes.

/// Bytes of a text, unless `max_chars` is given.
const TEXT: usize = 1 << 20;
/// Bytes of an id, a title, a date or an address.
const BESIDE: usize = 1 << 20;
/// Bytes of a line of JSON, or of a record of CSV.
pub(super) const RECORD: usize = 64 << 20;

/// How long what a row holds may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Longest {
    max_chars: Option<usize>,
    text: usize,
    beside: usize,
}

impl Longest {
    /// For what is in memory already.
    pub(crate) const ANY: Self = Self { max_chars: None, text: usize::MAX, beside: usize::MAX };

    /// For files; without `max_chars` a text may be as long as most machines have memory for.
    pub(crate) fn of(max_chars: Option<usize>) -> Self {
        Self { max_chars, text: max_chars.map_or(TEXT, |n| n.saturating_mul(4)), beside: BESIDE }
    }

    /// Bytes that a text may have.
    pub(super) fn text(self) -> usize {
        self.text
    }

    /// Checks a cell before it is copied: a text, or what goes with it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(self, is_text: bool, value: &str) -> Result<(), String> {
        match is_text {
            true if value.len() > self.text => Err(self.text_is_longer()),
            false if value.len() > self.beside => Err(format!("is longer than {} MB", self.beside >> 20)),
            _ => Ok(()),
        }
    }

    /// What is wrong with a text that is refused.
    pub(super) fn text_is_longer(self) -> String {
        match self.max_chars {
            Some(n) => format!("has more characters than max_chars = {n}"),
            None => format!("is longer than {} MB; max_chars allows for longer ones", self.text >> 20),
        }
    }
}

/// Why a line or a record is refused.
pub(super) fn record_is_longer(what: &str) -> String {
    format!("the {what} is longer than {} MB", RECORD >> 20)
}
