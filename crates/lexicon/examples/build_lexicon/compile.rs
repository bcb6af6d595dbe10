//! From the two dictionaries and the counts to the bytes of a compiled dictionary.

use std::collections::{BTreeMap, HashMap};

use fiszka_lexicon::format::{self, FINGERPRINT_BYTES, Section};
use fiszka_lexicon::{Frequency, Share, fold};

use crate::Result;
use crate::entry::{Entry, Short};
use crate::merge::{Collector, Dictionary, Pair};
use crate::rank::{Counts, Weights};
use crate::scripts::{Census, EditScript, ReadingKey, Set, SetTables};
use crate::{automaton, guesser, morfologik, sgjp};

/// What a dictionary is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inputs<'a> {
    /// `libmorfeusz2.so`.
    pub(crate) sgjp: &'a [u8],
    /// `polish.dict`.
    pub(crate) morfologik: &'a [u8],
    /// Counts of forms.
    pub(crate) counts: &'a str,
    /// Leave out this share of the lemmas, to measure how well they are guessed.
    pub(crate) hold_out_percent: u8,
}

/// A compiled dictionary, and what to say about it.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) bytes: Vec<u8>,
    pub(crate) report: String,
}

/// Whether a lemma is among those left out. Depends on the lemma alone.
pub(crate) fn is_held_out(lemma: &str, percent: u8) -> bool {
    let [byte, ..] = *blake3::hash(lemma.as_bytes()).as_bytes();
    u32::from(byte) * 100 < u32::from(percent) * 256
}

pub(crate) fn compile(inputs: Inputs<'_>) -> Result<Compiled> {
    let mut collector = Collector::default();
    let mut failure = Ok(());
    let mut sink = |entry: &Entry<'_>| {
        if failure.is_ok() && !is_held_out(entry.lemma, inputs.hold_out_percent) {
            failure = collector.add(entry);
        }
    };
    let extras = sgjp::read(inputs.sgjp, &mut sink)?;
    let sequences = morfologik::read(inputs.morfologik, &mut sink)?;
    failure?;
    let dictionary = collector.merge();

    let counts = Counts::parse(inputs.counts)?;
    let weights = Weights::estimate(&dictionary, &counts);
    let rules = guesser::learn(&dictionary)?;

    let mut census = Census::default();
    for set in rules.values() {
        census.add(set, 1);
    }
    for (form, pairs) in dictionary.forms() {
        census.add(&ranked_set(&dictionary, &weights, form, pairs)?, 1);
    }
    let tables = SetTables::build(census)?;

    let forms =
        automaton::build(dictionary.forms().map(|(form, pairs)| {
            Ok((form, tables.places[&ranked_set(&dictionary, &weights, form, pairs)?]))
        }))?;
    let suffixes =
        automaton::build(rules.iter().map(|(suffix, set)| Ok((suffix.as_str(), tables.places[set]))))?;
    let lemma_tokens = weights.of_lemmas(&dictionary);
    let (abbreviations, expansions) = abbreviations(extras.abbreviations, &lemma_tokens)?;
    let sources = format!(
        "{}\nMorfologik 2.1 PoliMorf\ncounts of {} forms in {} tokens\n",
        extras.id,
        counts.forms.len(),
        counts.tokens
    );
    let mut report = format!(
        "{} segments of SGJP, {sequences} sequences of Morfologik\n{} forms, {} lemmas, {} scripts, {} readings, \
         {} sets, {} suffixes\n",
        extras.segments,
        dictionary.forms().count(),
        dictionary.lemmas().len(),
        tables.script_count,
        tables.reading_count,
        tables.places.len(),
        rules.len(),
    );
    let sections = [
        forms,
        tables.sets,
        tables.readings,
        tables.script_ends,
        tables.script_text,
        suffixes,
        frequencies(&lemma_tokens, counts.tokens)?,
        frequencies(&look_alikes(&dictionary, &counts), counts.tokens)?,
        abbreviations,
        expansions,
        automaton::build(extras.prefixes.iter().map(|prefix| Ok((prefix.as_str(), 0))))?,
        sources.into_bytes(),
    ];
    for (section, bytes) in Section::ALL.into_iter().zip(&sections) {
        report.push_str(&format!("{:>9} bytes, {}\n", bytes.len(), section.name()));
    }
    let mut fingerprint = [0; FINGERPRINT_BYTES];
    let hash = blake3::hash(&sections.concat());
    fingerprint.copy_from_slice(&hash.as_bytes()[..FINGERPRINT_BYTES]);
    Ok(Compiled { bytes: format::assemble(&sections, fingerprint)?, report })
}

fn ranked_set(dictionary: &Dictionary, weights: &Weights, form: &str, pairs: &[Pair]) -> Result<Set> {
    let ranked = weights.rank(dictionary, pairs).into_iter();
    ranked
        .map(|(pair, share)| {
            let script = EditScript::between(form, dictionary.lemma(&pair))?;
            Ok(ReadingKey::new(script, pair.classes, pair.is_name, share))
        })
        .collect()
}

fn frequencies(tokens: &HashMap<&str, f64>, all_tokens: f64) -> Result<Vec<u8>> {
    let on_scale: BTreeMap<&str, u64> = tokens
        .iter()
        .filter_map(|(key, tokens)| Some((*key, u64::from(Frequency::of(tokens * 1e6 / all_tokens)?.step()))))
        .collect();
    automaton::build(on_scale.into_iter().map(Ok))
}

/// The counted forms that another form of the dictionary looks like without Polish marks, with their tokens.
fn look_alikes<'c>(dictionary: &Dictionary, counts: &'c Counts) -> HashMap<&'c str, f64> {
    let mut twins: HashMap<String, u32> =
        counts.forms.iter().map(|(form, _)| (form.chars().map(fold).collect(), 0)).collect();
    let mut folded = String::new();
    for (form, _) in dictionary.forms() {
        folded.clear();
        folded.extend(form.chars().map(fold));
        if let Some(count) = twins.get_mut(&folded) {
            *count += 1;
        }
    }
    counts
        .forms
        .iter()
        .filter(|(form, _)| twins[&form.chars().map(fold).collect::<String>()] > 1)
        .filter(|(form, _)| !dictionary.pairs_of(form).is_empty())
        .map(|(form, count)| (form.as_str(), count.lower + count.capital))
        .collect()
}

/// The automaton of the abbreviations, and their expansions.
fn abbreviations(
    shorts: impl IntoIterator<Item = Short>,
    lemma_tokens: &HashMap<&str, f64>,
) -> Result<(Vec<u8>, Vec<u8>)> {
    /// What an expansion that was never counted counts.
    const UNSEEN: f64 = 1.0;
    // A phrase is as frequent as its rarest word, one that holds inflected words is not known.
    let weight = |expansion: &str| -> f64 {
        let tokens = |word| lemma_tokens.get(word).copied().unwrap_or(0.0);
        UNSEEN + expansion.to_lowercase().split(' ').map(tokens).fold(f64::INFINITY, f64::min)
    };
    let mut by_form: BTreeMap<String, Vec<(f64, Short)>> = BTreeMap::new();
    for short in shorts {
        by_form.entry(short.form.clone()).or_default().push((weight(&short.expansion), short));
    }
    let mut places = Vec::new();
    let mut expansions = Vec::new();
    for (form, shorts) in &mut by_form {
        shorts.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
        let best = shorts.first().map_or(1.0, |(weight, _)| *weight);
        places.push((form.as_str(), u64::try_from(expansions.len())?));
        expansions.push(u8::try_from(shorts.len())?);
        for (weight, short) in shorts {
            expansions.push(u8::from(short.needs_dot) | Share::of(*weight / best).bucket() << 1);
            expansions.push(u8::try_from(short.expansion.len())?);
            expansions.extend_from_slice(short.expansion.as_bytes());
        }
    }
    Ok((automaton::build(places.into_iter().map(Ok))?, expansions))
}
