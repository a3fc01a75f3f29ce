//! Extractions as bytes: one format byte, then the engine's JSON. Views pickle as (extraction, index), so that pickle
//! writes each extraction once.

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use sayso::extraction;
use sayso::span::Span;

use crate::errors;
use crate::views::{Entity, Extraction, Quote};

/// First byte of a blob; raised when the fields of an extraction change.
const FORMAT: u8 = 4;

/// The bytes of an extraction.
pub(crate) fn write(it: &extraction::Extraction) -> PyResult<Vec<u8>> {
    let mut blob = vec![FORMAT];
    serde_json::to_writer(&mut blob, it).map_err(|e| PyValueError::new_err(e.to_string()))?;
    Ok(blob)
}

/// Re-makes an extraction from its pickled bytes. Raises InputError if they are none of this version's.
#[pyfunction]
pub(crate) fn _extraction(blob: &[u8]) -> PyResult<Extraction> {
    match blob {
        [FORMAT, json @ ..] => {
            let it = serde_json::from_slice(json).map_err(|e| format!("broken: {e}"));
            it.and_then(Extraction::new).map_err(|e| errors::input(format!("a pickled extraction is {e}")))
        }
        [other, ..] => {
            Err(errors::input(format!("a pickled extraction has format {other}; this version of sayso reads {FORMAT}")))
        }
        [] => Err(errors::input("a pickled extraction is empty")),
    }
}

/// Re-makes the entity at an index.
#[pyfunction]
pub(crate) fn _entity(extraction: Py<Extraction>, index: usize) -> PyResult<Entity> {
    let n = extraction.get().it().entities.len();
    if index < n { Ok(Entity::new(extraction, index)) } else { Err(PyIndexError::new_err("no such entity")) }
}

/// Re-makes the quote at an index.
#[pyfunction]
pub(crate) fn _quote(extraction: Py<Extraction>, index: usize) -> PyResult<Quote> {
    let n = extraction.get().it().quotes.len();
    if index < n { Ok(Quote::new(extraction, index)) } else { Err(PyIndexError::new_err("no such quote")) }
}

/// Checks all that the views rely on, once, so that none of them can fail later.
///
/// # Errors
/// What is wrong, in a few words.
pub(crate) fn check(it: &extraction::Extraction) -> Result<(), String> {
    let check_span = |s: Span| match it.text.get(s.start as usize..s.end as usize) {
        Some(words) if !words.is_empty() => Ok(()),
        _ => Err(format!("broken: bytes {}..{} are no stretch of its text", s.start, s.end)),
    };
    it.entities.iter().try_for_each(|e| check_entity(it, e))?;
    it.entities.iter().flat_map(|e| &e.mentions).try_for_each(|m| check_span(m.span))?;
    let mut seen = vec![0; it.quotes.len()]; // the quote, plus one, from which each was reached
    for (i, quote) in it.quotes.iter().enumerate() {
        let spans = quote.content.iter().copied().chain(quote.cue).chain(quote.source);
        spans.chain([quote.sentence]).try_for_each(check_span)?;
        if quote.content.is_empty() || quote.content.windows(2).any(|pair| pair[0].end > pair[1].start) {
            return Err("broken: the content of a quote is empty, or overlaps itself".into());
        }
        if quote.speaker.into_iter().chain(quote.addressee).any(|e| e.0 as usize >= it.entities.len()) {
            return Err("broken: a quote names an entity that is not there".into());
        }
        if !(0.0..=1.0).contains(&quote.confidence) {
            return Err("broken: a confidence is no probability".into());
        }
        let mut at = i;
        while seen[at] == 0 {
            seen[at] = i + 1;
            let Some(next) = it.quotes[at].relayed_by else {
                break;
            };
            at = next.0 as usize;
            if at >= it.quotes.len() {
                return Err("broken: a quote names a quote that is not there".into());
            }
            if seen[at] == i + 1 {
                return Err("broken: a quote relays itself".into());
            }
        }
    }
    Ok(())
}

/// Checks what an entity says of itself.
fn check_entity(it: &extraction::Extraction, entity: &extraction::Entity) -> Result<(), String> {
    let share = |p: f32| (0.0..=1.0).contains(&p); // and a number
    let body = entity.affiliation.map(|body| it.entities.get(body.0 as usize));
    if body.is_some_and(|body| body.is_none_or(|body| body.affiliation.is_some())) {
        return Err("broken: an affiliation is none".into());
    }
    if entity.mentions.is_empty() {
        return Err("broken: an entity is not mentioned".into());
    }
    if !share(entity.salience) || entity.gender_guess.is_some_and(|guess| !share(guess.probability)) {
        return Err("broken: a salience or a probability is not from 0 to 1".into());
    }
    Ok(())
}
