//! Whatever a file holds: nothing panics, ranges lie on characters and apart, and no line is lost.

use fiszka_document::{Diagnostic, Document, Limits, SiteShell, SourceFile, clean, merge, parse};
use fiszka_schema::Schema;
use proptest::prelude::*;

/// Lines that decide things, so that random pages reach every branch.
const LINES: [&str; 40] = [
    "",
    "\u{a0}",
    "Strona główna",
    "» Kultura",
    "1.583.801",
    "gości odwiedziło nas",
    "od 1 kwietnia 2008 r.",
    "\u{a0}Usługi społeczne : Pomoc społeczna",
    "Usługi społeczne",
    "Lublin Przyjazny Seniorom",
    ".: \u{a0} Skrót i Metryka -> Pełna prezentacja \u{a0} :.",
    "Metryka praktyki",
    "Data wprowadzenia do BDP:\u{a0}\u{a0}2013-06-28",
    "Data aktualizacji: 31.12.2011",
    "Miejscowość:\u{a0}\u{a0}Łódź",
    "Województwo:",
    "łódzkie",
    "Kod pocztowy i Poczta: 90-051 Łódź",
    "Liczba mieszkańców:\u{a0}344.336",
    "Wirtyna internetowa: www.a.example; b.example",
    "Osoby kontaktowe:\u{a0}\u{a0}Żaneta Ćma",
    "\u{a0}tel. 81 466 20 62",
    "\u{a0}e@mail: z@a.example",
    "Załączniki",
    "plan.pdf",
    "fbpx",
    "15 lutego 2021",
    "17:46",
    "31.10.201410:18, admin | Kategoria: Kultura",
    "616 Wyświetleń",
    "4276",
    "Źródło: Biuro prasowe",
    "Dodane przez admin",
    "Czytaj także",
    "Zostaw komentarz",
    "Polish English French German Russian Spanish",
    "piątek, 26 kwietnia 2024 r., imieniny Marii",
    "Cały długi akapit o tym, że w mieście powstało siedem nowych miejsc, w których seniorzy mogą spędzić czas razem.",
    "– Cieszymy się – mówi\u{a0}wójt.",
    "tel. 81 555 00 00, 24-100 Puławy",
];

const TEXT_NAMES: [&str; 6] = ["a.txt", "a.html", "a.md", "a.json", "a.jsonl", "a.xml"];

/// Attachments that are read well; damaged ones are made of them.
const ATTACHMENTS: [(&str, &[u8]); 4] = [
    ("a.pdf", include_bytes!("fixtures/attachment-resolution.pdf")),
    ("a.pdf", include_bytes!("fixtures/attachment-subset-font.pdf")),
    ("a.docx", include_bytes!("fixtures/attachment-rules.docx")),
    ("a.odt", include_bytes!("fixtures/attachment-minutes.odt")),
];

fn documents(path: &str, bytes: &[u8]) -> Vec<Document> {
    let schema = Schema::builtin();
    let Ok(parsed) = parse(&SourceFile { path, bytes }, schema, &Limits::default()) else {
        return Vec::new();
    };
    parsed.drafts.iter().map(|draft| clean(draft, &SiteShell::default(), schema)).collect()
}

/// Marks what was put together of two.
const MERGED: &str = "merged";

/// Nothing but blanks and characters that show nothing.
fn is_blank(line: &str) -> bool {
    line.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}

fn check(document: &Document) {
    let text = &document.text;
    let mut ranges: Vec<_> = document.zones.iter().map(|zone| zone.range.clone()).collect();
    assert!(ranges.is_sorted_by_key(|range| range.start), "zones stand in reading order");
    ranges.extend(document.cuts.iter().map(|cut| cut.range.clone()));
    ranges.sort_by_key(|range| range.start);
    for range in &ranges {
        assert!(!range.is_empty() && text.get(range.clone()).is_some(), "{range:?} in {text:?}");
    }
    assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start), "ranges overlap in {text:?}");
    for field in &document.record {
        if let Some(range) = &field.range {
            assert_eq!(text.get(range.clone()), Some(field.printed.as_str()), "{field:?}");
        }
    }
    // A line of text is kept, cut, or part of the record; labels stand on the lines of their values.
    let recorded: Vec<_> = document.record.iter().filter_map(|field| field.range.clone()).collect();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        let covered = ranges.iter().chain(&recorded).any(|range| range.start < end && start < range.end);
        let label_without_value = line.trim_end().ends_with(':') || line.trim() == "Załączniki";
        let beside_a_date = line.trim() == "17:46";
        assert!(
            covered || is_blank(line) || label_without_value || beside_a_date,
            "{line:?} is lost in {text:?}"
        );
        start = end + 1;
    }
    if !document.is_stub() && document.diagnostics.iter().all(|diagnostic| diagnostic.code != MERGED) {
        let mut copy = document.clone();
        copy.diagnostics.push(Diagnostic { code: MERGED.to_owned(), message: String::new(), line: None });
        copy.url = Some("https://dobrepraktyki.pl/?art=1&s=2".to_owned());
        let merged = merge(&[copy, document.clone()], Schema::builtin()).expect("one document");
        check(&merged.document);
    }
    let json = serde_json::to_string(document).expect("serialisable");
    assert_eq!(&serde_json::from_str::<Document>(&json).expect("the same"), document);
    assert_eq!(document.id().len(), 26);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_of_telling_lines(picks in prop::collection::vec(0..LINES.len(), 0..40)) {
        let lines: Vec<&str> = picks.iter().filter_map(|&pick| LINES.get(pick).copied()).collect();
        for document in documents("a/page.txt", lines.join("\n").as_bytes()) {
            check(&document);
        }
        let html: Vec<String> = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
        for document in documents("a/page.html", html.join("\n").as_bytes()) {
            check(&document);
        }
    }

    #[test]
    fn tags_in_any_order(picks in prop::collection::vec((0..24_usize, 0..LINES.len()), 0..40)) {
        const TAGS: [&str; 24] = [
            "<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<main>", "</main>", "<h1>", "</h1>",
            "<nav>", "</nav>", "<a href=x.pdf>", "</a>", "<br>", "<dl><dt>", "<dd>", "<pre>", "</pre>", "<title>",
            "</title>", "<time datetime=2020-01-02>",
        ];
        let html: String = picks.iter().map(|&(tag, line)| format!("{}{}", TAGS[tag], LINES[line])).collect();
        documents("a.html", html.as_bytes()).iter().for_each(check);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_in_any_format(text in "\\PC{0,300}") {
        for name in TEXT_NAMES {
            documents(name, text.as_bytes()).iter().for_each(check);
        }
        let feed = format!("<rss><item><title>{text}</title><description>{text}</description></item>");
        documents("a.xml", feed.as_bytes()).iter().for_each(check);
        let front = format!("+++\ntitle = {text}\n{text} = 1\n+++\n{text}");
        documents("a.md", front.as_bytes()).iter().for_each(check);
        let json = serde_json::json!({"title": text, "tresc": text, "data": text, "kontakt": text, "link": text});
        documents("a.json", json.to_string().as_bytes()).iter().for_each(check);
        let front = format!("---\ntitle: {text}\ndate: {text}\n---\n{text}");
        documents("a.md", front.as_bytes()).iter().for_each(check);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in TEXT_NAMES.into_iter().chain(["a.pdf", "a.docx", "a.odt"]) {
            documents(name, &bytes).iter().for_each(check);
        }
    }

    #[test]
    fn damaged_attachments(
        pick in 0..ATTACHMENTS.len(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let (name, whole) = ATTACHMENTS[pick];
        let mut bytes = whole.to_vec();
        for (place, byte) in &damage {
            let place = place.index(bytes.len());
            bytes[place] = *byte;
        }
        documents(name, &bytes).iter().for_each(check);
        documents(name, &bytes[..cut.index(bytes.len())]).iter().for_each(check);
    }

    #[test]
    fn elements_of_feeds_in_any_order(picks in prop::collection::vec(0..24_usize, 0..40)) {
        const PARTS: [&str; 24] = [
            "<rss>", "<feed>", "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<link href='https://a.example/1'/>",
            "<link>", "</link>", "<content type='xhtml'>", "</content>", "<author>", "</author>", "<name>", "</name>", "<p>", "</p>",
            "<![CDATA[<b>ż]]>", "&oacute;&amp;&", "<media:title>", "</media:title>", "Zażółć",
        ];
        let feed: String = picks.iter().map(|&part| PARTS[part]).collect();
        for document in documents("a.xml", feed.as_bytes()).iter().chain(&documents("a.xml", format!("<rss>{feed}").as_bytes())) {
            check(document);
        }
    }
}
