//! What is said again without a name: "police ... police", "a poll ... the poll", "a survey ... the study".

use super::profiles::Form;
use super::resolver::Resolver;
use crate::extraction::MentionKind;
use crate::lexicon::{documents, lemmas};

/// Sentences that "the study" looks back over for a survey.
const SYNONYM_BACK: u32 = 2;
/// Bodies of which a place has one, said without an article.
const SOLE: &[&str] = &["police", "authority"];
/// Nouns that are said of anybody.
const VAGUE: &[&str] = &["people", "person", "man", "woman", "other", "one", "source"];

impl Resolver<'_, '_> {
    /// What speaks is said again: "police ... police", "attorneys for the family ... the attorneys", "a poll ... the
    /// poll". Of those with this noun the one mentioned last, if all that is said now was said then.
    pub(super) fn again(&self, m: usize) -> Option<usize> {
        let (mention, p) = (&self.found.mentions[m], &self.profiles[m]);
        let noun = lemmas::noun(self.doc.word(mention.head as usize));
        let bare = p.form == Form::Bare && (mention.plural || noun == "police");
        let sole = bare && SOLE.contains(&noun.as_str());
        if !self.said.speaks(m) && !sole || VAGUE.contains(&noun.as_str()) || !bare && p.form != Form::Definite {
            return None;
        }
        // the noun at the head of the same source
        let own = self.twin(m);
        if let Some(e) = own.filter(|e| self.found.list[*e].mentions.len() > 1) {
            return Some(e);
        }
        let same = |e: &usize| {
            let Some((known, n)) = self.memory.of(*e).and_then(|k| Some((k, k.nominal?))) else { return false };
            let q = &self.profiles[n];
            let words = if bare { q.words == p.words } else { p.words.iter().all(|w| known.words.contains(w)) };
            q.lemma == p.lemma && q.form != Form::Name && words && self.agrees(m, *e)
        };
        let synonym = |e: &usize| {
            let Some(n) = self.memory.of(*e).and_then(|k| k.nominal) else { return false };
            let (q, other) = (&self.profiles[n], self.doc.lower(self.found.mentions[n].head as usize));
            !bare
                && p.words.len() == 1
                && q.form != Form::Name
                && p.sentence.saturating_sub(q.sentence) <= SYNONYM_BACK
                && documents::alike(&noun, &lemmas::noun(&other))
                && self.agrees(m, *e)
        };
        let mut candidates = self.memory.candidates(Some(p.lemma));
        candidates.retain(|e| own != Some(*e));
        candidates.iter().find(|e| same(e)).or_else(|| candidates.iter().find(|e| synonym(e))).copied()
    }

    /// Of a source that no mention covered, the entity of the noun at its head.
    pub(super) fn twin(&self, m: usize) -> Option<usize> {
        let mention = &self.found.mentions[m];
        let from = self.found.mentions[..self.found.sorted].partition_point(|n| n.tokens.start < mention.tokens.start);
        let mut inside =
            (from..self.found.sorted).take_while(|n| self.found.mentions[*n].tokens.start < mention.tokens.end);
        let noun = inside.find(|n| {
            let n = &self.found.mentions[*n];
            n.head == mention.head && n.kind == MentionKind::Nominal
        })?;
        self.found.of[noun].filter(|_| m >= self.found.sorted)
    }
}
