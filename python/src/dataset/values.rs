//! What every table of ours keeps to, looked for in those that come back from bytes: pickles and parts of a run.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{Array, ArrayRef, Int32Array, RecordBatch, StructArray};
use arrow_schema::{DataType, Fields, SchemaRef};
use sayso::columns::tables::TABLES;
use sayso::extraction::{Act, EntityType, Gender, MentionKind, QuoteKind};

use super::arrow::{self, Form};
use super::held::words;

/// Columns of text that these are beside so many of a table's own: what articles carry along.
pub(super) fn kept(own: usize, fields: &Fields) -> Vec<String> {
    let more = fields.iter().skip(own).filter(|field| *field.data_type() == DataType::Utf8);
    more.map(|field| field.name().clone()).collect()
}

/// The columns of a table of that name that has these, its own or those of `map_batches`: as it is given, and as these
/// are, which may be the same; and how many are no article's.
pub(super) fn forms(name: &str, fields: &Fields) -> Option<([SchemaRef; 2], usize)> {
    let k = TABLES.iter().position(|(table, _)| *table == name);
    if k.is_none() && name != "nested" {
        return None;
    }
    let columns = arrow::mapped_schema(k, &[], Form::Given).fields().len();
    let mapped = [Form::Given, Form::Held].map(|form| arrow::mapped_schema(k, &kept(columns, fields), form));
    let own = k.map(|k| {
        let columns = TABLES[k].1.len();
        ([Form::Given, Form::Held].map(|form| arrow::schema_with(k, &kept(columns, fields), form)), columns)
    });
    let all = [Some((mapped, columns)), own].into_iter().flatten();
    all.flat_map(|([given, held], n)| [([given.clone(), given.clone()], n), ([given, held], n)])
        .find(|([_, these], _)| these.fields() == fields)
}

/// Checks the values of a batch of which so many columns are a table's own.
///
/// # Errors
/// What is wrong.
pub(super) fn check(batch: &RecordBatch, own: usize) -> Result<(), String> {
    let columns: Vec<usize> = (0..own.min(batch.num_columns())).collect();
    rows(&StructArray::from(batch.project(&columns).map_err(|e| e.to_string())?))
}

/// Checks rows: of a table, or of those that are nested in an article's.
fn rows(rows: &StructArray) -> Result<(), String> {
    for (field, column) in rows.fields().iter().zip(rows.columns()) {
        values(field.name(), column).map_err(|why| format!("{:?} {why}", field.name()))?;
    }
    for (text, start, end) in [
        ("text", "start", "end"),
        ("cue", "cue_start", "cue_end"),
        ("source", "source_start", "source_end"),
        ("sentence", "sentence_start", "sentence_end"),
    ] {
        let content = rows.column_by_name("content").filter(|_| text == "text");
        let [Some(text), Some(start), Some(end)] = [text, start, end].map(|name| rows.column_by_name(name)) else {
            continue;
        };
        (0..rows.len()).try_for_each(|row| extent(words(text, row), [numbers(start), numbers(end)], row, content))?;
    }
    Ok(())
}

fn numbers(column: &ArrayRef) -> &Int32Array {
    column.as_primitive::<Int32Type>()
}

/// Checks a column by itself.
fn values(name: &str, column: &ArrayRef) -> Result<(), String> {
    match column.data_type() {
        DataType::Float64 => {
            // every one is a probability or a share
            let fits = |value| (0.0..=1.0).contains(&value);
            let all = column.as_primitive::<Float64Type>().iter().flatten().all(fits);
            if all { Ok(()) } else { Err("is not from 0 to 1".into()) }
        }
        DataType::Int32 => match numbers(column).iter().flatten().all(|n| n >= 0) {
            true => Ok(()),
            false => Err("is below 0".into()),
        },
        DataType::Utf8 => match column.as_string::<i32>().iter().flatten().find(|value| !known(name, value)) {
            None => Ok(()),
            Some(value) => Err(format!("is {value:?}")),
        },
        DataType::List(item) if name != "content" && matches!(item.data_type(), DataType::Struct(_)) => {
            rows(column.as_list::<i32>().values().as_struct())
        }
        _ => Ok(()),
    }
}

/// False of a value that is none of those that a column may have.
fn known(column: &str, value: &str) -> bool {
    match column {
        "type" => EntityType::from_name(value).is_some(),
        "kind" => MentionKind::from_name(value).is_some() || QuoteKind::from_name(value).is_some(),
        "act" => Act::from_name(value).is_some(),
        "gender" | "gender_guess" => Gender::from_name(value).is_some(),
        _ => true,
    }
}

/// Checks that a stretch of text is as long as its offsets say; `content` are the spans that it consists of.
fn extent(
    text: Option<&str>,
    [start, end]: [&Int32Array; 2],
    row: usize,
    content: Option<&ArrayRef>,
) -> Result<(), String> {
    let there = [text.is_some(), start.is_valid(row), end.is_valid(row)];
    let Some(text) = text.filter(|_| there == [true; 3]) else {
        let wrong = || Err("a text has no offsets, or offsets have no text".into());
        return if there == [false; 3] { Ok(()) } else { wrong() };
    };
    let own = [(start.value(row), end.value(row))];
    let mut spans = own.to_vec();
    if let Some(content) = content.map(|content| content.as_list::<i32>()) {
        let parts = content.value(row);
        let parts = parts.as_struct();
        let [starts, ends] = [0, 1].map(|k| numbers(parts.column(k)).values());
        spans = starts.iter().copied().zip(ends.iter().copied()).collect();
        let outer = spans.first().zip(spans.last()).map(|(first, last)| [(first.0, last.1)]);
        if parts.null_count() + parts.column(0).null_count() + parts.column(1).null_count() > 0 || outer != Some(own) {
            return Err("a quote does not begin or end where its content does".into());
        }
    }
    let ordered = spans.windows(2).all(|pair| pair[0].1 <= pair[1].0) && spans.iter().all(|span| span.0 < span.1);
    let length: i64 = spans.iter().map(|(start, end)| i64::from(*end) - i64::from(*start)).sum();
    let length = length + spans.len() as i64 - 1; // one space between two
    match ordered && text.chars().count() as i64 == length {
        true => Ok(()),
        false => Err("the offsets of a text do not fit its length".into()),
    }
}
