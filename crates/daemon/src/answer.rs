//! Between the library and the wire: requests become questions, answers become messages.

use std::ops::Range;
use std::time::{Duration, Instant};

use fiszka::document::CutReason;
use fiszka::{Answer, Facet, FacetValue, Filter, Hit, Index, Query, QueryError, Schema, Shown};
use fiszka_protocol::{
    self as protocol, CodePoints, Condition, DocumentResponse, ErrorCode, FacetCount, Format, Location,
    ParameterError, Problem, QueryDiagnostic, RequestLimits, SearchRequest, SearchResponse, State,
    TotalRelation,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::Config;

/// What an answer depends on beside the index and the request.
#[derive(Debug, Clone)]
pub struct Context {
    /// What the daemon is doing.
    pub state: State,
    /// After this long a search answers with what it has.
    pub time_max: Duration,
    /// The bounds of requests.
    pub limits: RequestLimits,
    /// The day on which it is asked, for the recency of news.
    pub today: Option<Date>,
}

impl Context {
    /// Asked now, within the bounds of a configuration.
    pub fn now(config: &Config, state: State) -> Self {
        Self {
            state,
            time_max: Duration::from_millis(config.search_ms_max),
            limits: config.limits.clone(),
            today: Some(Timestamp::now().to_zoned(TimeZone::UTC).date()),
        }
    }
}

/// Answers a search request from the last commit of `index`.
///
/// # Errors
///
/// A problem that names the parameter and the remedy, or says why there is no answer.
pub fn search(index: &Index, request: &SearchRequest, context: &Context) -> Result<SearchResponse, Problem> {
    let started = Instant::now();
    request.validate_within(&context.limits)?;
    let searcher = index.searcher().ok_or_else(not_ready)?;
    let query = query(request, context, started);
    let answer = searcher.search(&query).map_err(refusal)?;
    let relevance = query.sort == fiszka::Sort::Relevance && !request.q.trim().is_empty();
    Ok(response(answer, relevance, started, context.state))
}

/// Every parameter of the request and every part of the library's query are named here, so that none is forgotten.
fn query(request: &SearchRequest, context: &Context, started: Instant) -> Query {
    let SearchRequest {
        q,
        kind,
        where_,
        from,
        to,
        near,
        sort,
        limit,
        offset,
        cursor,
        facet,
        explain,
        format,
    } = request.clone();
    let filter = |one: Condition| Filter { field: one.field().to_owned(), value: one.value().to_owned() };
    Query {
        text: q,
        kind,
        filters: where_.into_iter().map(filter).collect(),
        from: from.and_then(|date| day(date.first_day())),
        to: to.and_then(|date| day(date.last_day())),
        near,
        located: format == Format::Geojson,
        sort: match sort {
            protocol::Sort::Relevance => fiszka::Sort::Relevance,
            protocol::Sort::Newest => fiszka::Sort::Newest,
            protocol::Sort::Oldest => fiszka::Sort::Oldest,
            protocol::Sort::Title => fiszka::Sort::Title,
            protocol::Sort::Population => fiszka::Sort::Population,
            protocol::Sort::PopulationAscending => fiszka::Sort::PopulationAscending,
            protocol::Sort::Distance => fiszka::Sort::Distance,
        },
        offset: offset as usize,
        limit: limit as usize,
        cursor,
        facets: facet,
        facet_values_max: Some(context.limits.facet_values_max),
        explain,
        deadline: Some(started + context.time_max),
        today: context.today,
    }
}

fn response(answer: Answer, relevance: bool, started: Instant, state: State) -> SearchResponse {
    let Answer {
        total,
        partial,
        weak,
        hits,
        facets,
        did_you_mean,
        corrected,
        diagnostics,
        reading,
        next_cursor,
        generation,
    } = answer;
    let facets = facets.into_iter().map(|facet| {
        let Facet { field, values } = facet;
        (field, values.into_iter().map(facet_count).collect())
    });
    SearchResponse {
        total: total as u64,
        total_relation: if partial { TotalRelation::Gte } else { TotalRelation::Eq },
        partial,
        weak,
        facets: facets.collect(),
        hits: hits.into_iter().map(|found| hit(found, relevance)).collect(),
        did_you_mean,
        corrected,
        diagnostics: diagnostics.into_iter().map(|message| QueryDiagnostic { message }).collect(),
        reading: reading.map(query_reading),
        next_cursor,
        generation: generation.to_string(),
        state,
        // Whole microseconds: more digits would be noise.
        took_ms: started.elapsed().as_micros() as f64 / 1_000.0,
    }
}

/// How a query was read, on the wire.
fn query_reading(read: fiszka::Reading) -> protocol::Reading {
    let words = |words: Vec<fiszka::WordReading>| words.into_iter().map(word_reading).collect();
    let filters = read.filters.into_iter();
    protocol::Reading {
        query: read.query,
        words: words(read.words),
        excluded: words(read.excluded),
        conditions: read.conditions,
        filters: filters
            .map(|filter| protocol::FilterReading { field: filter.field, values: filter.values })
            .collect(),
    }
}

fn word_reading(word: fiszka::WordReading) -> protocol::WordReading {
    let weighted = |all: Vec<fiszka::Weighted>| {
        let weighted = all.into_iter().map(|one| protocol::Weighted {
            text: one.text,
            weight: f64::from(one.weight),
            source: one.source.map(|source| source.name().to_owned()),
        });
        weighted.collect()
    };
    protocol::WordReading {
        text: word.text,
        content: word.content,
        weight: f64::from(word.weight),
        documents: word.documents as u64,
        rarity: f64::from(word.rarity),
        forms: weighted(word.forms),
        terms: weighted(word.terms),
        prefix: word.prefix,
        alternatives: weighted(word.alternatives),
    }
}

fn facet_count(value: FacetValue) -> FacetCount {
    let FacetValue { value, label, count, children } = value;
    FacetCount {
        value,
        label,
        count: count as u64,
        children: children.into_iter().map(facet_count).collect(),
    }
}

pub(crate) fn hit(found: Hit, relevance: bool) -> protocol::Hit {
    let Hit {
        id,
        path,
        score,
        snippet,
        title_highlights,
        fields,
        location,
        distance_km,
        duplicates,
        explanation,
        document,
    } = found;
    let part = |part: fiszka::ScorePart| {
        let fiszka::ScorePart { name, score, detail } = part;
        protocol::ScorePart { name, score: f64::from(score), detail }
    };
    let title = document.title().to_owned();
    protocol::Hit {
        id,
        title_snippet: protocol::Snippet::new(title.clone(), &title_highlights),
        title,
        path,
        url: document.url,
        published: document.published.map(|date| date.to_string()),
        kind: document.kind,
        score: relevance.then_some(f64::from(score)),
        snippet: protocol::Snippet::new(snippet.text, &snippet.highlights),
        fields: fields.into_iter().collect(),
        location: location.map(|place| Location { latitude: place.latitude(), longitude: place.longitude() }),
        // Whole metres: places are not known better.
        distance_km: distance_km.map(|km| (km * 1_000.0).round() / 1_000.0),
        duplicates: duplicates.into_iter().map(reference).collect(),
        explain: explanation.map(|explanation| explanation.parts.into_iter().map(part).collect()),
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

/// The problem of a first scan that goes on.
pub(crate) fn not_ready() -> Problem {
    Problem::new(ErrorCode::NotReady, "the first scan of the corpus is not finished; try again in a moment")
}

/// A question that the library refuses, as a problem with its parameter.
pub(crate) fn refusal(error: QueryError) -> Problem {
    let (code, parameter) = match &error {
        QueryError::UnknownKind { .. } => (ErrorCode::UnknownKind, "kind"),
        QueryError::UnknownField { use_for: "facet", .. } => (ErrorCode::UnknownField, "facet"),
        QueryError::UnknownField { .. } => (ErrorCode::UnknownField, "where"),
        QueryError::InvalidValue { field, .. } if field == "near" => (ErrorCode::InvalidPlace, "near"),
        QueryError::InvalidValue { .. } => (ErrorCode::InvalidWhere, "where"),
        QueryError::UnknownPlace { .. } | QueryError::NoPlace => (ErrorCode::InvalidPlace, "near"),
        QueryError::InvalidFacet { .. } => (ErrorCode::InvalidFacet, "facet"),
        QueryError::InvalidCursor { .. } => (ErrorCode::InvalidCursor, "cursor"),
        QueryError::CursorExpired => (ErrorCode::CursorExpired, "cursor"),
        QueryError::Index(_) => return Problem::new(ErrorCode::Internal, error.to_string()),
    };
    ParameterError { code, parameter: parameter.to_owned(), message: error.to_string(), remedy: error.hint() }
        .into()
}
