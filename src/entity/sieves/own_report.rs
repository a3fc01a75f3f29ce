//! "It" of what a body says is the body: "The Labour Party said it would oppose the bill". Not where "it" may stand for nothing
//! ("said it was cruel to go").
//! Development data: fires 16 times; none of them can be judged (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::{Form, GrammaticalRole};
use crate::extraction::EntityType;
use crate::ids::MentionId;
use crate::lexicon::{acts, lemmas};
use crate::mention::Person;
use crate::syntax::{Relation, Upos};

/// Verbs that "it" is the subject of without standing for anything.
const IDLE: &[&str] =
    &["be", "seem", "appear", "rain", "snow", "take", "happen", "matter", "turn", "look", "become", "make", "depend"];

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (_, p) = d.pronoun(m).filter(|(_, p)| p.form == Form::Pronoun(Person::It))?;
    let verb = p.governor.filter(|v| d.doc.syntax.upos[*v] == Upos::Verb && !d.doc.passive(*v))?;
    let e = d.found.over(reporter(d, m)?).filter(|_| !IDLE.contains(&lemmas::verb(d.doc.lower(verb))))?;
    let body = matches!(d.entity(e).kind, EntityType::Org | EntityType::Gpe);
    (body && d.agrees(m, e)).then_some(e.into())
}

/// Who reports what the pronoun is the subject of, by the head of its noun phrase: Skylark of "Skylark said it paid".
pub(super) fn reporter(d: &Discourse<'_>, m: MentionId) -> Option<usize> {
    let ((mention, p), syntax) = (d.mention(m), &d.doc.syntax);
    let verb = p.governor.filter(|v| p.role == GrammaticalRole::Subject && syntax.relation[*v] == Relation::Ccomp)?;
    let reports = |c: &usize| *c < mention.head as usize && acts::act(lemmas::verb(d.doc.lower(*c))).is_some();
    syntax.head(verb).filter(reports).and_then(|c| syntax.dependent(c, Relation::Nsubj))
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    fn lines(verb: &str) -> String {
        format!(
            "1 Skylark PROPN NNP 2 nsubj Name=(ORG)
            2 said VERB VBD 0 root _
            3 it PRON PRP 4 nsubj _
            4 {verb} VERB VBD 2 ccomp SpaceAfter=No
            5 . PUNCT . 2 punct _"
        )
    }

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(&lines("paid"), "own_report", "it"), Some("Skylark".to_owned()));
        assert_eq!(antecedent(&lines("rained"), "own_report", "it"), None);
    }
}
