//! Is it English?

use super::Token;

/// The language of a text, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Another one: its ISO 639-1 code where a few common words tell it, else "und".
    Other(&'static str),
    /// Too few words to tell.
    Unknown,
}

/// Words that are looked at; more do not change the answer.
const ENOUGH: usize = 4000;

/// Fewest words that tell a language.
const FEWEST: usize = 12;

/// Very common words. Those that other languages of the list spell alike (in, an, on, me, no, die, was, ...) are left out.
#[rustfmt::skip]
static ENGLISH: &[&str] = &[
    "about", "after", "all", "and", "are", "at", "be", "been", "but", "by", "can", "for", "from", "had", "has", "have",
    "he", "her", "his", "i", "if", "is", "it", "its", "my", "not", "of", "or", "our", "said", "she", "that", "the",
    "their", "there", "they", "this", "to", "we", "were", "what", "when", "which", "who", "will", "with", "would",
    "you", "your",
];

/// Common words of some other languages.
static OTHERS: &[(&str, &[&str])] = &[
    ("da", &["af", "at", "det", "ikke", "og", "som", "til", "var"]),
    ("de", &["auf", "das", "der", "die", "ein", "eine", "ist", "mit", "nicht", "und", "von", "zu"]),
    ("es", &["con", "del", "el", "en", "es", "las", "los", "para", "por", "que", "una", "y"]),
    ("fr", &["au", "dans", "des", "du", "est", "et", "le", "les", "pour", "que", "qui", "une"]),
    ("it", &["che", "della", "di", "e", "gli", "il", "nel", "non", "per", "si", "sono", "una"]),
    ("nl", &["dat", "de", "een", "en", "het", "ik", "met", "niet", "op", "te", "van", "voor"]),
    ("pl", &["do", "i", "jest", "na", "nie", "się", "to", "w", "z", "że"]),
    ("pt", &["as", "com", "da", "do", "em", "não", "os", "para", "por", "que", "uma", "é"]),
    ("sv", &["att", "av", "det", "en", "för", "inte", "och", "på", "som", "är"]),
];

/// Tells the language from the share of very common words, and from the script of the letters.
///
/// Running English has 35 to 50 of these words in a hundred, a list of English names or headlines 5 to 20, text in
/// another language under 5; a text is English from 12 up, or from 6 up if no other language has more of its own.
pub(super) fn language(text: &str, tokens: &[Token]) -> Language {
    let mut words = 0usize;
    let mut english = 0usize;
    let mut foreign = 0usize; // words in another script
    let mut others = [0usize; OTHERS.len()];
    let mut lower = String::new();
    // A sample over the whole text: the head alone may be a list of names.
    let step = tokens.len() / (2 * ENOUGH) + 1;
    for token in tokens.iter().step_by(step) {
        let word = token.span.of(text);
        let Some(first) = word.chars().next().filter(|c| c.is_alphabetic()) else { continue };
        words += 1;
        // Beyond the Latin blocks.
        foreign += usize::from(first > '\u{24f}' && !('\u{1e00}'..='\u{1eff}').contains(&first));
        if word.len() > 6 {
            continue;
        }
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        english += usize::from(ENGLISH.binary_search(&lower.as_str()).is_ok());
        for (count, (_, list)) in others.iter_mut().zip(OTHERS) {
            *count += usize::from(list.contains(&lower.as_str()));
        }
    }
    if foreign * 2 > words {
        return Language::Other("und");
    }
    if words < FEWEST {
        return Language::Unknown;
    }
    let most = others.iter().enumerate().max_by_key(|(i, count)| (**count, usize::MAX - i));
    let (best, most) = most.map_or((0, 0), |(i, count)| (i, *count));
    if english * 100 >= words * 12 && english >= most || english * 100 >= words * 6 && english > most {
        return Language::English;
    }
    if most * 100 >= words * 10 && most > english {
        return Language::Other(OTHERS[best].0);
    }
    // A short list of names or figures may be of any language.
    if words < 4 * FEWEST && most == 0 { Language::Unknown } else { Language::Other("und") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::read;

    #[test]
    fn a_few_languages() {
        let en = "The government said on Tuesday that it would not pay the members of its own party.";
        let de = "Die Regierung sagte am Dienstag, dass sie den Mitgliedern der Partei nicht das Geld geben will.";
        let fr = "Le gouvernement a annoncé mardi que les membres du parti ne seront pas payés dans les délais.";
        let es = "El gobierno dijo el martes que no va a pagar a los miembros del partido en las próximas semanas.";
        let ru = "Правительство заявило во вторник, что оно не будет платить членам партии в срок.";
        assert_eq!(read(en).language, Language::English);
        assert_eq!(read(de).language, Language::Other("de"));
        assert_eq!(read(fr).language, Language::Other("fr"));
        assert_eq!(read(es).language, Language::Other("es"));
        assert_eq!(read(ru).language, Language::Other("und"));
        assert_eq!(read("").language, Language::Unknown);
        assert_eq!(read("Too short to tell").language, Language::Unknown);
    }

    #[test]
    fn words_are_sorted() {
        assert!(ENGLISH.is_sorted());
    }
}
