//! Every form of the language as `what is typed => how it is read`, and what it must never do.

use fiszka_schema::fold;
use proptest::prelude::*;

use super::*;

/// A schema of a few fields.
struct Portal;

impl Fields for Portal {
    fn named(&self, name: &str) -> Option<NamedField> {
        let (name, is_text) = match fold(name).as_str() {
            "tytul" | "title" => ("title", true),
            "miejscowosc" | "town" => ("town", false),
            "wojewodztwo" | "voivodeship" => ("voivodeship", false),
            "mieszkancy" | "population" => ("population", false),
            "data" | "published" => ("published", false),
            _ => return None,
        };
        Some(NamedField { name: name.to_owned(), is_text })
    }

    fn reads(&self, field: &str, value: &str) -> Reads {
        let is_known = match field {
            "town" => matches!(fold(value).as_str(), "katowice" | "nowy targ"),
            "voivodeship" => matches!(fold(value).as_str(), "slaskie" | "opolskie"),
            "population" => value.trim_start_matches('>').replace(' ', "").parse::<u32>().is_ok(),
            "published" => matches!(value, "2013" | "luty 2021" | "15 lutego 2021" | "2012..2014"),
            _ => false,
        };
        match (is_known, field) {
            (true, _) => Reads::Known,
            (false, "town") => Reads::Maybe,
            (false, _) => Reads::No,
        }
    }
}

#[track_caller]
fn check(text: &str, canonical: &str, notes: usize) {
    let parsed = parse(text, &Portal);
    assert_eq!(parsed.canonical(text), canonical, "{text}");
    assert_eq!(parsed.notes.len(), notes, "{text}: {:?}", parsed.notes);
}

#[test]
fn plain_text_stays_plain() {
    for text in [
        "",
        "klub seniora",
        "e-urząd społeczno-gospodarczy 2014-2020",
        "+48 77 555 01 80",
        "tel. 77 555 01 80 wew. 12",
        "https://gmina.example/a?b=c:d",
        "jan.testowy@gmina.example",
        "LO I Zamość",
        "URZĄD MIASTA I GMINY",
        "NIE DLA SMOGU LUB HAŁASU",
        "C++ i C#",
        "o 12:30 i 5:4",
        "art. 5: uchwała",
        "lata 2012 -2014",
        "a - b – c",
        "24/7 60+ R&D 1/2 § 5",
        "f(x)",
        "budynek(GUI)i (w) nawias(y b) c",
        "Uwaga: ważne",
        "klub or seniora and not lub nie",
        "* ** !",
    ] {
        let parsed = parse(text, &Portal);
        assert_eq!(parsed.notes, Vec::<String>::new(), "{text}");
        assert_eq!(parsed.words_of(text), text);
        let Expression::Sequence(clauses) = parsed.root else { panic!("{text} is no sequence") };
        let is_plain = |clause: &Clause| {
            clause.sign == Sign::Plain && matches!(clause.node, Node::Words { field: None, .. })
        };
        assert!(clauses.iter().all(is_plain), "{text}: {clauses:?}");
    }
}

#[test]
fn every_form_is_read() {
    for (text, canonical) in [
        (r#""klub seniora""#, r#""klub seniora""#),
        ("„klub seniora” w", r#""klub seniora" w"#),
        ("„klub seniora\" w", r#""klub seniora" w"#),
        ("«klub» »seniora« “a” ”b”", r#""klub" "seniora" "a" "b""#),
        (r#"w "klub seniora"~3, x"#, r#"w "klub seniora"~3 x"#),
        (r#"-"klub seniora" +klub -remont"#, r#"-"klub seniora" +klub -remont"#),
        ("klub NOT remont", "klub -remont"),
        ("klub NIE remont", "klub -remont"),
        ("-2013 rok", "-2013 rok"),
        ("dom kultury AND koncert", "dom kultury AND koncert"),
        ("dom kultury OR teatr AND koncert", "dom kultury OR teatr AND koncert"),
        ("Klub LUB świetlica", "Klub OR świetlica"),
        ("(klub OR świetlica) seniora", "(klub OR świetlica) seniora"),
        ("(klub seniora) w", "klub seniora w"),
        ("-(klub seniora) -(a OR b)", "-(klub seniora) -(a OR b)"),
        ("a AND NOT b", "a AND -b"),
        ("a AND (b OR (c AND d))", "a AND (b OR (c AND d))"),
        ("senior* swiet*,", "senior* swiet*"),
        ("tytuł:klub remont", "title:klub remont"),
        ("title:\"klub seniora\"~2", "title:\"klub seniora\"~2"),
        ("Miejscowość:Katowice klub", "town:Katowice klub"),
        ("miejscowosc:Nowy Targ klub", "town:\"Nowy Targ\" klub"),
        ("miejscowość:\"Nowy Targ\" klub", "town:\"Nowy Targ\" klub"),
        ("miejscowość:Nowa Sól", "town:Nowa Sól"),
        ("miejscowość:\"Nowa Sól\"~1", "town:\"Nowa Sól\"~1"),
        ("-województwo:śląskie (klub)", "-voivodeship:śląskie klub"),
        ("(województwo:śląskie OR województwo:opolskie)", "(voivodeship:śląskie OR voivodeship:opolskie)"),
        ("mieszkańcy:>300000", "population:>300000"),
        ("mieszkańcy:>300 000 klub", "population:\">300 000\" klub"),
        ("data:luty 2021, sesja", "published:\"luty 2021\" sesja"),
        ("data:15 lutego 2021", "published:\"15 lutego 2021\""),
        ("sesja data:2012..2014", "sesja published:2012..2014"),
    ] {
        check(text, canonical, 0);
        check(canonical, canonical, 0);
    }
}

#[test]
fn what_breaks_a_rule_is_read_as_words() {
    for (text, canonical) in [
        ("\"klub seniora", "klub seniora"),
        ("klub seniora\"", "klub seniora\""),
        ("„klub", "klub"),
        ("24\" rower 26\"", "24\" rower 26\""),
        ("\"\" klub", "klub"),
        ("(klub seniora", "klub seniora"),
        ("klub) seniora", "klub seniora"),
        ("AND klub", "klub"),
        ("klub OR", "klub"),
        ("klub NOT", "klub"),
        ("a AND OR b", "a OR b"),
        ("(klub OR) remont", "klub remont"),
        ("kolor:czerwony klub", "kolor:czerwony klub"),
        ("województwo: śląskie", "województwo: śląskie"),
        ("województwo:marsjańskie", "województwo:marsjańskie"),
        ("data:wczoraj", "data:wczoraj"),
        ("a* klub", "a* klub"),
        ("e-urz*", "e-urz*"),
        ("\"klub\"~999", "\"klub\"~50"),
    ] {
        check(text, canonical, 1);
    }
    check("\"„«»", "", 3);
    check(&format!("{}a{}", "(".repeat(50), ")".repeat(50)), "a", 1);
}

#[test]
fn words_stand_where_they_stood() {
    for (text, words) in [
        ("klub AND tytuł:\"dom kultury\"~12 x", "klub ;;; ;;;;;;;\"dom kultury\";;; x"),
        ("-remont data:luty 2021 klub", "-remont ;;;;;;;;;;;;;; klub"),
        ("lone OR", "lone ;;"),
        ("OR NOT", "OR NOT"),
    ] {
        assert_eq!(parse(text, &Portal).words_of(text), words);
    }
}

/// Pieces of which hostile queries are made.
const PIECES: [&str; 40] = [
    "klub",
    "SENIORA",
    "świetlica",
    "\"",
    "„",
    "”",
    "«",
    "»",
    "(",
    ")",
    "-",
    "+",
    "*",
    "~",
    "~3",
    ":",
    "tytuł:",
    "town:",
    "data:",
    "luty 2021",
    ">300 000",
    "..",
    "AND",
    "OR",
    "NOT",
    "LUB",
    "NIE",
    " ",
    "\u{a0}",
    "\n",
    "\\",
    "\u{301}",
    "\u{202e}",
    "👩‍👧",
    "ﬁ",
    "ß",
    "İ",
    "\0",
    "x:y:z",
    "http://",
];

fn query() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40)
            .prop_map(|pieces| pieces.concat()),
        prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40)
            .prop_map(|pieces| pieces.join(" ")),
    ]
}

fn ranges(expression: &Expression, found: &mut Vec<Range<usize>>) {
    match expression {
        Expression::And(parts) | Expression::Or(parts) => parts.iter().for_each(|part| ranges(part, found)),
        Expression::Sequence(clauses) => {
            for clause in clauses {
                match &clause.node {
                    Node::Words { text: range, .. }
                    | Node::Phrase { text: range, .. }
                    | Node::Prefix { stem: range }
                    | Node::Value { value: range, .. } => found.push(range.clone()),
                    Node::Group(inside) => ranges(inside, found),
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn any_text_is_a_query(text in query()) {
        let parsed = parse(&text, &Portal);
        let mut found = Vec::new();
        ranges(&parsed.root, &mut found);
        for range in &found {
            prop_assert!(text.get(range.clone()).is_some(), "{range:?} lies on characters");
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start), "in order: {found:?}");
        prop_assert_eq!(parsed.words_of(&text).len(), text.len());
        prop_assert!(parsed.notes.len() <= NOTES_MAX);
    }
}

#[test]
fn long_queries_are_read_in_linear_time() {
    for piece in PIECES {
        let text = piece.repeat(60_000 / piece.len().max(1));
        let parsed = parse(&text, &Portal);
        assert_eq!(parsed.words_of(&text).len(), text.len(), "{piece:?}");
    }
}
