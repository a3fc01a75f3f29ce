//! One-line forms within 80 columns.

use unicode_width::UnicodeWidthChar;

/// Columns of a line.
const WIDTH: usize = 80;
const ELLIPSIS: char = '…';

/// A character as Python's repr shows it.
fn escaped(c: char, quote: char) -> String {
    match c {
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        '\\' => "\\\\".into(),
        _ if c == quote => format!("\\{c}"),
        '\'' | '"' => c.into(),
        _ if is_printable(c) => c.into(),
        _ => match u32::from(c) {
            n @ ..0x100 => format!("\\x{n:02x}"),
            n @ ..0x1_0000 => format!("\\u{n:04x}"),
            n => format!("\\U{n:08x}"),
        },
    }
}

/// True of characters that show as themselves; behind a letter, so that combining marks do too.
fn is_printable(c: char) -> bool {
    let pair: String = ['a', c].into_iter().collect();
    pair.escape_debug().count() == 2
}

/// Columns of a string; no character counts for nothing, so that a line of combining marks has an end too.
fn columns(s: &str) -> usize {
    s.chars().map(|c| c.width().unwrap_or(1).max(1)).sum()
}

/// `text` in quotation marks like Python's, cut to `room` columns.
fn quoted(text: &str, room: usize) -> String {
    let head: String = text.chars().take(room + 1).collect(); // a character takes a column or more
    let quote = if head.contains('\'') && !head.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    let mut used = 2; // both marks
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = escaped(c, quote);
        used += columns(&next);
        let reserve = usize::from(chars.peek().is_some()); // for the ellipsis
        if used + reserve > room {
            // the reserve was kept by the character before
            out.push(ELLIPSIS);
            break;
        }
        out.push_str(&next);
    }
    out.push(quote);
    out
}

/// `head 'text'tail` in parentheses after `class`, the text cut so that the line fits.
fn line(class: &str, head: &str, text: &str, tail: &str) -> String {
    let taken = columns(class) + columns(head) + columns(tail) + 2;
    format!("{class}({head}{}{tail})", quoted(text, WIDTH.saturating_sub(taken)))
}

/// `Extraction('id', 12 entities, 20 quotes, 2199 characters)`
pub(crate) fn extraction(id: &str, entities: usize, quotes: usize, characters: u32) -> String {
    let tail = format!(
        ", {}, {}, {}",
        counted(entities, "entity", "entities"),
        counted(quotes, "quote", "quotes"),
        counted(characters as usize, "character", "characters")
    );
    line("Extraction", "", id, &tail)
}

/// `Entity(PERSON 'Ada Lund', roles=['harbour minister'], 7 mentions)`
pub(crate) fn entity(kind: &str, name: &str, roles: &[String], mentions: usize) -> String {
    let tail = format!(", {}", counted(mentions, "mention", "mentions"));
    if roles.is_empty() {
        return line("Entity", &format!("{kind} "), name, &tail);
    }
    let name = quoted(name, 28);
    let room = WIDTH - columns(&format!("Entity({kind} {name}, roles=[]{tail})"));
    let mut list = String::new();
    for (i, role) in roles.iter().enumerate() {
        let left = room.saturating_sub(columns(&list) + if i > 0 { 2 } else { 0 });
        let reserve = if i + 1 < roles.len() { 3 } else { 0 }; // ", …"
        let whole = quoted(role, WIDTH + 1); // one too long if cut
        if columns(&whole) + reserve <= left {
            list += if i > 0 { ", " } else { "" };
            list += &whole;
        } else if i == 0 {
            list = quoted(role, left.saturating_sub(reserve));
            list += if reserve > 0 { ", …" } else { "" };
            break;
        } else {
            list += ", …";
            break;
        }
    }
    format!("Entity({kind} {name}, roles=[{list}]{tail})")
}

/// `Mention(name 'Ada Lund' 57:65)`
pub(crate) fn mention(kind: &str, text: &str, start: u32, end: u32) -> String {
    line("Mention", &format!("{kind} "), text, &format!(" {start}:{end}"))
}

/// `Quote('that the ferry would run until March', speaker='Ada Lund')`: the words come first and get the room.
pub(crate) fn quote(text: &str, speaker: Option<&str>, source: Option<&str>) -> String {
    let tail = match (speaker, source) {
        (Some(name), _) => format!(", speaker={}", quoted(name, 22)),
        (None, Some(words)) => format!(", source={}", quoted(words, 22)),
        (None, None) => ", speaker=None".into(),
    };
    line("Quote", "", text, &tail)
}

/// `Span(57:65 'Ada Lund')`
pub(crate) fn span(start: u32, end: u32, text: &str) -> String {
    line("Span", &format!("{start}:{end} "), text, "")
}

fn counted(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// `Table(quotes, 20 rows: article_id, quote_id, …)`
pub(crate) fn table(name: &str, rows: usize, names: &[String]) -> String {
    let mut out = format!("Table({name}, {}: ", counted(rows, "row", "rows"));
    for (i, column) in names.iter().enumerate() {
        let last = i + 1 == names.len();
        let reserve = if last { 1 } else { 4 }; // ")", or ", …)"
        let comma = if i > 0 { 2 } else { 0 };
        if columns(&out) + comma + columns(column) + reserve > WIDTH {
            out += if i > 0 { ", …" } else { "…" };
            break;
        }
        out += if i > 0 { ", " } else { "" };
        out += column;
    }
    out + ")"
}
