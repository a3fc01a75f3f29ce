//! Attention evidence: whom a mention looks at, and who looks at it, by the attention heads that the weights name
//! (`encode::AttentionEvidence`).

use std::collections::{BTreeMap, HashMap};

use crate::encode::AttentionEvidence;
use crate::entity::{Entities, Mentions};
use crate::ids::EntityIdx;
use crate::model::ATTENTION_HEADS;

/// What each attention head gives an entity of a mention's attention, then what each gives the mention of the entity's.
pub(in crate::entity) type Shares = [f32; 2 * ATTENTION_HEADS];

pub(in crate::entity) struct Attention<'a> {
    evidence: &'a AttentionEvidence,
    /// Who looks at a mention's head word: attention head, token, share.
    back: HashMap<usize, Vec<(usize, usize, f32)>>,
}

impl<'a> Attention<'a> {
    pub(in crate::entity) fn new(evidence: &'a AttentionEvidence, mentions: &Mentions) -> Self {
        let mut back: HashMap<usize, Vec<_>> = mentions.iter().map(|m| (m.head as usize, Vec::new())).collect();
        let mut tokens: Vec<usize> = mentions.iter().flat_map(|m| m.tokens.range()).collect();
        tokens.sort_unstable();
        tokens.dedup();
        for token in tokens {
            for (attention_head, seen, share) in evidence.of(token) {
                if let Some(list) = back.get_mut(&seen) {
                    list.push((attention_head, token, share));
                }
            }
        }
        Self { evidence, back }
    }

    /// The shares of all entities that have any, for the mention whose head is `token`: summed over the words of their
    /// mentions, each word given to one mention (`Entities::over`).
    pub(in crate::entity) fn at(&self, found: &Entities, token: usize) -> BTreeMap<EntityIdx, Shares> {
        let mut out: BTreeMap<EntityIdx, Shares> = BTreeMap::new();
        let back = self.back.get(&token).into_iter().flatten();
        let back = back.map(|(attention_head, by, share)| (attention_head + ATTENTION_HEADS, *by, *share));
        for (column, other, share) in self.evidence.of(token).chain(back) {
            if let Some(e) = found.over(other) {
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
    use crate::ids::{Id, MentionId};
    use crate::mention::Mention;
    use crate::span::Tokens;

    #[test]
    fn shares_are_summed_over_an_entitys_words() {
        // "Ada Lund met Berg . She": the first attention head looks from "She" at "Ada", the second at "Lund", both from
        // "Lund" at "She"
        let evidence = AttentionEvidence::by_hand(
            6,
            ATTENTION_HEADS,
            &[(5, 0, 0, 0.25), (5, 1, 1, 0.5), (1, 0, 5, 0.125), (2, 0, 5, 0.75)],
        );
        let mention = |start, end, kind| Mention {
            tokens: Tokens::new(start, end),
            head: end as u32 - 1,
            kind,
            entity: None,
            plural: false,
        };
        let mentions = Mentions::new(&[
            mention(0, 2, MentionKind::Name),
            mention(3, 4, MentionKind::Name),
            mention(5, 6, MentionKind::Pronoun),
        ]);
        let mut found = Entities::new(mentions);
        let ada = found.begin(MentionId::at(0));
        found.begin(MentionId::at(1));
        let shares = Attention::new(&evidence, &found.mentions).at(&found, 5);
        let mut hers = Shares::default();
        (hers[0], hers[1], hers[ATTENTION_HEADS]) = (0.25, 0.5, 0.125);
        assert_eq!(shares, BTreeMap::from([(ada, hers)]));
    }
}
