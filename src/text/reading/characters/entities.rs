//! HTML entities: `&quot;` is a quotation mark, `&#8217;` and `&amp;rsquo;` an apostrophe.

use super::{Found, mojibake};

/// Entities by name, in the order of their names, and the sign of each.
#[rustfmt::skip]
static NAMED: &[(&str, &str)] = &[
    ("AMP", "&"), ("Aacute", "Á"), ("Agrave", "À"), ("Aring", "Å"), ("Auml", "Ä"), ("Ccedil", "Ç"), ("Eacute", "É"),
    ("GT", ">"), ("LT", "<"), ("Ntilde", "Ñ"), ("Oslash", "Ø"), ("Ouml", "Ö"), ("QUOT", "\""), ("Scaron", "Š"),
    ("Uuml", "Ü"), ("aacute", "á"), ("acirc", "â"), ("acute", "´"), ("aelig", "æ"), ("agrave", "à"), ("amp", "&"),
    ("apos", "'"), ("aring", "å"), ("atilde", "ã"), ("auml", "ä"), ("bdquo", "„"), ("bull", "•"), ("ccedil", "ç"),
    ("cent", "¢"), ("copy", "©"), ("deg", "°"), ("eacute", "é"), ("ecirc", "ê"), ("egrave", "è"), ("emsp", " "),
    ("ensp", " "), ("euml", "ë"), ("euro", "€"), ("frac12", "½"), ("gt", ">"), ("hellip", "…"), ("iacute", "í"),
    ("icirc", "î"), ("iuml", "ï"), ("laquo", "“"), ("ldquo", "“"), ("lsaquo", "‹"), ("lsquo", "‘"), ("lt", "<"),
    ("mdash", "—"), ("middot", "·"), ("nbsp", " "), ("ndash", "–"), ("ntilde", "ñ"), ("oacute", "ó"), ("ocirc", "ô"),
    ("oslash", "ø"), ("otilde", "õ"), ("ouml", "ö"), ("para", "¶"), ("pound", "£"), ("prime", "′"), ("quot", "\""),
    ("raquo", "”"), ("rdquo", "”"), ("reg", "®"), ("rsaquo", "›"), ("rsquo", "’"), ("sbquo", "‚"), ("scaron", "š"),
    ("sect", "§"), ("shy", ""), ("szlig", "ß"), ("thinsp", " "), ("times", "×"), ("trade", "™"), ("uacute", "ú"),
    ("ucirc", "û"), ("uuml", "ü"), ("yacute", "ý"), ("yen", "¥"), ("zwj", ""), ("zwnj", ""),
];

/// What the entity at `at` stands for; one that was encoded twice or three times over too.
pub(super) fn at(text: &str, at: usize) -> Option<Found> {
    let mut name = at + 1;
    for _ in 0..2 {
        let Some(rest) = text[name..].strip_prefix("amp;") else { break };
        let nested = name + "amp;".len();
        if one(rest).is_none() {
            break;
        }
        name = nested;
    }
    let (length, sign) = one(&text[name..])?;
    Some(Found::new(name + length, sign))
}

/// The entity whose name `rest` begins with, and the length of the name with its semicolon.
fn one(rest: &str) -> Option<(usize, String)> {
    let length = rest.bytes().take(9).position(|b| b == b';')?;
    let name = &rest[..length];
    let sign = match name.strip_prefix('#') {
        None => NAMED[NAMED.binary_search_by_key(&name, |(name, _)| name).ok()?].1.to_owned(),
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            match char::from_u32(code)? {
                '\0' => return None,
                // browsers read these as the marks of Windows-1252
                '\u{80}'..='\u{9f}' => mojibake::of_byte(code as u8)?.to_string(),
                '\u{a0}' => " ".to_owned(),
                '\u{ad}' | '\u{200b}'..='\u{200d}' => String::new(),
                c => c.to_string(),
            }
        }
    };
    Some((length + 1, sign))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::NAMED;

    #[test]
    fn names_are_sorted() {
        assert!(NAMED.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn entities_are_signs() {
        assert_eq!(read("&quot;It&#39;s Smith &amp; Howe&rsquo;s,&#x201D; &#147;he"), "\"It's Smith & Howe’s,” “he");
        assert_eq!(
            read("Ada&nbsp;Lund &amp;quot;safe&amp;amp;quot; &amp;amp; Sons, B&amp;Q"),
            "Ada Lund \"safe\" & Sons, B&Q"
        );
    }

    #[test]
    fn what_is_no_entity_stays() {
        let text = "R&D; AT&T, &unknown; &#0; &#xFFFFFFF; &; &amp";
        assert_eq!(read(text), text);
    }
}
