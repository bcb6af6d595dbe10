//! How fast each format is read, on one core, in MB of files a second: `cargo bench -p fiszka-benches --bench formats`.
//!
//! Text formats are written here, with the menu and footer of a site around each page; attachments are the fixtures of
//! the document crate, so short that the costs of a file count more than those of its text.

use std::path::Path;
use std::time::Duration;

use fiszka::Schema;
use fiszka::document::{Draft, Limits, PageLines, SiteShell, Sketch, SourceFile, clean, parse};
use fiszka_benches::median;

const ROUNDS: usize = 5;
const PAGES: usize = 400;
const PARAGRAPHS: usize = 12;

const STEPS: [&str; 4] = ["parse", "clean", "page lines", "sketch"];

#[expect(clippy::print_stdout, reason = "what a benchmark is for")]
fn main() {
    let schema = Schema::builtin();
    print!("{:<12}{:>8}{:>8}", "format", "files", "MB");
    STEPS.iter().for_each(|step| print!("{step:>12}"));
    println!("{:>12}", "all");
    for (format, files) in corpora() {
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let mega = bytes as f64 / 1e6;
        let times = measure(&files, schema);
        print!("{format:<12}{:>8}{mega:>8.2}", files.len());
        times.iter().for_each(|time| print!("{:>12.1}", mega / time.as_secs_f64()));
        println!("{:>12.1}", mega / times.iter().sum::<Duration>().as_secs_f64());
    }
}

/// The median time of each step over all files.
fn measure(files: &[File], schema: &Schema) -> [Duration; 4] {
    let read = || -> Vec<Draft> {
        let limits = Limits::default();
        let parsed =
            files.iter().filter_map(|(path, bytes)| parse(&SourceFile { path, bytes }, schema, &limits).ok());
        parsed.flat_map(|parsed| parsed.drafts).collect()
    };
    let drafts = read();
    let shell = SiteShell::default();
    let documents: Vec<_> = drafts.iter().map(|draft| clean(draft, &shell, schema)).collect();
    [
        median(ROUNDS, || drop(std::hint::black_box(read()))),
        median(ROUNDS, || {
            drafts.iter().for_each(|draft| drop(std::hint::black_box(clean(draft, &shell, schema))))
        }),
        median(ROUNDS, || {
            drafts.iter().for_each(|draft| drop(std::hint::black_box(PageLines::of(draft, schema))));
        }),
        median(ROUNDS, || {
            documents.iter().for_each(|document| drop(std::hint::black_box(Sketch::of(document))));
        }),
    ]
}

/// A path and the bytes of the file.
type File = (String, Vec<u8>);

/// Files of each format, with the name of the format.
fn corpora() -> Vec<(&'static str, Vec<File>)> {
    let files = |ending: &str, write: fn(usize) -> String| {
        (0..PAGES).map(|number| (format!("a/{number}.{ending}"), write(number).into_bytes())).collect()
    };
    let mut corpora = vec![
        ("text", files("txt", text)),
        ("html", files("html", html)),
        ("markdown", files("md", markdown)),
        ("json", files("json", record)),
        ("json_lines", vec![("a/all.jsonl".to_owned(), lines().into_bytes())]),
        ("feed", vec![("a/all.rss".to_owned(), feed().into_bytes())]),
    ];
    for (format, fixture) in [
        ("pdf", "attachment-resolution.pdf"),
        ("docx", "attachment-rules.docx"),
        ("odt", "attachment-minutes.odt"),
    ] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/document/tests/fixtures").join(fixture);
        let bytes = std::fs::read(path).expect("the fixture is there");
        corpora.push((format, vec![(format!("a/{fixture}"), bytes); PAGES]));
    }
    corpora
}

fn title(number: usize) -> String {
    format!("Gmina odnawia świetlicę numer {number}")
}

fn paragraph(number: usize, at: usize) -> String {
    format!(
        "Mieszkańcy sołectwa {number} spotkali się po raz {at}, aby omówić remont świetlicy, plac zabaw oraz zajęcia dla \
         seniorów. – Każdy pomysł się liczy – mówi wójt. Dofinansowanie wyniosło {} 500 zł, a prace potrwają do jesieni.",
        at + 10
    )
}

fn paragraphs(number: usize, between: &str) -> String {
    (0..PARAGRAPHS).map(|at| paragraph(number, at)).collect::<Vec<_>>().join(between)
}

const MENU: [&str; 12] = [
    "Strona główna",
    "Aktualności",
    "Urząd",
    "Kultura",
    "Sport",
    "Oświata",
    "Pomoc społeczna",
    "Turystyka",
    "Inwestycje",
    "Galeria",
    "Mapa strony",
    "Kontakt",
];

fn text(number: usize) -> String {
    let body = paragraphs(number, "\n\n");
    format!("{}\n\n{}\n\n15 lutego 2021\n\n{body}\n\nZostaw komentarz\n", MENU.join("\n"), title(number))
}

fn html(number: usize) -> String {
    let menu: String = MENU.iter().map(|entry| format!("<li><a href=\"/x\">{entry}</a></li>")).collect();
    let body = paragraphs(number, "</p><p>");
    format!(
        "<html><head><meta charset=utf-8><title>{0} - Gmina</title></head><body><nav><ul>{menu}</ul></nav><main><h1>{0}</h1>\
         <time>15 lutego 2021</time><p>{body}</p></main><footer>tel. 12 345 67 89</footer></body></html>",
        title(number)
    )
}

fn markdown(number: usize) -> String {
    format!("---\ntitle: {}\ndate: 2021-02-15\n---\n\n{}\n", title(number), paragraphs(number, "\n\n"))
}

fn record(number: usize) -> String {
    let body = paragraphs(number, "\n\n");
    serde_json::json!({ "tytul": title(number), "data": "2021-02-15", "tresc": body }).to_string()
}

fn lines() -> String {
    (0..PAGES).map(|number| record(number) + "\n").collect()
}

fn feed() -> String {
    let items: String = (0..PAGES)
        .map(|number| {
            let body = paragraphs(number, "</p><p>");
            format!("<item><title>{}</title><link>https://gmina.example/{number}</link><description><![CDATA[<p>{body}</p>]]></description></item>", title(number))
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Gmina</title>{items}</channel></rss>")
}
