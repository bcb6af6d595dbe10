//! A folder as portals leave it: every format, copies, excerpts, damage. Every file is accounted for.

use std::collections::BTreeMap;
use std::path::Path;

use fiszka_daemon::{FileCounts, build};

use crate::support::{Place, news};

const TREES: [&str; 6] = ["klon", "brzoza", "lipa", "jesion", "wierzba", "topola"];

/// Files of one number: a page in each format of text, its second address, an attachment, and damage now and then.
fn write(place: &Place, number: usize) {
    let tree = TREES[number % TREES.len()];
    let title = format!("Drzewo numer {number}: {tree}");
    let text =
        format!("W parku numer {number} rośnie {tree}. Mieszkańcy podlewają go na zmianę przez całe lato.");
    let address = |name: &str| format!("https://gmina.example/{name}/{number}");
    place.write(&format!("{number}/strona.txt"), news(&title, &text));
    let page = |charset: &str| {
        format!(
            "<meta charset={charset}><link rel=canonical href={}><h1>{title}</h1><p>15 lutego 2021<p>{text}",
            address("html")
        )
    };
    place.write(&format!("{number}/strona.html"), page("utf-8"));
    // A later copy of the same page, in the encoding of an older site.
    let latin: Vec<u8> = page("iso-8859-2")
        .chars()
        .map(|c| match c {
            'ś' => 0xb6,
            'ń' => 0xf1,
            'ą' => 0xb1,
            'ż' => 0xbf,
            'ł' => 0xb3,
            _ => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect();
    place.write(&format!("{number}/z-kopia.html"), latin);
    place.write(
        &format!("{number}/strona.md"),
        format!("---\ntitle: {title}\ndate: 2021-02-15\n---\n{text}\n"),
    );
    place.write(
        &format!("{number}/rekord.json"),
        format!("{{\"tytul\": \"{title}\", \"tresc\": \"{text}\", \"link\": \"{}\"}}", address("json")),
    );
    place.write(&format!("{number}/rekordy.jsonl"), format!("{{\"tytul\": \"{title} a\", \"tresc\": \"{text}\"}}\n{{\"tytul\": \"{title} b\", \"tresc\": \"{text}\"}}\n"));
    let item = format!(
        "<item><title>{title}</title><link>{}</link><description>{tree}… [czytaj dalej]</description></item>",
        address("html")
    );
    place.write(
        &format!("{number}/kanal.rss"),
        format!("<rss version=\"2.0\"><channel>{item}</channel></rss>"),
    );
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/document/tests/fixtures");
    for (name, fixture) in [
        ("uchwala.pdf", "attachment-resolution.pdf"),
        ("skan.pdf", "attachment-scan.pdf"),
        ("regulamin.docx", "attachment-rules.docx"),
        ("protokol.odt", "attachment-minutes.odt"),
        ("pismo.doc", "old-word.doc"),
    ] {
        place.write(&format!("{number}/{name}"), std::fs::read(fixtures.join(fixture)).expect(fixture));
    }
    place.write(&format!("{number}/pusta.txt"), "\n\n\n");
    place.write(&format!("{number}/zepsuty.json"), "{ \"tytul\": ");
}

#[test]
fn every_file_is_counted_by_format_and_fate() {
    const NUMBERS: usize = 20;
    let place = Place::new();
    (0..NUMBERS).for_each(|number| write(&place, number));
    let summary = build(&place.config(), &mut |_| {}).expect("the folder is indexed");
    let counts = |indexed, duplicate, empty, failed| FileCounts {
        indexed: indexed * NUMBERS,
        unchanged: 0,
        duplicate: duplicate * NUMBERS,
        empty: empty * NUMBERS,
        failed: failed * NUMBERS,
    };
    let expected = BTreeMap::from([
        ("text", counts(1, 0, 1, 0)),
        ("html", counts(1, 1, 0, 0)),
        ("markdown", counts(1, 0, 0, 0)),
        ("json", counts(1, 0, 0, 1)),
        ("json_lines", counts(1, 0, 0, 0)),
        ("feed", counts(0, 1, 0, 0)),
        ("pdf", counts(1, 0, 1, 0)),
        ("docx", counts(1, 0, 0, 0)),
        ("odt", counts(1, 0, 0, 0)),
        ("unknown", counts(0, 0, 0, 1)),
    ]);
    assert_eq!(summary.formats, expected);
    assert_eq!(summary.files.total(), 14 * NUMBERS, "no file is skipped in silence");
    assert_eq!(summary.errors.len(), summary.files.failed);
    assert!(summary.errors.iter().all(|error| !error.message.is_empty() && error.hint.is_some()));
    let doc = summary.errors.iter().find(|error| error.path.ends_with(".doc")).expect("a reason");
    assert_eq!(doc.code, "unknown_format");
    // One of text, HTML, Markdown, JSON, three attachments, two lines.
    assert_eq!(summary.documents, 9 * NUMBERS);

    let again = build(&place.config(), &mut |_| {}).expect("nothing is new");
    assert_eq!(again.files, FileCounts { unchanged: 14 * NUMBERS, ..FileCounts::default() });
    assert_eq!(again.documents, summary.documents);
}
