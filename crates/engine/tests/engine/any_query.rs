//! Whatever is typed gets an answer, in time: random text and mutations of what people type.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fiszka::Searcher;

use crate::support::{Portal, page, query};

/// Queries that are asked, over all seeds: a hundred thousand in seconds with optimisation (`cargo test --release`),
/// without it fewer. The parser alone reads as many in its own tests either way.
const QUERIES: usize = if cfg!(debug_assertions) { 3_000 } else { 100_000 };

/// Longest time of one answer: a hundred times what one takes on a busy machine without optimisation.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(2);

/// Longest query in bytes, as the socket takes it.
const QUERY_BYTES_MAX: usize = 8_192;

/// What people type, in every form of the language.
const TYPED: [&str; 24] = [
    "mieszkania chronione",
    "kluby dla seniorów w Lublinie",
    "\"klub seniora\" Katowice",
    "„osób starszych”~2 -remont",
    "MOPS Chełm",
    "województwo:śląskie senior*",
    "mieszkańcy:>300 000 AND data:2012..2014",
    "data:luty 2021",
    "miejscowość:Nowy Targ LUB miejscowość:Opole",
    "(klub OR świetlica) AND NOT (remont OR bajki)",
    "tytuł:\"dom kultury\" +koncert",
    "725 161 463",
    "+48 77 555 01 80",
    "jan.testowy@gmina.example",
    "https://gmina.example/index.php?art=12&s=2",
    "344 336 mieszkańców",
    "62-025 Kostrzyn",
    "uchwała nr XII/123/2024 z dnia 9 lipca 2013 r.",
    "LO I Zamość",
    "URZĄD MIASTA I GMINY",
    "swietlica srodowiskowa lodz",
    "C++ 60+ R&D 24/7 § 5",
    "kto prowadzi klub, w którym starsi decydują co robić?",
    "NIE dla smogu w mieście",
];

/// What mutations put in.
const PIECES: [&str; 48] = [
    "\"",
    "„",
    "”",
    "«",
    "»",
    "(",
    ")",
    "((",
    "))",
    "-",
    "+",
    "*",
    "~",
    "~3",
    "~99999999999",
    ":",
    "..",
    ">",
    "<=",
    " AND ",
    " OR ",
    " NOT ",
    " LUB ",
    " NIE ",
    "AND",
    "tytuł:",
    "data:",
    "rok:",
    "mieszkańcy:",
    "województwo:",
    "kolor:",
    "miejscowość:\"",
    " ",
    "\u{a0}",
    "\n",
    "\t",
    "\\",
    "/",
    "\u{301}",
    "\u{202e}",
    "\u{ad}",
    "\u{feff}",
    "👩‍👧",
    "ﬁ",
    "ß",
    "İ",
    "\0",
    "i",
];

/// A small generator of numbers (`SplitMix64`), so that a seed names a query.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).expect("less than a usize")
    }

    fn one_of<'a>(&mut self, values: &[&'a str]) -> &'a str {
        values[self.below(values.len())]
    }

    /// A character of any script; the first blocks more often than the others.
    fn char(&mut self) -> char {
        let bound = [0x80, 0x250, 0x3000, 0x11_0000][self.below(4)];
        u32::try_from(self.below(bound)).ok().and_then(char::from_u32).unwrap_or('\u{fffd}')
    }
}

/// The query of a seed.
fn typed(seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut chars: Vec<char> = match dice.below(8) {
        0 => (0..dice.below(60)).map(|_| dice.char()).collect(),
        1 => (0..dice.below(30)).flat_map(|_| dice.one_of(&PIECES).chars()).collect(),
        _ => dice.one_of(&TYPED).chars().collect(),
    };
    for _ in 0..dice.below(8) {
        let at = dice.below(chars.len() + 1);
        let end = at + dice.below(chars.len() - at + 1);
        match dice.below(8) {
            0 => chars.insert(at, dice.char()),
            1 if at < chars.len() => drop(chars.remove(at)),
            2 => drop(chars.splice(at..at, dice.one_of(&PIECES).chars())),
            3 => {
                let (open, close) = [('"', '"'), ('„', '”'), ('(', ')')][dice.below(3)];
                chars.insert(end, close);
                chars.insert(at, open);
            }
            4 => {
                let other = dice.one_of(&TYPED);
                drop(chars.splice(at..at, [' '].into_iter().chain(other.chars())));
            }
            5 => {
                let upper = chars[at..end].iter().flat_map(|c| c.to_uppercase()).collect::<Vec<_>>();
                drop(chars.splice(at..end, upper));
            }
            6 => drop(chars.drain(at..end)),
            _ => {
                let again = chars[at..end].to_vec();
                // Now and then something is repeated until the query is as long as it may be.
                let times = if dice.below(1_000) == 0 { 1_000 } else { 2 };
                drop(chars.splice(at..at, (0..times).flat_map(|_| again.clone()).take(QUERY_BYTES_MAX)));
            }
        }
    }
    let mut text: String = chars.into_iter().collect();
    text.truncate(text.floor_char_boundary(QUERY_BYTES_MAX));
    text
}

fn portal() -> Portal {
    let record = [
        ("miejscowosc", "Nowy Targ"),
        ("wojewodztwo", "śląskie"),
        ("liczba_mieszkancow", "344.336"),
        ("data", "2021-02-15"),
    ];
    Portal::new(&[
        ("portal/klub.json", page("Klub seniora", "Klub seniora w domu kultury śpiewa i tańczy.", &record)),
        (
            "portal/mops.json",
            page("MOPS", "Osoby starsze z mieszkań chronionych. Telefon 725 161 463.", &record),
        ),
        ("portal/remont.json", page("Remont", "Remont świetlicy i koncert, a bajki dla dzieci.", &[])),
    ])
}

fn ask(searcher: &Searcher, seed: u64) {
    let text = typed(seed);
    let started = Instant::now();
    let answer = searcher.search(&query(&text));
    let took = started.elapsed();
    let answer = answer.unwrap_or_else(|error| panic!("seed {seed}, {text:?}: {error}"));
    assert!(took < ANSWER_TIME_MAX, "seed {seed}, {text:?} took {took:?}");
    for hit in &answer.hits {
        assert!(hit.score.is_finite(), "seed {seed}, {text:?}: {}", hit.score);
        for range in &hit.snippet.highlights {
            assert!(hit.snippet.text.get(range.clone()).is_some(), "seed {seed}, {text:?}: {range:?}");
        }
    }
}

#[test]
fn any_query_is_answered_in_time() {
    let portal = portal();
    let searcher = portal.index.searcher().unwrap();
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= QUERIES {
                        break;
                    }
                    ask(&searcher, seed as u64);
                }
            });
        }
    });
}
