//! A report inside somebody's words, where the network looks for none: "“She told me that the ferry sank,” Lund said."
//! Development data: fires 11 times; 0 of 11 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::lexicon::lemmas;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Verbs that report words.
const VERBS: &[&str] = &[
    "admit", "announce", "argue", "ask", "claim", "declare", "explain", "insist", "promise", "reply", "say", "shout",
    "state", "tell", "urge", "warn",
];
/// Verbs of which a speaker tells their own words.
const OWN: &[&str] = &["say", "tell", "ask"];
/// Subjects that are nobody in particular.
const NOBODY: &[&str] =
    &["you", "one", "it", "that", "which", "what", "this", "people", "who", "nobody", "none", "everybody", "everyone"];

pub(super) fn at(doc: &Doc, i: usize) -> Option<Tokens> {
    let syntax = &doc.syntax;
    let quoted = doc.tokens[i].quoted && doc.quotation(i).is_some_and(|q| q.end as usize > i + 1);
    if !quoted || syntax.upos[i] != Upos::Verb {
        return None;
    }
    let lemma = lemmas::verb(doc.lower(i));
    let subject = syntax.dependents(i).find(|j| *j < i && syntax.relation[*j] == Relation::Nsubj)?;
    let who = doc.lower(subject);
    let own = matches!(who, "i" | "we");
    let fits = if own { OWN.contains(&lemma) && doc.lower(i) != lemma } else { VERBS.contains(&lemma) };
    // within the words, not the speaker of all of them
    let inside = doc.tokens[subject].quoted && !NOBODY.contains(&who);
    // "calls on him not to act"
    let calls = lemma == "call" && doc.tokens.get(i + 1).is_some_and(|t| t.quoted) && doc.word(i + 1) == "on";
    let found = inside && said(doc, i) && (calls && !own || fits && tells(doc, i));
    found.then(|| Tokens::new(i, i + 1 + usize::from(calls)))
}

/// True unless it is a wish, a condition or denied that it was said.
fn said(doc: &Doc, verb: usize) -> bool {
    let syntax = &doc.syntax;
    !syntax.dependents(verb).filter(|j| *j < verb).any(|j| match syntax.relation[j] {
        Relation::Aux => !matches!(doc.lower(j), "has" | "have" | "had" | "’ve" | "'ve" | "'s" | "’s"),
        Relation::Mark => matches!(doc.lower(j), "if" | "unless" | "whether" | "to"),
        Relation::Advmod => doc.is_negation(j) || matches!(doc.lower(j), "when" | "if"),
        _ => false,
    })
}

/// True if the words that were said follow: a clause, or marks of their own.
fn tells(doc: &Doc, verb: usize) -> bool {
    let syntax = &doc.syntax;
    // "They have told me again and again | it is so"
    let told = lemmas::verb(doc.lower(verb)) == "tell";
    let clause = |j: usize| {
        let said = matches!(syntax.relation[j], Relation::Ccomp | Relation::Xcomp | Relation::Parataxis);
        j > verb
            && (said || told && syntax.relation[j] == Relation::Advcl && syntax.dependent(j, Relation::Nsubj).is_some())
    };
    let marks = || (verb + 1..(verb + 5).min(doc.tokens.len())).any(|k| matches!(doc.word(k), "‘" | "'" | "“" | "\""));
    syntax.dependents(verb).any(clause) || marks()
}

#[cfg(test)]
mod tests {
    use super::at;
    use crate::frame::cues::testing::found;

    fn lines(subject: &str, verb: &str) -> String {
        format!(
            "1 “ PUNCT _ 3 punct SpaceAfter=No
            2 {subject} PRON _ 3 nsubj _
            3 {verb} VERB VBD 10 ccomp _
            4 the DET _ 5 det _
            5 ferry NOUN _ 6 nsubj _
            6 sank VERB VBD 3 ccomp SpaceAfter=No
            7 , PUNCT _ 10 punct SpaceAfter=No
            8 ” PUNCT _ 3 punct _
            9 Lund PROPN _ 10 nsubj _
            10 said VERB VBD 0 root SpaceAfter=No
            11 . PUNCT _ 10 punct _"
        )
    }

    #[test]
    fn somebody_elses_words_within_words() {
        assert_eq!(found(at, &lines("She", "said")), ["said"]);
    }

    #[test]
    fn a_thought_and_the_words_themselves_are_none() {
        assert!(found(at, &lines("She", "thought")).is_empty());
        assert!(found(at, &lines("you", "said")).is_empty());
    }
}
