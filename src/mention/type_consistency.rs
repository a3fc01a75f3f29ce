//! The rest of the article as evidence for a name's type: a name is of the type that its occurrences have together. Where
//! "Lund" is a person in most sentences, it is no place in one.

use std::collections::HashMap;

use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::places;
use crate::rule::RuleName;
use crate::span::Tokens;

/// A name, its type, and the probability of each type there, in the order of [`EntityType::ALL`].
pub(super) struct Found {
    pub(super) tokens: Tokens,
    pub(super) kind: EntityType,
    pub(super) types: [f32; EntityType::ALL.len()],
}

/// The rule's name.
pub(super) const NAME: RuleName = "type_consistency";
/// Probability from which a name keeps its type, whatever the others have.
const SURE: f32 = 0.95;

/// Gives names of the same words the same type, unless the network is sure of another at that place.
pub(super) fn agree(doc: &Doc, names: &mut [Found]) {
    let word = |i: usize| doc.lower(i);
    let keys: Vec<String> = names.iter().map(|n| n.tokens.range().map(word).collect::<Vec<_>>().join(" ")).collect();
    let mut sums: HashMap<&str, ([f32; EntityType::ALL.len()], f32)> = HashMap::new();
    for (n, key) in names.iter().zip(&keys) {
        let (sum, count) = sums.entry(key).or_insert(([0.0; EntityType::ALL.len()], 0.0));
        *count += 1.0;
        for (s, p) in sum.iter_mut().zip(n.types) {
            *s += p;
        }
    }
    // the last word of a person's full name, and how sure the network is of that person
    let mut surnames: HashMap<&str, f32> = HashMap::new();
    for n in names.iter().filter(|n| n.kind == EntityType::Person && n.tokens.len() > 1) {
        let most = surnames.entry(word(n.tokens.end as usize - 1)).or_insert(0.0);
        *most = most.max(n.types[EntityType::Person as usize]);
    }
    for (n, key) in names.iter_mut().zip(&keys) {
        let surname = surnames.get(key.as_str());
        // a country stands for its team or government: there the words around it decide
        if n.types[n.kind as usize] >= SURE || surname.is_none() && places::country(key).is_some() {
            continue;
        }
        let (mut sum, count) = sums[key.as_str()];
        if let Some(p) = surname {
            sum[EntityType::Person as usize] += p * count;
        }
        let mut best = n.kind;
        for k in EntityType::ALL {
            if sum[*k as usize] > sum[best as usize] {
                best = *k;
            }
        }
        n.kind = best;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    /// Types of the two "Lund" of a sentence, the second a place with this probability.
    fn agreed(second: f32) -> [EntityType; 2] {
        let f = Fixture::new(
            "1 Lund PROPN _ 2 nsubj _
             2 met VERB _ 0 root _
             3 Lund PROPN _ 2 obj SpaceAfter=No
             4 . PUNCT _ 2 punct _",
        );
        let found = |at: usize, kind: EntityType, p: f32| {
            let mut types = [0.0; EntityType::ALL.len()];
            types[EntityType::Person as usize] = 1.0 - p;
            types[kind as usize] = p;
            Found { tokens: Tokens::new(at, at + 1), kind, types }
        };
        let mut names = [found(0, EntityType::Person, 0.9), found(2, EntityType::Gpe, second)];
        agree(&f.doc, &mut names);
        names.map(|n| n.kind)
    }

    #[test]
    fn one_name_has_one_type_unless_the_network_is_sure() {
        assert_eq!(agreed(0.6), [EntityType::Person; 2]);
        assert_eq!(agreed(SURE), [EntityType::Person, EntityType::Gpe]);
    }
}
