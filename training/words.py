"""Tokens, their shapes and quotation flags for training texts.

A short mirror of the engine's `text` stage: close enough that the weights see in training what they meet
in use. The engine's own tokeniser is the reference; a token here or there may differ.
"""
import re

ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof Sen Sens Rep Reps Gov Govs Gen Col Lt Sgt Capt Maj Adm Rev Hon Jr Sr St Inc Corp Co Ltd Bros "
    "No vs Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La "
    "Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Ave Blvd Rd Mt Ft etc"
).split()
TOKEN = re.compile(
    r"""
    https?://\S+ | www\.\S+ | [\w.+-]+@[\w-]+\.[\w.]+\w
  | (?:[^\W\d_]\.){2,}                             # U.S.  a.m.
  | (?:%s)\.(?=\s)                                 # Mr.
  | [A-Z]\.(?=\s+[A-Z])                            # J. Smith
  | \.{2,} | …+ | --+ | `` | ''
  | [^\W\d_]+(?=n['’]t\b) | n['’]t\b               # do n't
  | ['’](?:s|re|ve|ll|d|m)\b                       # 's
  | [Cc]an(?=not\b)
  | \d+(?:[.,:/]\d+)*
  | [@\#]?\w+ (?:['’](?!(?:s|re|ve|ll|d|m|t)\b)\w+)*
  | [^\w\s]
    """
    % "|".join(ABBREVIATIONS),
    re.X | re.I,
)
OPEN, CLOSE, EITHER = "“„«", "”»", {'"', "``", "''"}


def split(text):
    """[(start, end)] of the tokens, in code points."""
    return [m.span() for m in TOKEN.finditer(text)]


SHAPES = 10  # see shape()


def shape(word):
    """0 lower, 1 Title, 2 UPPER, 3 one capital, 4 miXed, 5 digits, 6 letters and digits, 7 marks, 8 special, 9 no case"""
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isdigit() for c in word)
    if not letters:
        return 5 if digits else 7
    if digits:
        return 6
    upper = [c for c in letters if c.isupper()]
    lower = [c for c in letters if c.islower()]
    if not upper:
        return 0 if lower else 9
    if not lower:
        return 3 if len(letters) == 1 else 2
    return 1 if letters[0].isupper() and len(upper) == 1 else 4


SPECIAL = 8
FEATURES = SHAPES * 4


def feature(word, quoted, opens_paragraph):
    """row of the feature embedding: shape, inside double quotation marks, first of its paragraph"""
    return shape(word) * 4 + 2 * int(quoted) + int(opens_paragraph)


def quoted(words, paragraph):
    """for each word, whether it stands inside double quotation marks (the marks included); reset at paragraphs"""
    out, inside, last = [], False, None
    for w, p in zip(words, paragraph):
        if p != last:
            inside, last = False, p
        if w in EITHER:
            out.append(True)
            inside = not inside
        elif w in OPEN:
            inside = True
            out.append(True)
        elif w in CLOSE:
            out.append(True)
            inside = False
        else:
            out.append(inside)
    return out
