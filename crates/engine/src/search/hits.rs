//! The hits of a page: snippets, fields, where they lie, and how their scores came about.

use fiszka_document::Coordinates;

use crate::error::Result;
use crate::fields::column;
use crate::index::StoredDocument;
use crate::search::answer::{Explanation, Hit, Reference, ScorePart};
use crate::search::dependence::zones;
use crate::search::duplicates::{self, Group};
use crate::search::near::Circle;
use crate::search::question::{InSegment, Question};
use crate::search::rank::Candidate;
use crate::search::{matching, snippet};

impl Question<'_> {
    /// Where a candidate's place lies, if that is known.
    fn location(&self, candidate: &Candidate) -> Result<Option<Coordinates>> {
        let readers = self.searcher.snapshot.searcher.segment_readers();
        let Some(reader) = readers.get(candidate.segment) else { return Ok(None) };
        let degrees = |name| -> Result<Option<f64>> {
            let column = reader.fast_fields().column_opt::<f64>(name)?;
            Ok(column.and_then(|column| column.first(candidate.doc)))
        };
        let (latitude, longitude) = (degrees(column::LATITUDE)?, degrees(column::LONGITUDE)?);
        Ok(latitude.zip(longitude).and_then(|(latitude, longitude)| Coordinates::new(latitude, longitude)))
    }

    /// Of each group the document that is shown, and the others.
    fn unfold(&self, page: Vec<Group>) -> Result<Vec<(Candidate, StoredDocument, Vec<Reference>)>> {
        let schema = &self.searcher.shared.schema;
        let stored = |candidate: Candidate| -> Result<(Candidate, StoredDocument)> {
            Ok((candidate, self.searcher.stored(candidate.address())?))
        };
        let unfolded = page.into_iter().map(|Group { first, others }| {
            let mut shown = stored(first)?;
            let mut duplicates = Vec::new();
            for other in others {
                let mut other = stored(other)?;
                let standing = |stored: &StoredDocument| duplicates::standing(&stored.document, schema);
                if standing(&other.1) < standing(&shown.1) {
                    std::mem::swap(&mut shown, &mut other);
                }
                duplicates.push(Reference::of(self.searcher.to_give(other.1)));
            }
            Ok((shown.0, shown.1, duplicates))
        });
        unfolded.collect()
    }

    pub(crate) fn hits(
        &self,
        page: Vec<Group>,
        reference: Option<Circle>,
        explain: bool,
    ) -> Result<Vec<Hit>> {
        let page = self.unfold(page)?;
        let candidates: Vec<_> = page.iter().map(|(candidate, ..)| *candidate).collect();
        let places = self.places(&candidates, |_| true)?;
        let hits = page.into_iter().zip(places).map(|((candidate, stored, duplicates), places)| {
            let searcher = self.searcher;
            let schema = &searcher.shared.schema;
            let StoredDocument { path, document, .. } = stored;
            let Some(segment) = searcher.snapshot.segments.get(candidate.segment) else {
                return Err(crate::Error::Damaged { what: "a segment is missing".to_owned() });
            };
            let zones = zones(segment.zones.values_for_doc(candidate.doc), schema);
            let indexed = |field: &str| schema.field(field).is_some_and(|field| field.weight > 0.0);
            let highlighted = snippet::highlight(
                &document,
                &zones,
                &places,
                &self.values,
                indexed,
                &searcher.shared.analyzer,
            );
            let (document, highlighted) = searcher.hit_to_give(document, highlighted);
            let fields = document
                .record
                .iter()
                .filter(|field| schema.field(&field.name).is_some_and(|known| known.stored))
                .map(|field| (field.name.clone(), crate::value::to_json(&field.value)))
                .collect();
            let location = self.location(&candidate)?;
            let distance_km = reference
                .zip(location)
                .map(|(from, place)| from.distance_km(place.latitude(), place.longitude()));
            let explanation = if explain { Some(self.explain(&candidate)?) } else { None };
            Ok(Hit {
                id: document.id(),
                path,
                score: candidate.score,
                snippet: highlighted.snippet,
                title_highlights: highlighted.title,
                fields,
                location,
                distance_km,
                duplicates,
                explanation,
                document,
            })
        });
        hits.collect()
    }

    /// Takes a score apart: one part for each word, one for each feature of the second stage.
    fn explain(&self, candidate: &Candidate) -> Result<Explanation> {
        let searcher = self.searcher;
        let mut parts = Vec::new();
        let here = self.by_segment(std::slice::from_ref(candidate));
        let Some(InSegment { reader, segment, .. }) = here.first() else {
            return Ok(Explanation { parts });
        };
        let length = segment.lengths.get(candidate.doc as usize).copied().unwrap_or(1.0);
        for (word, rarity) in self.plan.words.iter().zip(&self.matches.rarities) {
            if word.late && !candidate.second_stage {
                continue;
            }
            let fields = &searcher.shared.fields;
            let found = matching::frequencies_in(reader, fields, word, &searcher.ranking, &[candidate.doc])?;
            let found = found.first().copied().unwrap_or_default();
            let agreed = found.agreed();
            if agreed + found.prefix > 0.0 {
                let frequency = agreed + rarity.prefix_discount * found.prefix;
                let alone = if agreed > 0.0 { "" } else { " alone" };
                parts.push(ScorePart {
                    name: format!("word `{}`", word.text),
                    score: matching::word_score(agreed, found.prefix, length, word, rarity, &searcher.ranking),
                    detail: format!(
                        "weighted frequency {frequency:.2} (exact {:.2}, terms {:.2}, vocabulary {:.2}, prefix{alone} {:.2}), in {} documents, \
                         rarity {:.2}, weight {:.2}, length {length:.2} of the mean",
                        found.exact, found.term, found.alternative, found.prefix, rarity.documents, rarity.idf, word.weight
                    ),
                });
            }
        }
        if !candidate.second_stage {
            return Ok(Explanation { parts });
        }
        let constants = &searcher.ranking.dependence;
        let features = self.features(std::slice::from_ref(candidate))?.into_iter().next().unwrap_or_default();
        let rows = [
            ("title", features.title, constants.title, "weight of the words in the title"),
            ("lead", features.lead, constants.lead, "weight of the words in title or lead"),
            ("early", features.early, constants.early, "weight of the words that stand early"),
            ("pairs", features.pairs, constants.pairs, "near pairs of words"),
            ("window", features.window, constants.window, "weight of the words that stand together"),
            ("run", features.run, constants.run, "heaviest chain of words in order"),
        ];
        parts.extend(rows.into_iter().filter(|(_, value, ..)| *value > 0.0).map(
            |(name, value, weight, what)| ScorePart {
                name: name.to_owned(),
                score: value * weight,
                detail: format!("{what}: {value:.2} times {weight}"),
            },
        ));
        let recency = self.recency(reader)?;
        let aged = recency.and_then(|recency| self.recency_score(&recency, segment, candidate.doc));
        if let Some((age_days, score)) = aged {
            let constants = &searcher.ranking.recency;
            parts.push(ScorePart {
                name: "recency".to_owned(),
                score,
                detail: format!(
                    "published {age_days} days ago: {} of the query's weight, halved every {} days",
                    constants.share, constants.half_life_days
                ),
            });
        }
        Ok(Explanation { parts })
    }
}
