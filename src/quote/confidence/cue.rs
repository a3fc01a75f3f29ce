//! What the reporting words tell: are they words for saying, is it said at all?

use super::context::Context;
use crate::extraction::{Act, QuoteKind};
use crate::frame::HEARSAY;
use crate::lexicon::{deeds, lemmas};
use crate::syntax::{Relation, Upos};

/// Verbs and nouns that report words, whatever they are.
const SAYING: [&str; 16] = [
    "say",
    "tell",
    "add",
    "accord",
    "write",
    "tweet",
    "explain",
    "announce",
    "claim",
    "warn",
    "insist",
    "note",
    "argue",
    "state",
    "reply",
    "statement",
];

/// Verbs after which nothing is said yet: "tried to get him to say".
const TRYING: [&str; 12] =
    ["try", "attempt", "want", "seek", "need", "fail", "plan", "get", "hope", "expect", "prefer", "wish"];

/// Words of a cue that is no mere verb.
const LONG: usize = 3;

impl Context<'_> {
    pub(super) fn is_saying(&self) -> bool {
        let says = |i: usize| {
            let word = self.doc.lower(i);
            SAYING.contains(&lemmas::verb(word)) || SAYING.contains(&lemmas::noun(word))
        };
        self.frame.cue.is_some_and(|c| c.tokens.range().any(says))
    }

    /// "voted for the bill", "plans to leave", "decided to sue"; not "decided that", "filed a suit saying".
    pub(super) fn is_deed(&self) -> bool {
        let deed = |i: usize| {
            matches!(self.doc.syntax.upos[i], Upos::Verb | Upos::Noun)
                && deeds::is_deed(lemmas::verb(self.doc.lower(i)))
        };
        let cue = self.frame.cue.is_some_and(|c| c.tokens.range().any(deed));
        cue && !self.is_marked() && !self.is_saying() && self.first() != "that"
    }

    /// The cue's words are known for no act of reporting.
    pub(super) fn is_unknown(&self) -> bool {
        self.frame.cue.is_some() && self.act.is_none()
    }

    /// The cue is one of words, but it may be a deed all the same: praise, denial, demand.
    pub(super) fn acts(&self) -> bool {
        let deed = matches!(self.act, Some(Act::Praise | Act::Denial | Act::Request | Act::Accusation));
        deed && self.kind == QuoteKind::Indirect && !self.is_saying()
    }

    /// "his belief in", "is confident that".
    pub(super) fn is_noun(&self) -> bool {
        let word = |i: usize| matches!(self.doc.syntax.upos[i], Upos::Noun | Upos::Adj);
        self.verb().is_none() && self.frame.cue.is_some_and(|c| c.tokens.range().any(word))
    }

    pub(super) fn is_long(&self) -> bool {
        self.frame.cue.is_some_and(|c| c.tokens.range().filter(|i| self.doc.is_word(*i)).count() >= LONG)
    }

    /// "should say", "if she says", "asked whether he thinks", "tried to get him to say".
    pub(super) fn is_unreal(&self) -> bool {
        let Some(verb) = self.verb() else { return false };
        let syntax = &self.doc.syntax;
        syntax.dependents(verb).filter(|j| *j < verb).any(|j| {
            let word = self.doc.lower(j);
            match syntax.relation[j] {
                Relation::Aux if self.is_saying() => matches!(word, "should" | "might" | "must" | "may"),
                Relation::Aux => matches!(word, "should" | "would" | "could" | "might" | "must" | "may"),
                Relation::Mark if word == "to" => {
                    syntax.head(verb).is_some_and(|h| TRYING.contains(&lemmas::verb(self.doc.lower(h))))
                }
                Relation::Mark => matches!(word, "if" | "unless" | "whether"),
                _ => false,
            }
        })
    }

    /// "could have said", "will say", "did she know"; not "would not say".
    pub(super) fn is_could(&self) -> bool {
        let Some(verb) = self.verb().filter(|_| !self.is_denied() && !self.is_of_nobody()) else { return false };
        let could = |j: usize| {
            let word = self.doc.lower(j);
            let modal = matches!(word, "can" | "could" | "will" | "would" | "shall" | "'ll" | "’ll" | "'d" | "’d");
            modal || matches!(word, "did" | "do" | "does") && self.asked(verb)
        };
        let syntax = &self.doc.syntax;
        syntax.dependents(verb).any(|j| j < verb && syntax.relation[j] == Relation::Aux && could(j))
    }

    /// The sentence of a token ends in a question mark, and the token stands in no marks.
    fn asked(&self, i: usize) -> bool {
        let sentence = self.doc.sentences[self.doc.sentence(i) as usize].tokens;
        !self.doc.tokens[i].quoted && sentence.range().next_back().is_some_and(|k| self.doc.word(k) == "?")
    }

    /// "agreed to say", "called a meeting to urge"; not "is said to have told".
    pub(super) fn is_infinitive_cue(&self) -> bool {
        let Some(verb) = self.verb().filter(|_| !self.frame.rules.contains(&HEARSAY)) else { return false };
        let syntax = &self.doc.syntax;
        syntax.dependents(verb).any(|j| j < verb && self.doc.word(j) == "to" && syntax.relation[j] == Relation::Mark)
    }

    pub(super) fn is_denied(&self) -> bool {
        let Some(cue) = self.frame.cue else { return false };
        let not = |i: usize| self.doc.is_negation(i);
        let own = |i: usize| self.doc.syntax.head(i).is_some_and(|h| cue.tokens.has(h));
        let start = cue.tokens.start as usize;
        cue.tokens.range().any(not) || (start.saturating_sub(3)..start).any(|i| not(i) && own(i))
    }
}
