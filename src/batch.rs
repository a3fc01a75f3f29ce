//! Many articles on all cores of the current rayon pool: input order, one result an article.

use rayon::prelude::*;

use crate::article::Article;
use crate::error::Error;
use crate::extraction::Extraction;
use crate::pipeline::Extractor;
use crate::stop::Stop;

/// Extracts every article; `results[i]` belongs to `articles[i]`, and one that fails touches no other.
///
/// Runs in the rayon pool that it is called in; the results do not depend on the number of threads.
pub fn extract_batch(extractor: &Extractor, articles: &[Article], stop: &Stop) -> Vec<Result<Extraction, Error>> {
    extract_each(extractor, articles, stop, &|_| ())
}

/// The same; `done` is called with each result as it is there, on the thread that made it.
pub fn extract_each(
    extractor: &Extractor,
    articles: &[Article],
    stop: &Stop,
    done: &(dyn Fn(&Result<Extraction, Error>) + Sync),
) -> Vec<Result<Extraction, Error>> {
    let one = |article| {
        let result = extractor.extract(article, stop);
        done(&result);
        result
    };
    articles.par_iter().with_max_len(1).map(one).collect()
}
