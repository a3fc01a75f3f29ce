//! Attributions as spans of text: a cue, who its source is, what its content is. Who the source *is* comes later.
//!
//! Cue first, then its arguments, as in semantic role labelling; both are learned, but for the cues that a rule is sure
//! of ([`sure_cues`]). Declared repairs then mend what the network found and add what no cue accounts for ([`repairs`]).

pub mod acts;
pub mod arguments;
mod crf;
mod cues;
mod draft;
mod people;
mod repairs;
mod runs;
mod sure_cues;
mod types;

use crate::doc::Doc;
use crate::error::Error;
use crate::model::Model;
use crate::rule::{RuleName, Rules};
use crate::stop::Stop;

use draft::Apply;
pub use people::is_nobody;
use repairs::REPAIRS;
use sure_cues::SURE_CUES;
pub use types::{Cue, Frame, Frames};

/// The rule that finds reports inside somebody's words.
pub const QUOTED_REPORT: RuleName = "quoted_report";

/// The rule that finds who is said to have said something.
pub const HEARSAY: RuleName = "cue_hearsay";

/// The rule that finds the turns of transcripts.
pub const DIALOGUE_TURNS: RuleName = "dialogue_turns";

/// The declared rules of this stage, in the order in which they are applied.
pub fn rules() -> impl Iterator<Item = RuleName> {
    let repairs = REPAIRS.iter().filter(|r| !matches!(r.apply, Apply::Tidy(_))).map(|r| r.name);
    SURE_CUES.iter().map(|s| s.name).chain(repairs)
}

/// All attributions of an article.
///
/// # Errors
/// [`Error::Stopped`] if `stop` was raised meanwhile.
pub fn frames(doc: &Doc, model: &Model, rules: &Rules, stop: &Stop) -> Result<Frames, Error> {
    let (cues, by_rule): (Vec<Cue>, Vec<Option<RuleName>>) =
        cues::cues(doc, model, SURE_CUES, rules).into_iter().unzip();
    let mut found = arguments::Arguments::new(doc, model).frames(&cues, stop)?;
    for (frame, rule) in found.iter_mut().zip(by_rule) {
        frame.rules.extend(rule);
    }
    Ok(draft::mend(doc, found, REPAIRS, rules))
}
