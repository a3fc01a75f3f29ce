//! Where grammar or a word decides whom a mention means.

use super::clauses;
use super::holders;
use super::memory;
use super::profiles::{Form, Place};
use super::resolver::Resolver;
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::{lemmas, nouns, titles};
use crate::mention::Person;
use crate::syntax::Relation;

/// Sentences that "the 42-year-old" looks back over.
const AGE_BACK: u32 = 3;

/// Sentences that "The billionaire" looks back over.
const EPITHET_BACK: u32 = 3;

impl Resolver<'_, '_> {
    /// Where grammar or a word decides: reflexives, appositions, "the minister", "the ministry", "the 42-year-old".
    pub(super) fn by_rule(&self, m: usize) -> Option<usize> {
        let (mention, p) = (&self.found.mentions[m], &self.profiles[m]);
        let (syntax, head) = (&self.doc.syntax, mention.head as usize);
        if p.is_pronoun() {
            let reflexive = self.doc.lower(head).ends_with("self") || self.doc.lower(head).ends_with("selves");
            if !reflexive {
                return self.goes_on(m);
            }
            let subject = syntax.dependent(p.governor?, Relation::Nsubj).filter(|s| *s < head)?;
            let e = memory::holder(self.found, subject)?;
            return Some(e).filter(|e| self.agrees(m, *e));
        }
        if let Some(other) = self.beside(m).filter(|e| self.agrees(m, *e)) {
            return Some(other);
        }
        if let Some(e) = self.of_headline(m) {
            return Some(e);
        }
        let word = self.doc.word(head);
        let bare_title = mention.tokens.len() == 1 && titles::is_title(word);
        if !mention.plural && (p.form == Form::Definite || bare_title) {
            let noun = lemmas::noun(word);
            let by_role = holders::by_role(self.doc, self.found, &self.memory, mention.tokens, &noun);
            let holder = by_role
                .or_else(|| holders::by_name(self.doc, self.found, &self.memory, mention, &noun))
                .or_else(|| holders::by_work(self.found, &self.memory, &noun));
            if let Some(e) = holder.filter(|e| self.agrees(m, *e)) {
                return Some(e);
            }
        }
        if let Some(e) = self.again(m).or_else(|| self.twin(m)).or_else(|| self.epithet(m)) {
            return Some(e);
        }
        if word == "old" && p.form == Form::Definite {
            let person = |e: &usize| {
                let known = self.memory.of(*e);
                self.found.list[*e].named
                    && self.found.list[*e].kind == EntityType::Person
                    && known.is_some_and(|k| p.sentence.saturating_sub(self.profiles[k.latest].sentence) <= AGE_BACK)
            };
            return self.memory.candidates(None).into_iter().find(person);
        }
        None
    }

    /// The entity that a nominal is in apposition to: "Lund, the harbour minister,", "the harbour minister, Ada Lund".
    fn beside(&self, m: usize) -> Option<usize> {
        let (mention, syntax) = (&self.found.mentions[m], &self.doc.syntax);
        let head = mention.head as usize;
        let kind = self.profiles[m].kind?;
        let fits = |e: &usize| {
            let k = self.found.list[*e].kind;
            k == kind || kind == EntityType::Org && matches!(k, EntityType::Fac | EntityType::Gpe)
        };
        if syntax.relation[head] == Relation::Appos {
            let up = syntax.head(head).filter(|h| *h < mention.tokens.start as usize)?;
            return memory::holder(self.found, up).filter(fits);
        }
        if let Some(e) = self.set_off(m).filter(fits) {
            return Some(e);
        }
        let apposition = |j: &usize| syntax.relation[*j] == Relation::Appos && *j > head;
        let named = |j: usize| clauses::name_over(self.found, j).and_then(|n| self.found.of[n]);
        syntax.dependents(head).find(apposition).and_then(named).filter(fits)
    }

    /// The person whose name stands just before, but for a comma: "Tom Berg, a fisherman from Hull,". Not in a list.
    fn set_off(&self, m: usize) -> Option<usize> {
        let (mention, doc) = (&self.found.mentions[m], self.doc);
        let comma = (mention.tokens.start as usize).checked_sub(1).filter(|i| doc.word(*i) == ",")?;
        let article = matches!(self.profiles[m].form, Form::Definite | Form::Indefinite) && !mention.plural;
        let end = mention.tokens.end as usize;
        let word = |i: usize| doc.tokens.get(i).map_or("", |_| doc.word(i));
        let listed = word(end) == "and" || word(end) == "," && word(end + 1) == "and";
        let person = |n: &usize| {
            let n = &self.found.mentions[*n];
            n.kind == MentionKind::Name && n.entity == Some(EntityType::Person) && n.tokens.end as usize == comma
        };
        let k = self.found.mentions[..self.found.sorted].partition_point(|n| n.tokens.start < mention.tokens.start);
        let before = (k.saturating_sub(8)..k).rev().find(person).filter(|_| article && !listed)?;
        self.found.of[before]
    }

    /// The one who spoke before and goes on, by grammar or in the next quotation.
    fn goes_on(&self, m: usize) -> Option<usize> {
        if !matches!(self.profiles[m].form, Form::Pronoun(Person::He | Person::She)) {
            return None;
        }
        let speaker = self.said.goes_on(self.found, m).and_then(|s| self.found.of[s]);
        let person = |e: &usize| self.found.list[*e].kind == EntityType::Person && self.agrees(m, *e);
        speaker.filter(person).or_else(|| self.run_on(m))
    }

    /// The one who spoke last and goes on: `"It will not happen again," he said`.
    fn run_on(&self, m: usize) -> Option<usize> {
        let (mention, p) = (&self.found.mentions[m], &self.profiles[m]);
        let source = self.memory.last_source?;
        let last = self.found.of[source]?;
        if !self.said.is_quoted(m)
            || p.paragraph.saturating_sub(self.profiles[source].paragraph) > 1
            || !self.found.list[last].named
        {
            return None;
        }
        // somebody else came between, in the reporter's words
        let other = |n: usize| {
            let e = self.found.of[n];
            e.is_some_and(|e| e != last && self.found.list[e].kind == EntityType::Person && self.agrees(m, e))
                && self.said.told_by_reporter(self.found.mentions[n].head as usize)
        };
        let between = self.between(self.found.mentions[source].tokens.end, mention.tokens.start).any(other);
        Some(last).filter(|e| !between && self.found.list[*e].kind == EntityType::Person && self.agrees(m, *e))
    }

    /// "The billionaire said" of the one last spoken of: a paragraph begins with what a person is known for.
    fn epithet(&self, m: usize) -> Option<usize> {
        let (mention, p) = (&self.found.mentions[m], &self.profiles[m]);
        let first = self.doc.paragraphs[p.paragraph as usize].tokens.start;
        let noun = lemmas::noun(&self.doc.lower(mention.head as usize));
        let begins = p.form == Form::Definite && p.place == Place::Subject && mention.tokens.start == first;
        if !begins || !self.said.speaks(m) || !nouns::is_epithet(&noun) {
            return None;
        }
        let person = |e: &usize| {
            let Some(known) = self.memory.of(*e) else { return false };
            let latest = &self.profiles[known.latest];
            let (entity, near) = (&self.found.list[*e], p.sentence.saturating_sub(latest.sentence) <= EPITHET_BACK);
            near && entity.named && entity.kind == EntityType::Person && self.agrees(m, *e)
        };
        let people: Vec<usize> = self.memory.candidates(None).into_iter().filter(person).collect();
        let latest = |e: &usize| self.memory.of(*e).map(|k| &self.profiles[k.latest]);
        let subject = |e: &&usize| latest(e).is_some_and(|q| q.place == Place::Subject);
        people.iter().find(subject).or(people.first().filter(|_| people.len() == 1)).copied()
    }
}
