//! The line: one statement a stage. Start reading here.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::article::Article;
use crate::doc::Doc;
use crate::encode::Vectors;
use crate::entity::Entities;
use crate::error::{ArticleError, Error, Stage};
use crate::extraction::{Extraction, Kinds, Types};
use crate::frame::{Frame, Frames};
use crate::mention::Mention;
use crate::model::Model;
use crate::quote::{Metadata, Selection};
use crate::rule::{RuleName, Rules};
use crate::stop::Stop;
use crate::text::{Language, Reading, Segmentation, Vocabulary};
use crate::{encode, entity, frame, mention, quote, syntax, text};

/// Quotes below this confidence are left out by default: of those kept 85 in 100 or more are right on annotated news, by
/// leaving one article out (`training/confidence.py` prints the trade).
pub const MIN_CONFIDENCE: f64 = 0.5;

/// What a user may set.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Articles of more code points than this are refused.
    pub max_chars: Option<usize>,
    /// Quotes of a lower confidence are left out, direct ones apart; 0 keeps all.
    pub min_confidence: f64,
    /// Quotes of other kinds are left out.
    pub kinds: Kinds,
    /// Entities of other types are left out, but for those that a quote or another entity names.
    pub types: Types,
    /// Guess the gender of people from their given names, in a field of its own.
    pub guess_gender: bool,
    /// Which declared rules are on; for measuring what each gives.
    pub rules: Rules,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_chars: None,
            min_confidence: MIN_CONFIDENCE,
            kinds: Kinds::default(),
            types: Types::default(),
            guess_gender: false,
            rules: Rules::default(),
        }
    }
}

/// Reads articles with one model; cheap to clone, safe to share.
#[derive(Clone, Debug)]
pub struct Extractor {
    model: Arc<Model>,
    vocabulary: Arc<Vocabulary>,
    options: Options,
}

impl Extractor {
    /// An extractor over a loaded model.
    pub fn new(model: Arc<Model>, options: Options) -> Self {
        let vocabulary = Arc::new(Vocabulary::new(&model.vocabulary));
        Self { model, vocabulary, options }
    }

    /// The same model under other options; the model is shared.
    pub fn with(&self, options: Options) -> Self {
        Self { options, ..self.clone() }
    }

    /// What was set.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The model in use.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Entities and quotes of one article.
    ///
    /// # Errors
    /// [`Error::Article`] names the stage and the cause, a panic inside a stage included;
    /// [`Error::Stopped`] if `stop` was raised meanwhile.
    pub fn extract(&self, article: &Article, stop: &Stop) -> Result<Extraction, Error> {
        let fail = |stage, message: String| Error::Article(ArticleError { id: article.id.clone(), stage, message });
        self.check(article).map_err(|m| fail(Stage::Input, m))?;
        let mut stage = Stage::Text;
        match catch_unwind(AssertUnwindSafe(|| self.line(article, stop, &mut stage))) {
            Ok(result) => result,
            Err(cause) => {
                let text = cause.downcast_ref::<&str>().map(|s| (*s).to_owned());
                let text = text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default();
                Err(fail(stage, format!("internal error, please report it: {text}")))
            }
        }
    }

    fn check(&self, article: &Article) -> Result<(), String> {
        if article.text.trim().is_empty() {
            return Err("the text is empty".into());
        }
        if article.text.len() > u32::MAX as usize / 2 {
            return Err("the text is longer than 2 GB".into());
        }
        if let Some(max) = self.options.max_chars {
            let n = article.text.chars().count();
            if n > max {
                return Err(format!("the text has {n} characters, more than max_chars = {max}"));
            }
        }
        Ok(())
    }

    fn line(&self, article: &Article, stop: &Stop, stage: &mut Stage) -> Result<Extraction, Error> {
        let mut layers = self.analyse(article, stop, &mut |entered| *stage = entered)?;
        stop.check()?;
        *stage = Stage::Quote;
        layers.doc.vectors = Vectors::default(); // most of the memory; nothing reads them any more
        Ok(self.assemble(article, &layers))
    }

    /// The result of an article whose other layers are known.
    pub fn assemble(&self, article: &Article, layers: &Analysis) -> Extraction {
        let about = Metadata {
            id: article.id.clone().unwrap_or_default(),
            title: article.title.clone(),
            model: self.model.name().to_owned(),
            language: code(layers.doc.language).to_owned(),
            warnings: article.notes.iter().cloned().chain(warnings(&layers.doc)).collect(),
        };
        let want = Selection {
            min_confidence: self.options.min_confidence,
            kinds: self.options.kinds,
            guess_gender: self.options.guess_gender,
        };
        let mut extraction = quote::assemble(&layers.doc, &layers.frames, &layers.entities, about, want);
        quote::leave_out(&mut extraction, self.options.types);
        quote::restore(extraction, &layers.doc, &article.text)
    }

    /// The layers of an article, all but the last; `entered` is told of each stage as it begins. A title that the text does not
    /// begin with stands over it as a headline: evidence for who is who, of which nothing is reported.
    ///
    /// # Errors
    /// [`Error::Stopped`] if `stop` was raised meanwhile.
    pub fn analyse(&self, article: &Article, stop: &Stop, entered: &mut dyn FnMut(Stage)) -> Result<Analysis, Error> {
        entered(Stage::Text);
        let (title, text) = (article.title.as_deref(), article.text.as_str().into());
        let reading = Reading::under(title, text, &self.vocabulary, &self.options.rules);
        let segmentation = text::under_title(&reading);
        let doc = self.document(reading, segmentation, stop, entered)?;
        self.resolve(doc, stop, entered)
    }

    /// The layers over a document.
    ///
    /// # Errors
    /// [`Error::Stopped`] if `stop` was raised meanwhile.
    pub fn resolve(&self, doc: Doc, stop: &Stop, entered: &mut dyn FnMut(Stage)) -> Result<Analysis, Error> {
        let (model, rules) = (&*self.model, &self.options.rules);
        entered(Stage::Mention);
        let mentions = mention::mentions(&doc, model, rules, stop)?;
        entered(Stage::Frame);
        let Frames { list: frames, dropped } = frame::frames(&doc, model, rules, stop)?;
        entered(Stage::Entity);
        let entities = entity::Resolver::new(&model.ranker, rules).entities(&doc, &mentions, &frames);
        Ok(Analysis { doc, mentions, frames, dropped, entities })
    }

    /// A reading already cut into its parts, with vectors and syntax.
    ///
    /// # Errors
    /// [`Error::Stopped`] if `stop` was raised meanwhile.
    pub fn document(
        &self,
        reading: Reading,
        segmentation: Segmentation,
        stop: &Stop,
        entered: &mut dyn FnMut(Stage),
    ) -> Result<Doc, Error> {
        let model = &*self.model;
        stop.check()?;
        entered(Stage::Encode);
        let vectors = encode::encode(&reading.text, &segmentation, &self.vocabulary, &model.encoder, stop)?;
        entered(Stage::Syntax);
        let syntax = syntax::parse(&segmentation, &vectors, &model.syntax, &model.labels, stop)?;
        Ok(Doc::new(reading, segmentation, vectors, syntax))
    }
}

/// What the stages make of a text, each layer from those before it.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Tokens, sentences, paragraphs, vectors, syntax.
    pub doc: Doc,
    /// Names, nominals, pronouns, by first token.
    pub mentions: Vec<Mention>,
    /// Cues, sources, contents.
    pub frames: Vec<Frame>,
    /// Those that a rule dropped, the last of its rules.
    pub dropped: Vec<Frame>,
    /// Who is who.
    pub entities: Entities,
}

/// The names of all declared rules, in the order of the line.
pub fn rules() -> Vec<RuleName> {
    text::rules().chain(mention::rules()).chain(frame::rules()).chain(entity::rules()).collect()
}

/// ISO 639-1 code of a language, "und" where it cannot be told.
fn code(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Other(code) => code,
        Language::Unknown => "und",
    }
}

/// What the reader should know about the text as a whole.
fn warnings(doc: &Doc) -> Vec<String> {
    let mut out = doc.reading.warnings.clone();
    if let Language::Other(code) = doc.language {
        out.push(format!("the text does not look English (language: {code}); results will be poor"));
    }
    // the title is none of the text's paragraphs
    let before = u32::from(doc.title > 0);
    out.extend(text::runs_of_repeats(&doc.repeats).into_iter().map(|(again, first)| {
        let verb = if again.len() == 1 { "repeats" } else { "repeat" };
        let [again, first] = [again, first].map(|r| match r.len() {
            1 => format!("paragraph {}", r.start + 1 - before),
            _ => format!("paragraphs {} to {}", r.start + 1 - before, r.end - before),
        });
        format!("{again} {verb} {first} word for word; what is found there is marked as duplicate")
    }));
    out
}
