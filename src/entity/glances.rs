//! Whom a mention looks at, and who looks at it, by the heads of attention that the weights name (`encode::Looks`).

use std::collections::{BTreeMap, HashMap};

use super::{Entities, memory};
use crate::encode::Looks;
use crate::mention::Mention;
use crate::model::LOOKS;

/// What each head gives an entity of a mention's attention, then what each gives the mention of the entity's.
pub(super) type Shares = [f32; 2 * LOOKS];

pub(super) struct Glances<'a> {
    looks: &'a Looks,
    /// Who looks at the head of a mention: head of attention, token, share.
    back: HashMap<usize, Vec<(usize, usize, f32)>>,
}

impl<'a> Glances<'a> {
    pub(super) fn new(looks: &'a Looks, mentions: &[Mention]) -> Self {
        let mut back: HashMap<usize, Vec<_>> = mentions.iter().map(|m| (m.head as usize, Vec::new())).collect();
        let mut tokens: Vec<usize> =
            mentions.iter().flat_map(|m| m.tokens.start as usize..m.tokens.end as usize).collect();
        tokens.sort_unstable();
        tokens.dedup();
        for token in tokens {
            for (head, seen, share) in looks.of(token) {
                if let Some(list) = back.get_mut(&seen) {
                    list.push((head, token, share));
                }
            }
        }
        Self { looks, back }
    }

    /// The shares of all entities that have any, for the mention whose head is `token`: summed over the words of their
    /// mentions, each word given to one mention (`memory::holder`).
    pub(super) fn at(&self, found: &Entities, token: usize) -> BTreeMap<usize, Shares> {
        let mut out: BTreeMap<usize, Shares> = BTreeMap::new();
        let back = self.back.get(&token).into_iter().flatten().map(|(head, by, share)| (head + LOOKS, *by, *share));
        for (column, other, share) in self.looks.of(token).chain(back) {
            if let Some(e) = memory::holder(found, other) {
                out.entry(e).or_default()[column] += share;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::MentionKind;
    use crate::span::Tokens;

    #[test]
    fn shares_are_summed_over_an_entitys_words() {
        // "Ada Lund met Berg . She": the first head looks from "She" at "Ada", the second at "Lund", both from "Lund" at "She"
        let looks = Looks::by_hand(6, LOOKS, &[(5, 0, 0, 0.25), (5, 1, 1, 0.5), (1, 0, 5, 0.125), (2, 0, 5, 0.75)]);
        let mention = |start, end, kind| Mention {
            tokens: Tokens::new(start, end),
            head: end as u32 - 1,
            kind,
            entity: None,
            plural: false,
        };
        let mentions = vec![
            mention(0, 2, MentionKind::Name),
            mention(3, 4, MentionKind::Name),
            mention(5, 6, MentionKind::Pronoun),
        ];
        let found = Entities {
            sorted: mentions.len(),
            of: vec![Some(7), Some(8), None],
            mentions,
            list: Vec::new(),
            speakers: Vec::new(),
            metonyms: Vec::new(),
        };
        let shares = Glances::new(&looks, &found.mentions).at(&found, 5);
        let mut ada = Shares::default();
        (ada[0], ada[1], ada[LOOKS]) = (0.25, 0.5, 0.125);
        assert_eq!(shares, BTreeMap::from([(7, ada)]));
    }
}
