//! What speaks for and against a mention being of an entity: features of mentions and of pairs, the ranker's evidence.
//!
//! [`features`] gives each number's name and meaning. The weights name the same ones in the same order
//! (`model/evidence.names`), so that a change here means to train the ranker anew.

mod attention;
mod clauses;
mod mention;
mod pair;

pub(super) use attention::Attention;
pub(super) use clauses::Clauses;
pub(super) use mention::{Form, GrammaticalRole, MentionFeatures, PlaceKind, Words};
pub(super) use pair::{CandidateRank, FeatureContext, New, Pair, Referring, of_new, of_pair, of_referring};

/// All features, in the order of their numbers: of the mention, of a new entity, of the pair.
pub fn features() -> impl Iterator<Item = (&'static str, &'static str)> {
    [pair::REFERRING, pair::NEW, pair::PAIR].into_iter().flatten().copied()
}

/// How many there are.
pub(super) const COUNT: usize = pair::REFERRING.len() + pair::NEW.len() + pair::PAIR.len();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_of_its_own_and_a_meaning() {
        let mut names: Vec<&str> = features().map(|(name, _)| name).collect();
        assert_eq!(names.len(), COUNT);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COUNT);
        assert!(features().all(|(_, meaning)| !meaning.is_empty()));
    }
}
