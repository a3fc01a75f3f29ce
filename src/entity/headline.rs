//! What headline and lead say before the name: "Lawmaker urges calm / A lawmaker said on Monday ... Sen. Ada Lund".

use super::holders;
use super::profiles::{Form, Place};
use super::resolver::Resolver;
use crate::extraction::EntityType;
use crate::lexicon::{documents, kinds, lemmas};

/// Tokens of the longest headline, and of the longest line below it.
const HEADLINE: usize = 25;
const BELOW: usize = 15;
/// Paragraphs after the lead in which its people and bodies are named.
const NAMED_BY: u32 = 2;

impl Resolver<'_, '_> {
    /// The last token of the headline and what stands below it: all before the first long paragraph.
    fn headline(&self) -> u32 {
        let paragraphs = &self.doc.paragraphs;
        let most = |k: usize| if k == 0 { HEADLINE } else { BELOW };
        let short = paragraphs.iter().take(4).enumerate().take_while(|(k, p)| p.tokens.len() <= most(*k));
        short.last().map_or(0, |(_, p)| p.tokens.end)
    }

    /// What the lead speaks of anew, the headline's: "Lawmaker urges calm / A lawmaker said on Monday".
    pub(super) fn of_headline(&self, m: usize) -> Option<usize> {
        let (mention, p) = (&self.found.mentions[m], &self.profiles[m]);
        let end = self.headline();
        let lead = mention.tokens.start >= end && p.paragraph <= self.doc.paragraph(end as usize);
        let anew = p.form == Form::Indefinite || p.form == Form::Bare && p.plural;
        let document = || documents::is_document(&lemmas::noun(self.doc.word(mention.head as usize)));
        if end == 0 || !lead || !anew || p.kind.is_none() && !document() {
            return None;
        }
        let same = |e: &usize| {
            let Some(n) = self.memory.of(*e).and_then(|k| k.nominal) else { return false };
            let q = &self.profiles[n];
            q.lemma == p.lemma
                && matches!(q.form, Form::Bare | Form::Possessed)
                && self.found.mentions[n].tokens.end <= end
                && self.agrees(m, *e)
        };
        self.memory.candidates(Some(p.lemma)).into_iter().find(same)
    }

    /// Whom the headline or the lead spoke of without the name that stands here first: "A union called for a strike. ...
    /// The Teamsters", "Lawmaker urges calm ... Sen. Ada Lund".
    pub(super) fn announced(&self, m: usize, e: usize) -> Option<usize> {
        let (mention, p) = (&self.found.mentions[m], &self.profiles[m]);
        let end = self.headline() as usize;
        let lead = self.doc.tokens.get(end).map_or(0, |_| self.doc.paragraph(end));
        if p.paragraph > lead + NAMED_BY {
            return None;
        }
        let entity = &self.found.list[e];
        let [first, last] = [mention.tokens.start, mention.tokens.end - 1].map(|i| self.doc.lower(i as usize));
        let is = |noun: &str| match entity.kind {
            EntityType::Org => {
                let ends = [&first, &last].into_iter().any(|w| kinds::tells(noun, w));
                ends || mention.tokens.range().any(|i| lemmas::noun(&self.doc.lower(i)) == noun)
            }
            EntityType::Person => holders::has_role(entity, noun),
            _ => false,
        };
        let spoken_of = |before: &usize| {
            let Some((known, n)) = self.memory.of(*before).and_then(|k| Some((k, k.nominal?))) else { return false };
            let (q, kind) = (&self.profiles[n], self.found.list[*before].kind);
            kind == entity.kind
                && !self.found.list[*before].named
                && !known.plural
                && (matches!(q.form, Form::Bare | Form::Possessed) && self.found.mentions[n].tokens.end as usize <= end
                    || q.form == Form::Indefinite && q.place == Place::Subject && q.paragraph <= lead)
                && is(&lemmas::noun(self.doc.word(self.found.mentions[n].head as usize)))
                && !q.gender.contradicts(entity.gender)
        };
        self.memory.candidates(None).into_iter().find(spoken_of)
    }
}
