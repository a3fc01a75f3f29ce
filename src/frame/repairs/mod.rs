//! Repairs of frames, in the order in which they are applied. A new one is a file here and a line in the list.

use super::draft::{Apply, Repair};

/// Declares each repair's file and its place in the list. `Each` looks at one frame, `All` at all frames of an article,
/// `Tidy` is no rule.
macro_rules! repairs {
    ($($kind:ident $name:ident,)*) => {
        $(mod $name;)*
        pub(super) const REPAIRS: &[Repair] =
            &[$(Repair { name: stringify!($name), apply: Apply::$kind($name::apply) }),*];
    };
}

repairs! {
    Each clause_form,
    Each cue_complementiser,
    Each cue_clause,
    Each cue_infinitive,
    Each cue_hearsay,
    Each cue_shown,
    Each cue_determiner,
    Each source_agent,
    Each source_subject,
    Each source_author,
    Each source_hearer,
    Each source_relayed,
    Each edge_inner_marks,
    Each edge_quotation_marks,
    Tidy tidy_wordless,
    Each edge_colon,
    Each edge_lead,
    Each edge_hearer,
    Each edge_time,
    Each edge_participle,
    Each edge_sentence,
    Each edge_relative_clause,
    Each edge_cue,
    Tidy tidy_source,
    Each edge_source,
    Tidy tidy_content,
    Each edge_anonymity,
    Tidy tidy_merge,
    Each edge_paragraph,
    All overlap_sentence,
    All overlap_duplicate,
    All overlap_second_verb,
    All overlap_beyond,
    All overlap_cue,
    All overlap_conjunct,
    All edge_before,
    All question_answered,
    All dialogue_turns,
    All dialogue_signature,
    All quotation_beside,
    All floating_quotations,
    Tidy tidy_order,
    All overlap_quotation,
    Tidy tidy_unwritten,
}
