//! What the source tells of how sure the speaker is.

use super::context::Context;
use crate::extraction::{EntityType, MentionKind};
use crate::ids::MentionId;
use crate::mention::person;
use crate::quote::act::denies;
use crate::syntax::Upos;

/// Pronouns that stand for the noun before them.
const RELATIVE: [&str; 4] = ["who", "which", "that", "whom"];
/// Sentences between a name and a pronoun that are far.
const FAR: u32 = 2;
/// Mentions that are looked at between a name and what stands for it.
const LOOK: usize = 24;

impl Context<'_> {
    /// No speaker is known; not "nobody said", nor "when asked".
    pub(super) fn is_unattributed(&self) -> bool {
        let heard = || self.frame.cue.and_then(|c| self.doc.verb(c.tokens)).is_some_and(|v| self.doc.is_reduced(v));
        self.who.is_none() && !self.is_of_nobody() && !heard()
    }

    /// "Nobody said", "neither Lund nor Berg would say".
    pub(super) fn is_of_nobody(&self) -> bool {
        self.frame.source.is_some_and(|s| denies(self.doc, s))
    }

    pub(super) fn is_pronoun(&self) -> bool {
        let own = |i: usize| person(self.doc.word(i)).is_some() && !RELATIVE.contains(&self.doc.word(i));
        self.frame.source.is_some_and(|s| s.len() == 1 && own(s.start as usize))
    }

    pub(super) fn is_relative(&self) -> bool {
        self.frame.source.is_some_and(|s| s.len() == 1 && RELATIVE.contains(&self.doc.word(s.start as usize)))
    }

    pub(super) fn is_nominal(&self) -> bool {
        let named = |i: usize| self.doc.syntax.upos[i] == Upos::Propn;
        !self.is_pronoun() && !self.is_relative() && self.frame.source.is_some_and(|s| !s.range().any(named))
    }

    /// Where the speaker was last named before a source without a name: the mention, and the source's first token.
    fn antecedent(&self) -> Option<(Option<MentionId>, u32)> {
        let source = self.frame.source.filter(|_| self.is_pronoun() || self.is_nominal())?;
        let mentions = &self.entities.mentions;
        let of = &self.speaker()?.mentions;
        let before = of.partition_point(|m| mentions[*m].tokens.start < source.start);
        let names = |m: &&MentionId| mentions[**m].kind != MentionKind::Pronoun;
        let last = of[..before].iter().rev().take(LOOK).find(names);
        Some((last.copied(), source.start))
    }

    /// Another person was named between the speaker and the source.
    pub(super) fn has_rival(&self) -> bool {
        let Some((Some(m), start)) = self.antecedent() else { return false };
        let mentions = &self.entities.mentions;
        let other = |n: MentionId| {
            let e = self.entities.of[n];
            let person = mentions[n].entity == Some(EntityType::Person) && mentions[n].kind == MentionKind::Name;
            person && e.is_some() && e != self.who
        };
        mentions.between(mentions[m].tokens.end, start).take(LOOK).any(other)
    }

    pub(super) fn is_far(&self) -> bool {
        let Some((Some(m), start)) = self.antecedent() else { return false };
        let named = self.entities.mentions[m].tokens.start as usize;
        self.doc.sentence(named) + FAR < self.doc.sentence(start as usize)
    }
}
