//! "His" and "himself" in a relative clause are the one whom the clause is about: "Tom Berg, who lost his boat", unless somebody
//! else stands between.
//! Development data: fires 5 times; 0 of 1 judged are right (eval/rules.csv).

use super::reflexive::is_reflexive;
use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::GrammaticalRole;
use crate::extraction::EntityType;
use crate::ids::MentionId;
use crate::syntax::Relation;

/// Steps from the pronoun up to its clause, at most.
const STEPS: usize = 4;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.he_or_she(m)?;
    let (syntax, head) = (&d.doc.syntax, mention.head as usize);
    if p.role != GrammaticalRole::Owner && !is_reflexive(d.doc, head) {
        return None;
    }
    let mut up = syntax.head(head)?;
    for _ in 0..STEPS {
        match syntax.relation[up] {
            Relation::Acl => break,
            // a clause inside it has a subject of its own
            Relation::Ccomp | Relation::Advcl | Relation::Root => return None,
            _ => up = syntax.head(up)?,
        }
    }
    let subject = |j: &usize| *j < head && syntax.relation[*j] == Relation::Nsubj && d.doc.lower(*j) == "who";
    let who = syntax.dependents(up).filter(|_| syntax.relation[up] == Relation::Acl).find(subject)?;
    let e = d.found.over(who)?;
    let other = |n: MentionId| {
        let other = d.found.of[n].filter(|other| *other != e);
        other.is_some_and(|other| d.entity(other).kind == EntityType::Person && d.agrees(m, other))
    };
    let between = d.between(who as u32 + 1, mention.tokens.start).any(other);
    (!between && d.agrees(m, e)).then_some(e.into())
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    fn clause(object: &str) -> String {
        format!(
            "1 Ada PROPN NNP 11 nsubj Name=(PERSON
            2 Lund PROPN NNP 1 flat Name=)
            3 met VERB VBD 0 root _
            4 Tom PROPN NNP 3 obj Name=(PERSON
            5 Berg PROPN NNP 4 flat Name=)|SpaceAfter=No
            6 , PUNCT . 8 punct _
            7 who PRON WP 8 nsubj _
            8 lost VERB VBD 4 acl _
            {object}
            11 boat NOUN NN 8 obj SpaceAfter=No
            12 . PUNCT . 3 punct _"
        )
    }

    #[test]
    fn fires_and_does_not() {
        let own = clause("9 his PRON PRP$ 11 nmod _\n10 old ADJ JJ 11 amod _");
        assert_eq!(antecedent(&own, "own_clause", "his"), Some("Tom Berg".to_owned()));
        let other = clause("9 Piet PROPN NNP 8 iobj Name=(PERSON)\n10 his PRON PRP$ 11 nmod _");
        assert_eq!(antecedent(&other, "own_clause", "his"), None);
    }
}
