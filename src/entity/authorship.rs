//! Who speaks through a document: a letter, statement, report, post of a known author speaks for its author. "A statement from
//! Ada Lund said", "Lund's letter ... The letter said", "Lund wrote to the board. ... the letter said".

use std::collections::HashMap;

use super::Entities;
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::{acts, documents, lemmas};
use crate::rule::RuleName;
use crate::syntax::{Relation, Upos};

/// The rule's name.
pub(super) const NAME: RuleName = "document_author";

/// Tokens before "the letter" in which somebody "wrote".
const WRITTEN: usize = 80;
/// Tokens after a document in which "issued by" is looked for, and after that in which a name is.
const FAR: usize = 12;
const NAMED: usize = 7;
/// Sentences before "the letter" in which somebody "wrote".
const BACK: u32 = 2;
/// Kinds of documents that speak for their author.
const KINDS: &[&str] = &["letter", "statement", "study", "post", "book", "lawsuit", "remark"];
/// What authors do with documents.
const MAKE: &[&str] = &[
    "write",
    "issue",
    "release",
    "publish",
    "send",
    "sign",
    "pen",
    "file",
    "post",
    "circulate",
    "submit",
    "draft",
    "compile",
    "share",
    "distribute",
    "author",
    "produce",
    "email",
    "put",
];

/// The authors of an article's documents.
pub(super) struct Authors<'a> {
    doc: &'a Doc,
    /// Of each document, as it is asked for: where an author stands beside it, ascending, and who it is.
    known: HashMap<EntityIdx, Vec<(u32, EntityIdx)>>,
}

impl<'a> Authors<'a> {
    pub(super) fn new(doc: &'a Doc) -> Self {
        Self { doc, known: HashMap::new() }
    }

    /// The author of the document that mention `m` means, by what stands beside it or beside an earlier mention; none if it
    /// means no document or nobody says who wrote it.
    pub(super) fn of(&mut self, found: &Entities, m: MentionId) -> Option<EntityIdx> {
        let doc = self.doc;
        let kind = kind(doc, found, m)?;
        let e = found.of[m];
        let before = || {
            let known = self.known.entry(e?).or_insert_with_key(|e| beside(doc, found, *e));
            let end = known.partition_point(|(start, _)| *start < found.mentions[m].tokens.start);
            known[..end].last().map(|(_, author)| *author)
        };
        let author = own(doc, found, m).or_else(before).or_else(|| writer(doc, found, m, kind));
        author.filter(|author| Some(*author) != e)
    }
}

/// Where an author stands beside a document, ascending, and who it is.
fn beside(doc: &Doc, found: &Entities, e: EntityIdx) -> Vec<(u32, EntityIdx)> {
    let mentions = found.list[e].mentions.iter().filter(|m| found.mentions[**m].kind == MentionKind::Nominal);
    let mut out: Vec<(u32, EntityIdx)> =
        mentions.filter_map(|m| Some((found.mentions[*m].tokens.start, own(doc, found, *m)?))).collect();
    out.sort_unstable();
    out
}

/// The kind of document, if it is one of [`KINDS`].
fn kind(doc: &Doc, found: &Entities, m: MentionId) -> Option<&'static str> {
    let mention = &found.mentions[m];
    let noun = lemmas::noun(doc.lower(mention.head as usize));
    // an indictment is of somebody
    let theirs = !mention.is_name() && !mention.plural && noun != "indictment";
    documents::kind(noun).filter(|k| theirs && KINDS.contains(k))
}

/// The author that stands beside a document.
fn own(doc: &Doc, found: &Entities, m: MentionId) -> Option<EntityIdx> {
    let (syntax, head) = (&doc.syntax, found.mentions[m].head as usize);
    let someone = |i: usize| found.over(i).filter(|e| is_someone(found, *e));
    // "the Skylark lawsuit" is against it
    let theirs = documents::kind(lemmas::noun(doc.lower(head))) != Some("lawsuit");
    let by = |i: usize| syntax.dependent(i, Relation::Case).is_some_and(|c| matches!(doc.word(c), "by" | "from"));
    if let Some(author) = after_preposition(doc, found, m) {
        return Some(author);
    }
    for j in syntax.dependents(head) {
        let author = match syntax.relation[j] {
            // "Lund's letter", "her letter"
            Relation::Nmod if j < head && (syntax.upos[j] == Upos::Pron || doc.is_possessive(j)) => someone(j),
            // "the Lund report", "a Harbour Gazette report"
            Relation::Compound | Relation::Nmod if j < head => someone(j).filter(|e| {
                let e = &found.list[*e];
                e.is_named_person() || e.named && e.kind == EntityType::Org && theirs
            }),
            // "a statement from Lund", "a report by the ministry"
            Relation::Nmod | Relation::Obl if by(j) => someone(j),
            // "a letter signed by Lund"
            Relation::Acl | Relation::Amod if syntax.participle[j] => {
                syntax.dependents(j).find(|k| by(*k)).and_then(someone)
            }
            _ => None,
        };
        if author.is_some() {
            return author;
        }
    }
    if let Some(author) = maker_of(doc, found, head) {
        return Some(author);
    }
    // "a circular passing the order issued by Lund"
    let after = head + 1..(head + FAR).min(doc.tokens.len());
    let mut made = after.take_while(|i| doc.sentence(*i) == doc.sentence(head) && doc.is_word(*i)).filter(|i| {
        doc.word(*i) == "by" && syntax.participle[*i - 1] && MAKE.contains(&lemmas::verb(doc.lower(*i - 1)))
    });
    if let Some(by) = made.next() {
        let names = found.mentions.between(by as u32 + 1, (by + NAMED) as u32);
        let mut named = names.filter(|n| found.mentions[*n].is_name()).filter_map(|n| found.of[n]);
        if let Some(author) = named.find(|e| is_someone(found, *e)) {
            return Some(author);
        }
    }
    // "Lund issued a statement"; "In a letter to the board, Lund said"
    let verb = syntax.head(head).filter(|v| syntax.upos[*v] == Upos::Verb)?;
    let lemma = lemmas::verb(doc.lower(verb));
    let made = syntax.relation[head] == Relation::Obj && MAKE.contains(&lemma);
    let within = syntax.relation[head] == Relation::Obl
        && acts::act(lemma).is_some()
        && syntax
            .dependent(head, Relation::Case)
            .is_some_and(|c| matches!(doc.word(c), "in" | "In" | "via" | "through"));
    doc.subject(verb).filter(|_| made || within).and_then(someone)
}

/// "A statement | from Lund", which the parser may hang on the verb; "a report by the auditor | Helen Frost".
fn after_preposition(doc: &Doc, found: &Entities, m: MentionId) -> Option<EntityIdx> {
    let mention = &found.mentions[m];
    let head = mention.head as usize;
    let next = head + 1;
    let here = |i: usize| i < doc.tokens.len() && doc.sentence(i) == doc.sentence(head);
    if !here(next + 1) || !matches!(doc.word(next), "by" | "from") {
        return None;
    }
    let title = |i: usize| {
        here(i) && matches!(doc.syntax.upos[i], Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
    };
    let named = |n: &MentionId| found.mentions[*n].is_name() && found.of[*n].is_some_and(|e| is_someone(found, e));
    let mut near = found.mentions.between(next as u32 + 1, (next + NAMED) as u32).filter(|n| {
        let start = found.mentions[*n].tokens.start as usize;
        (next + 1..start).all(title)
    });
    // "by the French minister Lund": people are from places
    let person = near.clone().find(|n| named(n) && found.mentions[*n].is_person_name());
    person.or_else(|| near.find(named)).and_then(|n| found.of[n])
}

/// "an email that director Lund sent".
fn maker_of(doc: &Doc, found: &Entities, head: usize) -> Option<EntityIdx> {
    let syntax = &doc.syntax;
    let clause = |j: &usize| syntax.relation[*j] == Relation::Acl && *j > head;
    let verb = syntax.dependents(head).filter(clause).find(|j| MAKE.contains(&lemmas::verb(doc.lower(*j))))?;
    let subject = syntax.dependents(verb).find(|j| syntax.relation[*j] == Relation::Nsubj && *j > head && *j < verb)?;
    found.over(subject).filter(|e| is_someone(found, *e))
}

/// Who "wrote" just before "the letter" that was not spoken of yet.
fn writer(doc: &Doc, found: &Entities, m: MentionId, kind: &str) -> Option<EntityIdx> {
    let verbs: &[&str] = match kind {
        "letter" => &["write", "email"],
        "post" => &["tweet", "post"],
        _ => return None,
    };
    let start = found.mentions[m].tokens.start as usize;
    if !matches!(doc.lower(start), "the" | "this") {
        return None;
    }
    let sentence = doc.sentence(start);
    let near = (0..start).rev().take(WRITTEN).take_while(|i| sentence - doc.sentence(*i) <= BACK);
    let mut written =
        near.filter(|i| doc.syntax.upos[*i] == Upos::Verb && verbs.contains(&lemmas::verb(doc.lower(*i))));
    let subject = written.find_map(|v| doc.subject(v))?;
    found.over(subject).filter(|e| is_someone(found, *e))
}

fn is_someone(found: &Entities, e: EntityIdx) -> bool {
    use EntityType::{Fac, Gpe, Group, Norp, Org, Person};
    matches!(found.list[e].kind, Fac | Gpe | Group | Norp | Org | Person)
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    /// The speaker of the last frame, by the first mention.
    fn speaker(lines: &str) -> Option<String> {
        let f = Fixture::new(lines);
        let found = f.entities();
        let e = (*found.speakers.iter().last()?)?;
        Some(f.doc.slice(found.mentions[found.list[e].mentions[0]].tokens).to_owned())
    }

    fn lines(preposition: &str) -> String {
        format!(
            "1 A DET DT 2 det Source=0
            2 letter NOUN NN 5 nsubj Source=0
            3 {preposition} ADP IN 4 case Source=0
            4 Lund PROPN NNP 2 nmod Name=(PERSON)|Source=0
            5 said VERB VBD 0 root Cue=0
            6 ferries NOUN NNS 7 nsubj Content=0
            7 run VERB VBP 5 ccomp Content=0|SpaceAfter=No
            8 . PUNCT . 5 punct _"
        )
    }

    #[test]
    fn a_letter_speaks_for_its_author_and_not_for_its_reader() {
        assert_eq!(speaker(&lines("from")).as_deref(), Some("Lund"));
        assert_eq!(speaker(&lines("to")).as_deref(), Some("A letter to Lund"));
    }

    #[test]
    fn a_title_stands_between() {
        let lines = "1 A DET DT 2 det Source=0
            2 report NOUN NN 7 nsubj Source=0
            3 by ADP IN 5 case Source=0
            4 the DET DT 5 det Source=0
            5 auditor NOUN NN 2 nmod Source=0
            6 Lund PROPN NNP 5 flat Name=(PERSON)|Source=0
            7 said VERB VBD 0 root Cue=0
            8 ferries NOUN NNS 9 nsubj Content=0
            9 run VERB VBP 7 ccomp Content=0|SpaceAfter=No
            10 . PUNCT . 7 punct _";
        assert_eq!(speaker(lines).as_deref(), Some("Lund"));
    }

    #[test]
    fn who_sent_it() {
        let lines = |verb: &str| {
            format!(
                "1 An DET DT 2 det Source=0
                2 email NOUN NN 6 nsubj Source=0
                3 that PRON WDT 5 obj Source=0
                4 Lund PROPN NNP 5 nsubj Name=(PERSON)|Source=0
                5 {verb} VERB VBD 2 acl Source=0
                6 said VERB VBD 0 root Cue=0
                7 ferries NOUN NNS 8 nsubj Content=0
                8 run VERB VBP 6 ccomp Content=0|SpaceAfter=No
                9 . PUNCT . 6 punct _"
            )
        };
        assert_eq!(speaker(&lines("sent")).as_deref(), Some("Lund"));
        assert_eq!(speaker(&lines("read")).as_deref(), Some("An email"));
    }

    #[test]
    fn the_statement_speaks_for_who_issued_it() {
        let lines = |verb: &str| {
            format!(
                "1 Lund PROPN NNP 2 nsubj Name=(PERSON)
                2 {verb} VERB VBD 0 root _
                3 to ADP IN 5 case _
                4 the DET DT 5 det _
                5 board NOUN NN 2 obl SpaceAfter=No
                6 . PUNCT . 2 punct _

                1 The DET DT 2 det Source=0
                2 letter NOUN NN 3 nsubj Source=0
                3 said VERB VBD 0 root Cue=0
                4 ferries NOUN NNS 5 nsubj Content=0
                5 run VERB VBP 3 ccomp Content=0|SpaceAfter=No
                6 . PUNCT . 3 punct _"
            )
        };
        assert_eq!(speaker(&lines("wrote")).as_deref(), Some("Lund"));
        assert_eq!(speaker(&lines("spoke")).as_deref(), Some("The letter"));
    }
}
