//! What speaks is said again without a name: "police ... police", "attorneys for the family ... the attorneys", "a poll
//! ... the poll", "a survey ... the study". Of those with this noun the one mentioned last, if all that is said now was
//! said then.
//! Development data: fires 87 times; 12 of 14 judged are right (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::{documents, lemmas};

/// Sentences that "the study" looks back over for a survey.
const SYNONYM_BACK: u32 = 2;
/// Bodies of which a place has one, said without an article.
const SOLE: &[&str] = &["police", "authority"];
/// Nouns that are said of anybody.
const VAGUE: &[&str] = &["people", "person", "man", "woman", "other", "one", "source"];

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let ((mention, p), noun) = (d.nominal(m)?, d.noun(m));
    let bare = p.form == Form::Bare && (mention.plural || noun == "police");
    let sole = bare && SOLE.contains(&noun);
    if !d.attribution.speaks(m) && !sole || VAGUE.contains(&noun) || !bare && p.form != Form::Definite {
        return None;
    }
    // the noun at the head of the same source
    let own = d.same_head(m);
    if let Some(e) = own.filter(|e| d.entity(*e).mentions.len() > 1) {
        return Some(e.into());
    }
    let same = |e: &EntityIdx| {
        let Some((known, (_, q))) = d.state.of(*e).zip(d.latest_nominal(*e)) else { return false };
        let words = if bare { q.words == p.words } else { p.words.iter().all(|w| known.words.contains(w)) };
        q.lemma == p.lemma && q.form != Form::Name && words && d.agrees(m, *e)
    };
    let synonym = |e: &EntityIdx| {
        let Some((n, q)) = d.latest_nominal(*e) else { return false };
        let other = d.doc.lower(d.found.mentions[n].head as usize);
        !bare
            && p.words.len() == 1
            && q.form != Form::Name
            && p.sentence.saturating_sub(q.sentence) <= SYNONYM_BACK
            && documents::alike(noun, lemmas::noun(other))
            && d.agrees(m, *e)
    };
    let mut candidates = d.state.candidates(Some(p.lemma));
    candidates.retain(|e| own != Some(*e));
    candidates.iter().find(|e| same(e)).or_else(|| candidates.iter().find(|e| synonym(e))).copied().map(Into::into)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const AGAIN: &str = "1 Attorneys NOUN NNS 5 nsubj Source=0
        2 for ADP IN 4 case Source=0
        3 the DET DT 4 det Source=0
        4 family NOUN NN 1 nmod Source=0
        5 said VERB VBD 0 root Cue=0
        6 it PRON PRP 7 nsubj Content=0
        7 sank VERB VBD 5 ccomp Content=0|SpaceAfter=No
        8 . PUNCT . 5 punct _

        1 The DET DT 2 det Source=1
        2 attorneys NOUN NNS 3 nsubj Source=1
        3 said VERB VBD 0 root Cue=1
        4 it PRON PRP 5 nsubj Content=1
        5 burned VERB VBD 3 ccomp Content=1|SpaceAfter=No
        6 . PUNCT . 3 punct _";

    const OTHERS: &str = "1 Attorneys NOUN NNS 5 nsubj Source=0
        2 for ADP IN 4 case Source=0
        3 the DET DT 4 det Source=0
        4 family NOUN NN 1 nmod Source=0
        5 said VERB VBD 0 root Cue=0
        6 it PRON PRP 7 nsubj Content=0
        7 sank VERB VBD 5 ccomp Content=0|SpaceAfter=No
        8 . PUNCT . 5 punct _

        1 The DET DT 2 det Source=1
        2 attorneys NOUN NNS 6 nsubj Source=1
        3 of ADP IN 5 case Source=1
        4 the DET DT 5 det Source=1
        5 bank NOUN NN 2 nmod Source=1
        6 said VERB VBD 0 root Cue=1
        7 it PRON PRP 8 nsubj Content=1
        8 burned VERB VBD 6 ccomp Content=1|SpaceAfter=No
        9 . PUNCT . 6 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(AGAIN, "said_again", "The attorneys"), Some("Attorneys for the family".to_owned()));
        assert_eq!(antecedent(OTHERS, "said_again", "The attorneys of the bank"), None);
    }
}
