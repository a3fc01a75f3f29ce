//! A relative pronoun stands for the noun that its clause hangs on: "the captain, who said", "a plan that failed".
//! Development data: fires 273 times; 24 of 28 judged are right (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::extraction::{EntityType, MentionKind};
use crate::ids::{EntityIdx, MentionId};
use crate::mention::Person;
use crate::syntax::Relation;

/// Steps from the pronoun up to its clause, at most.
const STEPS: usize = 4;
/// Mentions before the pronoun among which a phrase is looked for.
const NEAR: usize = 8;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.pronoun(m)?;
    if p.form != Form::Pronoun(Person::Who) {
        return None;
    }
    let (syntax, head) = (&d.doc.syntax, mention.head as usize);
    // "no matter who wins"
    if head > 0 && d.doc.lower(head - 1) == "matter" {
        return None;
    }
    let mut i = head;
    for _ in 0..STEPS {
        let Some(up) = syntax.head(i) else { break };
        if syntax.relation[i] == Relation::Acl && up < head {
            let e = d.found.over(up);
            // "a system for seniors who rely on it"
            let thing = e.is_some_and(|e| d.entity(e).kind == EntityType::Other);
            let who = matches!(d.doc.lower(head), "who" | "whom");
            let beside_it = up + 1 == head || up + 2 == head && d.doc.word(up + 1) == ",";
            let nearer = if thing && who { someone(d, up, head) } else { None };
            let e = nearer.or(e.filter(|_| !thing || !who || beside_it));
            return e.map(Into::into).or_else(|| beside(d, m));
        }
        i = up;
    }
    beside(d, m)
}

/// The people who stand between a thing and the pronoun just after them.
fn someone(d: &Discourse<'_>, thing: usize, pronoun: usize) -> Option<EntityIdx> {
    let mentions = &d.found.mentions;
    let comma = d.doc.word(pronoun - 1) == ",";
    let end = if comma { pronoun - 1 } else { pronoun };
    let near = mentions.up_to(end - 1, NEAR).filter(|n| mentions[*n].tokens.end as usize == end);
    let people = |n: &MentionId| {
        let kind = mentions[*n].entity;
        matches!(kind, Some(EntityType::Person | EntityType::Group)) && mentions[*n].head as usize > thing
    };
    near.filter(people).last().and_then(|n| d.found.of[n])
}

/// The person who stands just before, where the parser hangs the clause on something else: "met Ada Lund, who said".
fn beside(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let head = d.mention(m).0.head as usize;
    let comma = head.checked_sub(1).filter(|i| d.doc.word(*i) == ",")?;
    let i = comma.checked_sub(1).filter(|i| d.doc.sentence(*i) == d.doc.sentence(head))?;
    let mentions = &d.found.mentions;
    let named = mentions.name_over(i).filter(|n| mentions[*n].is_person_name());
    // "officials in Norhaven, who said"
    let phrase = || {
        let ends =
            |n: &MentionId| mentions[*n].tokens.end as usize == comma && mentions[*n].kind == MentionKind::Nominal;
        let someone = |n: &MentionId| matches!(mentions[*n].entity, Some(EntityType::Person | EntityType::Group));
        mentions.up_to(i, NEAR).filter(ends).filter(someone).last()
    };
    d.found.of[named.or_else(phrase)?].map(Into::into)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const RELATIVE: &str = "1 The DET DT 2 det _
        2 captain NOUN NN 7 nsubj SpaceAfter=No
        3 , PUNCT . 5 punct _
        4 who PRON PRP 5 nsubj _
        5 sank VERB VBD 2 acl SpaceAfter=No
        6 , PUNCT . 2 punct _
        7 waved VERB VBD 0 root SpaceAfter=No
        8 . PUNCT . 7 punct _";

    const QUESTION: &str = "1 Who PRON PRP 2 nsubj _
        2 waved VERB VBD 0 root SpaceAfter=No
        3 ? PUNCT . 2 punct _";

    const BESIDE: &str = "1 Berg PROPN NNP 2 nsubj Name=(PERSON)
        2 met VERB VBD 0 root _
        3 Ada PROPN NNP 2 obj Name=(PERSON
        4 Lund PROPN NNP 3 flat Name=)|SpaceAfter=No
        5 , PUNCT . 7 punct _
        6 who PRON PRP 7 nsubj _
        7 sank VERB VBD 2 conj SpaceAfter=No
        8 . PUNCT . 2 punct _";

    #[test]
    fn it_stands_for_the_name_beside_it_whatever_the_parser_says() {
        assert_eq!(antecedent(BESIDE, "relative_pronoun", "who"), Some("Ada Lund".to_owned()));
    }

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(RELATIVE, "relative_pronoun", "who"), Some("The captain".to_owned()));
        assert_eq!(antecedent(QUESTION, "relative_pronoun", "Who"), None);
    }
}
