//! The dictionary that is compiled in.
#![cfg(feature = "embedded")]

use std::collections::BTreeSet;
use std::path::Path;

use fiszka_lexicon::{Class, Lexicon};

/// Share from which on a reading is indexed.
const LIKELY: f32 = 0.05;

/// The rows of a table in `tests/cases`, without comments.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn likely_lemmas(form: &str) -> BTreeSet<String> {
    let readings = Lexicon::embedded().readings(form);
    readings.filter(|reading| reading.share().value() >= LIKELY).map(|reading| reading.lemma()).collect()
}

#[test]
fn forms_have_their_lemmas() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("cases/readings.tsv")) {
        let [form, wanted, unwanted, why] = row[..] else { panic!("malformed row {row:?}") };
        let lemmas = likely_lemmas(form);
        if !wanted.split('|').any(|lemma| lemmas.contains(lemma)) || lemmas.contains(unwanted) {
            wrong.push(format!("{form}: wanted {wanted}, not {unwanted}, got {lemmas:?} ({why})"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn letters_are_restored() {
    let mut wrong = Vec::new();
    let mut found = Vec::new();
    for row in rows(include_str!("cases/restore.tsv")) {
        let [typed, wanted] = row[..] else { panic!("malformed row {row:?}") };
        Lexicon::embedded().restore(typed, &mut found);
        let likely: Vec<&str> = found
            .iter()
            .filter(|restoration| restoration.share.value() >= LIKELY)
            .map(|restoration| restoration.form.as_str())
            .collect();
        if !likely.first().is_some_and(|first| wanted.split('|').any(|form| form == *first)) {
            wrong.push(format!("{typed}: wanted {wanted}, got {likely:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn look_alikes_keep_apart() {
    for (left, right) in
        [("chełma", "chełmka"), ("lublina", "lubina"), ("sądu", "sadu"), ("rodziny", "rodzynki")]
    {
        assert!(likely_lemmas(left).is_disjoint(&likely_lemmas(right)), "{left}, {right}");
    }
}

#[test]
fn readings_say_what_rules_need() {
    let lexicon = Lexicon::embedded();
    let cases = [
        ("społeczno", "społeczny", Class::CompoundPart, false),
        ("czytaniem", "czytać", Class::Gerund, false),
        ("nieczytający", "czytać", Class::Participle, false),
        ("krasnymstawie", "krasnystaw", Class::Noun, true),
        ("koło", "koło", Class::Preposition, false),
        ("koło", "koło", Class::Noun, false),
        ("nie", "nie", Class::Particle, false),
        ("oraz", "oraz", Class::Conjunction, false),
        ("pięciu", "pięć", Class::Numeral, false),
        ("szybko", "szybko", Class::Adverb, false),
        ("gminnego", "gminny", Class::Adjective, false),
        ("można", "można", Class::Verb, false),
        ("nami", "my", Class::Pronoun, false),
    ];
    for (form, lemma, class, is_name) in cases {
        let reading = lexicon.readings(form).find(|reading| reading.lemma() == lemma);
        let found = reading.map(|reading| (reading.classes().contains(class), reading.is_name()));
        assert_eq!(found, Some((true, is_name)), "{form} as {lemma}");
    }
    let mut noun = String::new();
    let gerund = lexicon.readings("zagospodarowaniem").next().expect("a gerund");
    assert!(gerund.gerund_noun_into(&mut noun));
    assert_eq!(noun, "zagospodarowanie");
}

#[test]
fn shares_fall_and_the_first_is_best() {
    for form in ["gra", "ludzie", "polski", "działania", "liście", "mam", "stali"] {
        let shares: Vec<f32> =
            Lexicon::embedded().readings(form).map(|reading| reading.share().value()).collect();
        assert_eq!(shares.first(), Some(&1.0), "{form}");
        assert!(shares.is_sorted_by(|left, right| left >= right), "{form}: {shares:?}");
    }
}

#[test]
fn abbreviations_are_ranked() {
    let lexicon = Lexicon::embedded();
    let cases = [
        ("ul", "ulica", true),
        ("r", "rok", true),
        ("tys", "tysiąc", true),
        ("ust", "ustęp", true),
        ("zł", "złoty", false),
        ("km", "kilometr", false),
        ("Dz.u", "Dziennik Ustaw", true),
    ];
    for (short, expansion, needs_dot) in cases {
        let first = lexicon.abbreviation(short).next().expect(short);
        assert_eq!((first.expansion, first.needs_dot), (expansion, needs_dot), "{short}");
    }
    assert!(lexicon.abbreviation("gmina").is_empty());
}

#[test]
fn unknown_words_are_guessed() {
    let lexicon = Lexicon::embedded();
    let cases = [
        ("żarnowskowicach", "żarnowskowice"),
        ("brzeziakowskiego", "brzeziakowski"),
        ("mekatronikowców", "mekatronikowiec"),
        ("digitalizatorniami", "digitalizatornia"),
        ("wygooglowałem", "wygooglować"),
        ("elektromobilnościach", "elektromobilność"),
    ];
    for (form, lemma) in cases {
        assert!(!lexicon.contains(form), "{form} is in the dictionary");
        assert!(
            lexicon.guess(form).take(2).any(|guess| guess.lemma() == lemma),
            "{form}: {:?}",
            lexicon.guess(form)
        );
    }
    assert!(lexicon.guess("").is_empty() && lexicon.guess("日本").is_empty());
}

#[test]
fn compounds_lose_their_prefix() {
    let lexicon = Lexicon::embedded();
    let cases = [
        ("arcyproboszczem", Some("proboszczem")),
        ("hiperprzystojny", Some("przystojny")),
        ("gmina", None),
        ("", None),
    ];
    for (form, rest) in cases {
        assert_eq!(lexicon.strip_prefix(form), rest, "{form}");
    }
    assert!(lexicon.is_prefix("quasi"));
}

#[test]
fn frequent_lemmas_are_known_as_such() {
    let frequency = |lemma| Lexicon::embedded().lemma_frequency(lemma);
    assert!(frequency("być") > frequency("gmina") && frequency("gmina") > frequency("żółw"));
    assert!(frequency("być").is_some_and(|frequency| frequency.per_million() > 5_000.0));
    assert_eq!(frequency("krasnymstawie"), None);
}

#[test]
fn the_committed_files_are_those_that_were_checked() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let sums = std::fs::read_to_string(data.join("CHECKSUMS")).expect("CHECKSUMS");
    let mut checked = 0;
    for line in sums.lines().filter(|line| !line.starts_with('#')) {
        let (sum, name) = line.split_once("  ").expect("a sum and a name");
        let bytes = std::fs::read(data.join(name)).expect(name);
        assert_eq!(blake3::hash(&bytes).to_hex().as_str(), sum, "{name}");
        checked += 1;
    }
    assert_eq!(checked, 2);
}

#[test]
fn a_mapped_file_answers_like_the_embedded_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicon.bin");
    let mapped = Lexicon::open(path).expect("the committed file");
    assert_eq!(mapped.fingerprint(), Lexicon::embedded().fingerprint());
    assert_eq!(mapped.len(), Lexicon::embedded().len());
    let lemma = mapped.readings("ludzie").next().map(|reading| reading.lemma());
    assert_eq!(lemma.as_deref(), Some("człowiek"));
    assert!(mapped.sources().contains("sgjp"));
}
