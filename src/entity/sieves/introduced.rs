//! Whose words a paragraph gives is the one whom the paragraph before it brought in, the only one named there: "Others were
//! less kind, like the pilot Tom Berg. / "It is a farce," he said."
//! Development data: fires 9 times; none of them can be judged (eval/rules.csv).

use super::reflexive::is_reflexive;
use crate::entity::discourse::{Antecedent, Discourse};
use crate::ids::{EntityIdx, MentionId};
use crate::span::Tokens;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.he_or_she(m)?;
    let head = mention.head as usize;
    if is_reflexive(d.doc, head) || !d.attribution.is_quoted(m) || !d.attribution.is_reporters(head) {
        return None;
    }
    let paragraph = |k: u32| d.doc.paragraphs[k as usize].tokens;
    let (own, before) = (paragraph(p.paragraph), paragraph(p.paragraph.checked_sub(1)?));
    // no caption or headline
    let told = before.range().rev().find(|i| d.doc.is_written(*i)).is_some_and(|i| matches!(d.doc.word(i), "." | ":"));
    if !told || people(d, Tokens { start: own.start, end: mention.tokens.start }, false).next().is_some() {
        return None;
    }
    let e = people(d, before, false).next()?;
    let alone = people(d, before, true).all(|other| other == e);
    (alone && d.agrees(m, e)).then_some(e.into())
}

/// The people whom the reporter's words name in a run of tokens, and if `pronouns` also those meant by "he" and "she".
fn people(d: &Discourse<'_>, run: Tokens, pronouns: bool) -> impl Iterator<Item = EntityIdx> {
    let mentions = d.between(run.start, run.end).filter(move |n| {
        let (mention, q) = d.mention(*n);
        let person = mention.is_person_name() || pronouns && q.form.is_he_or_she();
        person && d.attribution.is_reporters(mention.head as usize)
    });
    mentions.filter_map(|n| d.found.of[n])
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    fn article(second: &str) -> String {
        format!(
            "# newpar
            1 One NUM CD 3 nsubj _
            2 was AUX VBD 3 cop _
            3 Tom PROPN NNP 0 root Name=(PERSON
            4 Berg PROPN NNP 3 flat Name=)
            5 of ADP IN 6 case _
            6 {second} PROPN NNP 3 nmod Name=(PERSON)|SpaceAfter=No
            7 . PUNCT . 3 punct _

            # newpar
            1 “ PUNCT `` 2 punct Content=0|SpaceAfter=No
            2 No INTJ UH 5 ccomp Content=0|SpaceAfter=No
            3 ” PUNCT '' 2 punct Content=0
            4 he PRON PRP 5 nsubj Source=0
            5 said VERB VBD 0 root Cue=0|SpaceAfter=No
            6 . PUNCT . 5 punct _"
        )
    }

    #[test]
    fn fires_and_does_not() {
        let alone = article("Leith").replace("Name=(PERSON)|", "Name=(GPE)|");
        assert_eq!(antecedent(&alone, "introduced", "he"), Some("Tom Berg".to_owned()));
        assert_eq!(antecedent(&article("Lund"), "introduced", "he"), None);
    }
}
