//! The builder, on dictionaries of a few words that this file writes in the formats of the real ones.

#[path = "../examples/build_lexicon/automaton.rs"]
mod automaton;
#[path = "../examples/build_lexicon/bytes.rs"]
mod bytes;
#[path = "../examples/build_lexicon/compile.rs"]
mod compile;
#[path = "../examples/build_lexicon/entry.rs"]
mod entry;
#[path = "../examples/build_lexicon/guesser.rs"]
mod guesser;
#[path = "../examples/build_lexicon/merge.rs"]
mod merge;
#[path = "../examples/build_lexicon/morfologik.rs"]
mod morfologik;
#[path = "../examples/build_lexicon/rank.rs"]
mod rank;
#[path = "../examples/build_lexicon/scripts.rs"]
mod scripts;
#[path = "../examples/build_lexicon/sgjp.rs"]
mod sgjp;
mod sources;
#[path = "../examples/build_lexicon/tags.rs"]
mod tags;

use compile::{Inputs, compile};
use fiszka_lexicon::{Error, Lexicon, format};
use sources::{Line, cfsa2, morfeusz};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const SGJP: [Line; 14] = [
    ("kot", "kot", "subst:sg:nom:m2", ""),
    ("kota", "kot", "subst:sg:gen.acc:m2", ""),
    ("kotem", "kot", "subst:sg:inst:m2", ""),
    ("lepszy", "dobry", "adj:sg:nom:m:com", ""),
    ("lepszy", "Lepszy", "subst:sg:nom:m1", ""),
    ("najlepszy", "dobry", "adj:sg:nom:m:sup", ""),
    ("czytaniem", "czytać", "ger:sg:inst:n:imperf:aff", ""),
    ("czytaniem", "czytanie", "subst:sg:inst:n:ncol", ""),
    ("nieczytający", "czytać", "pact:sg:nom:m:imperf:neg", ""),
    ("społeczno", "społeczny", "adja", ""),
    ("ul", "ul:Sm3", "subst:sg:nom.acc:m3", "rzad."),
    ("ul", "ulica", "brev:pun", ""),
    ("arcy", "arcy", "prefa", ""),
    ("chełmie", "Chełm", "subst:sg:loc:m3", ""),
];

const MORFOLOGIK: [Line; 8] = [
    ("kot", "kot", "subst:sg:nom:m2", ""),
    ("kota", "kot", "subst:sg:acc:m2+subst:sg:gen:m2", ""),
    ("kotem", "kot", "subst:sg:inst:m2", ""),
    ("lepszy", "dobry", "adj:sg:nom:m1:com", ""),
    ("czytaniem", "czytać", "ger:sg:inst:n2:imperf:aff", ""),
    ("czytaniem", "czytanie", "subst:sg:inst:n2", ""),
    ("żółw", "żółw", "subst:sg:nom:m2", ""),
    ("zolw", "zolwa", "subst:pl:gen:f", ""),
];

const COUNTS: &str = "# tokens\t1000\nczytaniem\t9\t0\nkot\t40\t0\nżółw\t7\t1\n";

/// The hash of what [`build`] makes. It changes with the format or the rules of the builder; the committed
/// dictionary must then be built anew.
const EXPECTED: &str = "7ca92fd5e848ffe0a9abc627128884d0aefed3eebbf213a9b6487d8a328983fd";

fn build() -> Vec<u8> {
    let (sgjp, morfologik) = (morfeusz(&SGJP), cfsa2(&MORFOLOGIK));
    let inputs = Inputs { sgjp: &sgjp, morfologik: &morfologik, counts: COUNTS, hold_out_percent: 0 };
    let compiled = compile(inputs).expect("the sources are well formed");
    assert!(
        compiled.report.starts_with("11 segments of SGJP, 8 sequences of Morfologik"),
        "{}",
        compiled.report
    );
    compiled.bytes
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let bytes = build();
    assert_eq!(bytes, build());
    assert_eq!(blake3::hash(&bytes).to_hex().as_str(), EXPECTED);
}

#[test]
fn what_went_in_comes_out() {
    let lexicon = Lexicon::from_bytes(build()).expect("a whole file");
    let cases = [
        ("kotem", "kot [noun]"),
        // Both dictionaries know the form, so the surname of one is left out.
        ("lepszy", "dobry [adjective]"),
        ("najlepszy", "dobry [adjective]"),
        ("czytaniem", "czytanie [noun], czytać [gerund]"),
        ("nieczytający", "czytać [participle]"),
        ("społeczno", "społeczny [compound part]"),
        ("ul", "ul [noun]"),
        ("chełmie", "chełm [noun] name"),
        ("arcy", ""),
        ("kotami", ""),
    ];
    for (form, expected) in cases {
        let mut readings: Vec<String> = lexicon
            .readings(form)
            .map(|reading| {
                let classes: Vec<&str> = reading.classes().iter().map(|class| class.name()).collect();
                let name = if reading.is_name() { " name" } else { "" };
                format!("{} [{}]{name}", reading.lemma(), classes.join(" "))
            })
            .collect();
        readings.sort();
        assert_eq!(readings.join(", "), expected, "{form}");
    }
    let expansion = lexicon.abbreviation("ul").next().expect("an abbreviation");
    assert_eq!((expansion.expansion, expansion.needs_dot), ("ulica", true));
    assert!(lexicon.is_prefix("arcy") && !lexicon.is_prefix("arc"));
    assert_eq!(lexicon.strip_prefix("arcykot"), Some("kot"));
    let mut restored = Vec::new();
    lexicon.restore("zolw", &mut restored);
    assert_eq!(restored.iter().map(|found| found.form.as_str()).collect::<Vec<_>>(), ["żółw", "zolw"]);
    assert!(lexicon.lemma_frequency("kot") > lexicon.lemma_frequency("żółw"));
}

#[test]
fn held_out_lemmas_are_missing() {
    let (sgjp, morfologik) = (morfeusz(&SGJP), cfsa2(&MORFOLOGIK));
    let inputs = Inputs { sgjp: &sgjp, morfologik: &morfologik, counts: COUNTS, hold_out_percent: 100 };
    let compiled = compile(inputs).expect("an empty dictionary is one too");
    assert!(Lexicon::from_bytes(compiled.bytes).expect("a whole file").is_empty());
}

#[test]
fn damaged_sources_are_errors() {
    let (sgjp, morfologik) = (morfeusz(&SGJP), cfsa2(&MORFOLOGIK));
    let build = |sgjp: &[u8], morfologik: &[u8]| {
        compile(Inputs { sgjp, morfologik, counts: COUNTS, hold_out_percent: 0 })
            .map(|compiled| compiled.bytes)
    };
    for length in 0..sgjp.len() - 1 {
        build(&sgjp[..length], &morfologik).expect_err("SGJP is cut short");
    }
    for length in 0..morfologik.len() - 1 {
        // Whatever is cut off, there is an error or fewer words, and never a panic.
        drop(build(&sgjp, &morfologik[..length]));
    }
}

#[test]
fn damaged_dictionaries_are_refused() {
    let bytes = build();
    for length in 0..bytes.len() {
        Lexicon::from_bytes(bytes[..length].to_vec()).expect_err("cut short");
    }
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let error = Lexicon::from_bytes(changed).err();
        // The checksum covers all that follows it.
        let expected = match at {
            0..8 => matches!(error, Some(Error::NotADictionary)),
            8..12 => matches!(error, Some(Error::Version { .. })),
            _ => matches!(error, Some(Error::Damaged { .. })),
        };
        assert!(expected, "byte {at}: {error:?}");
    }
}

#[test]
fn errors_say_what_to_do() {
    let mut other = build();
    other[8] = 99;
    let error = Lexicon::from_bytes(other).expect_err("another version");
    assert_eq!(
        error.to_string(),
        format!("dictionary of format 99, this program reads format {}", format::VERSION)
    );
    assert!(error.hint().is_some_and(|hint| hint.contains("build_lexicon")));
    let error = Lexicon::open("no-such-file.bin").expect_err("no such file");
    assert_eq!(error.to_string(), "cannot read the dictionary no-such-file.bin");
}

#[test]
fn automata_are_read_by_fst() {
    let mut keys: Vec<String> =
        (0..3000_u32).map(|number| format!("{:x}ść{}", number * 7919 % 4096, number % 13)).collect();
    keys.extend((0..200_u8).map(|byte| format!("x{}", char::from(byte))));
    keys.push(String::new());
    keys.sort();
    keys.dedup();
    let value = |key: &str| key.bytes().map(u64::from).product::<u64>() % 100_000;
    let bytes = automaton::build(keys.iter().map(|key| Ok((key.as_str(), value(key))))).expect("sorted keys");
    let map = fst::Map::new(bytes).expect("an automaton");
    assert_eq!(map.len(), keys.len());
    for key in &keys {
        assert_eq!(map.get(key), Some(value(key)), "{key}");
        assert_eq!(map.get(format!("{key}~")), None);
    }
    let streamed = map.stream().into_str_vec().expect("texts");
    assert_eq!(streamed.len(), keys.len());
}
