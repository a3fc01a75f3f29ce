//! Cues that a rule finds whatever the network says. A new one is a file here and a line in the list.

use super::cues::{Place, SureCue};

/// Declares each rule's file and its place in the list: `Over` takes the place of a cue of the network's, `Beside` fits
/// only where there is none.
macro_rules! sure_cues {
    ($($place:ident $name:ident,)*) => {
        $(mod $name;)*
        pub(super) const SURE_CUES: &[SureCue] =
            &[$(SureCue { name: stringify!($name), place: Place::$place, at: $name::at }),*];
    };
}

sure_cues! {
    Over according_to,
    Over in_the_words_of,
    Beside per,
    Beside quoted_report,
}
