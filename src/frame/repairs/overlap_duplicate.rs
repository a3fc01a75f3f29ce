//! Two cues of one act of speech make one frame: of "said in a statement that ..." the frame that the network is surer of
//! stays, or that of "told", for it has a hearer.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::frame::repair::{Done, Draft};
use crate::lexicon::lemmas;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let tells = |f: &Frame| f.cue.is_some_and(|c| c.tokens.range().any(|i| lemmas::verb(doc.word(i)) == "tell"));
    let weight = |f: &Frame| (tells(f), f.cue.map_or(0.0, |c| c.probability) * f.content_probability);
    let mut keep = vec![true; draft.list.len()];
    for j in 1..draft.list.len() {
        for i in draft.before(j) {
            let (a, b) = (&draft.list[i], &draft.list[j]);
            if !keep[i] || !keep[j] {
                continue;
            }
            let both = a.said().filter(|t| b.says(*t)).count();
            if both * 5 > (a.size() + b.size() - both) * 4 && !a.nested_in(b) && !b.nested_in(a) {
                keep[if weight(a) < weight(b) { i } else { j }] = false;
            }
        }
    }
    Done { dropped: (0..keep.len()).filter(|k| !keep[*k]).collect(), ..Done::default() }
}
