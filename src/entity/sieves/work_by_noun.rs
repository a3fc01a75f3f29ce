//! A nominal for a work is the work mentioned last: "his memoir, Silent Harbour, ... the book".
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::head_match;
use crate::extraction::EntityType;
use crate::ids::MentionId;
use crate::mention::is_work;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    if !head_match::is_definite(d, m) || !is_work(&d.noun(m)) {
        return None;
    }
    let work = d.most_recent(|e| d.entity(e).named && d.entity(e).kind == EntityType::WorkOfArt);
    work.filter(|e| d.agrees(m, *e)).map(Into::into)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const WORK: &str = "1 Ada PROPN NNP 3 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 wrote VERB VBD 0 root _
        4 Silent PROPN NNP 5 amod Name=(WORK_OF_ART
        5 Harbour PROPN NNP 3 obj Name=)|SpaceAfter=No
        6 . PUNCT . 3 punct _

        1 The DET DT 2 det _
        2 book NOUN NN 3 nsubj _
        3 left VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _";

    const THING: &str = "1 Ada PROPN NNP 3 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 wrote VERB VBD 0 root _
        4 Silent PROPN NNP 5 amod Name=(WORK_OF_ART
        5 Harbour PROPN NNP 3 obj Name=)|SpaceAfter=No
        6 . PUNCT . 3 punct _

        1 The DET DT 2 det _
        2 boat NOUN NN 3 nsubj _
        3 left VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(WORK, "work_by_noun", "The book"), Some("Silent Harbour".to_owned()));
        assert_eq!(antecedent(THING, "work_by_noun", "The boat"), None);
    }
}
