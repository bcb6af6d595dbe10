//! Suggestions and similar documents: between the library and the wire.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use fiszka::{Index, QueryError, Searcher, Suggester};
use fiszka_protocol::{
    ErrorCode, Problem, SimilarRequest, SimilarResponse, SuggestRequest, SuggestResponse, Suggestion,
    SuggestionKind,
};

use crate::answer::{hit, not_ready, refusal};

/// The list of suggestions that answers: of the last commit, or of an older one while that is being made.
#[derive(Debug, Default)]
pub(crate) struct Suggestions {
    latest: Mutex<Option<Arc<Suggester>>>,
    is_making: AtomicBool,
}

impl Suggestions {
    /// A list of suggestions. Only the first one is waited for; a newer one is made on a thread of its own, and only if
    /// somebody asks.
    pub(crate) fn current(self: &Arc<Self>, searcher: &Searcher) -> Result<Arc<Suggester>, Problem> {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(latest) = latest else { return self.make(searcher) };
        let is_old = latest.generation() != searcher.generation();
        if is_old && !self.is_making.swap(true, Ordering::AcqRel) {
            let (this, searcher) = (Arc::clone(self), searcher.clone());
            let maker = std::thread::Builder::new().name("fiszka-suggest".to_owned()).spawn(move || {
                if let Err(problem) = this.make(&searcher) {
                    tracing::error!(error = %problem, "cannot make the suggestions");
                }
                this.is_making.store(false, Ordering::Release);
            });
            if maker.is_err() {
                self.is_making.store(false, Ordering::Release);
            }
        }
        Ok(latest)
    }

    fn make(&self, searcher: &Searcher) -> Result<Arc<Suggester>, Problem> {
        let made = searcher.suggester().map_err(|error| refusal(QueryError::from(error)))?;
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
        Ok(made)
    }
}

/// Suggests from the last commit of `index`.
///
/// # Errors
///
/// A problem that names the parameter and the remedy, or says why there is no answer.
pub fn suggest(index: &Index, request: &SuggestRequest) -> Result<SuggestResponse, Problem> {
    let searcher = index.searcher().ok_or_else(not_ready)?;
    let suggester = searcher.suggester().map_err(|error| refusal(QueryError::from(error)))?;
    suggest_from(&suggester, request)
}

/// Suggests from a list.
pub(crate) fn suggest_from(
    suggester: &Suggester,
    request: &SuggestRequest,
) -> Result<SuggestResponse, Problem> {
    let started = Instant::now();
    request.validate()?;
    let found = suggester.suggest(&request.q, request.limit as usize).into_iter();
    let suggestions = found.map(|found| Suggestion {
        text: found.text,
        kind: kind(found.kind),
        count: u64::from(found.count),
    });
    Ok(SuggestResponse {
        suggestions: suggestions.collect(),
        took_ms: started.elapsed().as_micros() as f64 / 1_000.0,
        generation: suggester.generation().to_string(),
    })
}

fn kind(kind: fiszka::SuggestionKind) -> SuggestionKind {
    match kind {
        fiszka::SuggestionKind::Title => SuggestionKind::Title,
        fiszka::SuggestionKind::Place => SuggestionKind::Place,
        fiszka::SuggestionKind::Category => SuggestionKind::Category,
        fiszka::SuggestionKind::Programme => SuggestionKind::Programme,
        fiszka::SuggestionKind::Phrase => SuggestionKind::Phrase,
    }
}

/// Finds documents like the one with this id in the last commit of `index`.
///
/// # Errors
///
/// A problem when there is no such document or no commit yet.
pub fn similar(index: &Index, id: &str, request: SimilarRequest) -> Result<SimilarResponse, Problem> {
    let started = Instant::now();
    request.validate()?;
    let searcher = index.searcher().ok_or_else(not_ready)?;
    let found = searcher.similar(id, request.limit as usize).map_err(refusal)?;
    let found = found.ok_or_else(|| {
        Problem::new(
            ErrorCode::DocumentNotFound,
            format!("no document has the id `{id}`; ids stand in search answers"),
        )
    })?;
    Ok(SimilarResponse {
        hits: found.into_iter().map(|found| hit(found, true)).collect(),
        took_ms: started.elapsed().as_micros() as f64 / 1_000.0,
        generation: searcher.generation().to_string(),
    })
}
