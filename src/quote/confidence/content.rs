//! What the content's form and edges tell.

use super::context::Context;
use crate::extraction::Act;
use crate::syntax::{Relation, Upos};

impl Context<'_> {
    pub(super) fn first(&self) -> &str {
        self.doc.lower(self.frame.content[0].start as usize)
    }

    pub(super) fn words(&self) -> usize {
        self.frame.said().filter(|i| self.doc.is_word(*i)).count()
    }

    pub(super) fn has_verb(&self) -> bool {
        self.frame.said().any(|i| matches!(self.doc.syntax.upos[i], Upos::Verb | Upos::Aux))
    }

    /// A subject whose verb is in the content too: a proposition. After a word for saying any verb will do, since the
    /// parser loses some subjects.
    pub(super) fn is_clause(&self) -> bool {
        let syntax = &self.doc.syntax;
        let own = |i: usize| {
            matches!(syntax.relation[i], Relation::Nsubj | Relation::Csubj)
                && syntax.head(i).is_some_and(|h| self.frame.says(h) && syntax.relation[h] != Relation::Acl)
        };
        self.frame.said().any(own) || self.is_saying() && self.has_verb()
    }

    /// "to run", which is neither promised nor asked for.
    pub(super) fn is_infinitive(&self) -> bool {
        !matches!(self.act, Some(Act::Promise | Act::Request)) && self.first() == "to"
    }

    /// "wants to run", "seeks to run", "is eager to run"; not "promises to run".
    pub(super) fn is_will(&self) -> bool {
        let words = !matches!(self.act, Some(Act::Promise | Act::Request | Act::Statement | Act::Denial));
        words && !self.is_saying() && self.first() == "to"
    }

    /// "said yes", "said no".
    pub(super) fn is_yes_or_no(&self) -> bool {
        self.is_saying() && matches!(self.first(), "yes" | "no") && self.words() == 1
    }

    /// The content stands before its cue, outside marks, and something of its sentence stands before it.
    pub(super) fn begins_late(&self) -> bool {
        let first = self.frame.content[0].start as usize;
        let after = self.frame.cue.is_none_or(|c| (c.tokens.start as usize) < first);
        let sentence = self.doc.sentences[self.doc.sentence(first) as usize].tokens.start as usize;
        !after && !self.doc.tokens[first].quoted && (sentence..first).any(|i| self.doc.is_word(i))
    }
}
