//! Between the library and the wire: requests become questions, answers become messages.

use std::ops::Range;
use std::time::{Duration, Instant};

use fiszka::document::CutReason;
use fiszka::{Answer, Filter, Hit, Index, Query, QueryError, Schema, Shown};
use fiszka_protocol::{
    self as protocol, CodePoints, DocumentResponse, ErrorCode, FacetCount, ParameterError, PartialDate,
    Problem, QueryDiagnostic, SearchRequest, SearchResponse, State, TotalRelation,
};
use jiff::civil::Date;

/// Answers a search request from the last commit of `index`.
///
/// # Errors
///
/// A problem that names the parameter and the remedy, or says why there is no answer.
pub fn search(
    index: &Index,
    request: &SearchRequest,
    state: State,
    time_max: Duration,
) -> Result<SearchResponse, Problem> {
    let started = Instant::now();
    request.validate()?;
    if request.cursor.is_some() {
        return Err(ParameterError {
            code: ErrorCode::InvalidCursor,
            parameter: "cursor".to_owned(),
            message: "this daemon gives no cursors".to_owned(),
            remedy: "page on with `offset`".to_owned(),
        }
        .into());
    }
    let searcher = index.searcher().ok_or_else(not_ready)?;
    let query = Query {
        text: request.q.clone(),
        kind: request.kind.clone(),
        filters: request
            .where_
            .iter()
            .map(|condition| Filter {
                field: condition.field().to_owned(),
                value: condition.value().to_owned(),
            })
            .collect(),
        from: request.from.and_then(|date| day(PartialDate::first_day(date))),
        to: request.to.and_then(|date| day(PartialDate::last_day(date))),
        sort: match request.sort {
            protocol::Sort::Relevance => fiszka::Sort::Relevance,
            protocol::Sort::Newest => fiszka::Sort::Newest,
            protocol::Sort::Oldest => fiszka::Sort::Oldest,
        },
        offset: request.offset as usize,
        limit: request.limit as usize,
        facets: request.facet.clone(),
        explain: request.explain,
        deadline: Some(started + time_max),
    };
    let answer = searcher.search(&query).map_err(refusal)?;
    let relevance = query.sort == fiszka::Sort::Relevance && !request.q.trim().is_empty();
    Ok(response(answer, index.schema(), relevance, started, state))
}

fn response(
    answer: Answer,
    schema: &Schema,
    relevance: bool,
    started: Instant,
    state: State,
) -> SearchResponse {
    let facets = answer.facets.into_iter().map(|facet| {
        let values = facet.values.into_iter().map(|(value, count)| FacetCount {
            label: facet_label(&facet.field, &value, schema),
            value,
            count: count as u64,
        });
        let values = values.collect();
        (facet.field, values)
    });
    SearchResponse {
        total: answer.total as u64,
        total_relation: if answer.partial { TotalRelation::Gte } else { TotalRelation::Eq },
        partial: answer.partial,
        weak: answer.weak,
        facets: facets.collect(),
        hits: answer.hits.into_iter().map(|found| hit(found, relevance)).collect(),
        did_you_mean: answer.did_you_mean,
        corrected: answer.corrected,
        diagnostics: answer.diagnostics.into_iter().map(|message| QueryDiagnostic { message }).collect(),
        next_cursor: None,
        generation: answer.generation.to_string(),
        state,
        // Whole microseconds: more digits would be noise.
        took_ms: started.elapsed().as_micros() as f64 / 1_000.0,
    }
}

/// What a visitor reads for a value of a facet.
fn facet_label(field: &str, value: &str, schema: &Schema) -> String {
    match schema.kind(value).filter(|_| field == "kind") {
        Some(kind) => kind.label.clone(),
        None => value.to_owned(),
    }
}

pub(crate) fn hit(found: Hit, relevance: bool) -> protocol::Hit {
    let explain = found.explanation.map(|explanation| {
        let parts = explanation.parts.into_iter();
        let part = |part: fiszka::ScorePart| protocol::ScorePart {
            name: part.name,
            score: f64::from(part.score),
            detail: part.detail,
        };
        parts.map(part).collect()
    });
    protocol::Hit {
        id: found.id,
        kind: found.document.kind.clone(),
        title: found.document.title().to_owned(),
        path: found.path,
        url: found.document.url.clone(),
        published: found.document.published.map(|date| date.to_string()),
        score: relevance.then_some(f64::from(found.score)),
        snippet: protocol::Snippet::new(found.snippet.text, &found.snippet.highlights),
        fields: found.fields.into_iter().collect(),
        duplicates: found.duplicates.into_iter().map(reference).collect(),
        explain,
    }
}

fn reference(found: fiszka::Reference) -> protocol::Reference {
    let fiszka::Reference { id, kind, title, path, url, published } = found;
    let published = published.map(|date| date.to_string());
    protocol::Reference { id, kind, title, path, url, published }
}

/// Shows a document of the last commit of `index` in full.
///
/// # Errors
///
/// A problem when there is no such document or no commit yet.
pub fn document(index: &Index, id: &str) -> Result<DocumentResponse, Problem> {
    let searcher = index.searcher().ok_or_else(not_ready)?;
    let found = searcher.show(id).map_err(|error| refusal(QueryError::from(error)))?;
    let shown = found.ok_or_else(|| {
        Problem::new(
            ErrorCode::DocumentNotFound,
            format!("no document has the id `{id}`; ids stand in search answers"),
        )
    })?;
    Ok(document_response(shown, index.schema()))
}

fn document_response(shown: Shown, schema: &Schema) -> DocumentResponse {
    let Shown { path, pages, attachments, attached_to, document } = shown;
    let mut points = CodePoints::new(&document.text);
    let mut ranges = |bytes: &Range<usize>| (points.range(bytes).unwrap_or_default(), byte_range(bytes));
    let mut zones = Vec::with_capacity(document.zones.len());
    for zone in &document.zones {
        let (range, byte_range) = ranges(&zone.range);
        zones.push(protocol::Zone { name: zone.field.clone(), range, byte_range });
    }
    let mut cuts = Vec::with_capacity(document.cuts.len());
    for cut in &document.cuts {
        let (range, byte_range) = ranges(&cut.range);
        cuts.push(protocol::Cut { reason: reason_name(cut.reason), range, byte_range });
    }
    let record = document.record.iter().map(|field| protocol::RecordField {
        name: field.name.clone(),
        label: schema.field(&field.name).map_or_else(|| field.name.clone(), |known| known.label.clone()),
        printed: field.printed.clone(),
        value: fiszka::value_to_json(&field.value),
    });
    let diagnostics = document.diagnostics.iter().map(|diagnostic| protocol::DocumentDiagnostic {
        code: diagnostic.code.clone(),
        message: diagnostic.message.clone(),
        line: diagnostic.line,
    });
    DocumentResponse {
        id: document.id(),
        identity: document.identity.to_string(),
        title: document.title().to_owned(),
        path,
        published: document.published.map(|date| date.to_string()),
        updated: document.updated.map(|date| date.to_string()),
        zones,
        cuts,
        record: record.collect(),
        pages,
        attachments: attachments.into_iter().map(reference).collect(),
        attached_to: attached_to.into_iter().map(reference).collect(),
        diagnostics: diagnostics.collect(),
        kind: document.kind.clone(),
        kind_evidence: document.kind_evidence.clone(),
        url: document.url.clone(),
        text: document.text,
    }
}

fn byte_range(range: &Range<usize>) -> [u32; 2] {
    [range.start, range.end].map(|at| u32::try_from(at).unwrap_or(u32::MAX))
}

/// The reason's name as serde writes it.
fn reason_name(reason: CutReason) -> String {
    serde_json::to_value(reason).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn day((year, month, day): (u16, u8, u8)) -> Option<Date> {
    let small = |number: u8| i8::try_from(number).ok();
    Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}

pub(crate) fn not_ready() -> Problem {
    Problem::new(ErrorCode::NotReady, "the first scan of the corpus is not finished; try again in a moment")
}

/// A question that the library refuses, as a problem with its parameter.
pub(crate) fn refusal(error: QueryError) -> Problem {
    let (code, parameter) = match &error {
        QueryError::UnknownKind { .. } => (ErrorCode::UnknownKind, "kind"),
        QueryError::UnknownField { use_for: "facet", .. } => (ErrorCode::UnknownField, "facet"),
        QueryError::UnknownField { .. } => (ErrorCode::UnknownField, "where"),
        QueryError::InvalidValue { .. } => (ErrorCode::InvalidWhere, "where"),
        QueryError::Index(_) => return Problem::new(ErrorCode::Internal, error.to_string()),
    };
    ParameterError { code, parameter: parameter.to_owned(), message: error.to_string(), remedy: error.hint() }
        .into()
}
