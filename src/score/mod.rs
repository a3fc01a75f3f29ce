//! Metrics: spans (precision, recall, F1), parses ([`syntax`]) and coreference ([`coref`]).

pub mod coref;
mod syntax;

pub use syntax::{Attachment, GoldToken, attachment};

/// Right, predicted and wanted, to be summed over articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Predicted and wanted.
    pub right: usize,
    /// Predicted.
    pub predicted: usize,
    /// Wanted.
    pub gold: usize,
}

impl Counts {
    /// Counts of two sets, each sorted and without repetition.
    pub fn of<T: Ord>(predicted: &[T], gold: &[T]) -> Self {
        let right = predicted.iter().filter(|p| gold.binary_search(p).is_ok()).count();
        Self { right, predicted: predicted.len(), gold: gold.len() }
    }

    /// Adds the counts of another article.
    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }

    /// Share of the predicted that is right; 0 if nothing was predicted.
    pub fn precision(self) -> f64 {
        self.right as f64 / self.predicted.max(1) as f64
    }

    /// Share of the wanted that was found; 0 if nothing was wanted.
    pub fn recall(self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.predicted + self.gold).max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_sets() {
        let c = Counts::of(&[1, 2, 3], &[2, 3, 4, 5]);
        assert_eq!(c, Counts { right: 2, predicted: 3, gold: 4 });
        assert!((c.precision() - 2.0 / 3.0).abs() < 1e-12 && (c.recall() - 0.5).abs() < 1e-12);
        assert!((c.f1() - 4.0 / 7.0).abs() < 1e-12);
        assert_eq!(Counts::default().f1(), 0.0);
    }
}
