//! What says the same is shown once; attachments are linked with the pages that name them.

use fiszka::{Answer, Query};

use crate::support::{Portal, open, page, put, query, show};

const PRESS: &str = "W sobotę mieszkańcy osiedla Zarzecze otworzyli klub sąsiada. Przez rok remontowali dawną świetlicę, a meble \
    przynieśli z własnych domów. Klub będzie czynny codziennie od godziny 16 do 20, a w każdy wtorek odbędą się w nim warsztaty \
    naprawiania rowerów. Wójt podziękował wszystkim i obiecał nowe okna jeszcze przed zimą.";

/// A text of its own for each number.
fn other(number: usize) -> String {
    let words = ["most", "park", "las", "staw", "młyn", "sad", "rynek", "port"];
    let word = |place: usize| words[(number / 8_usize.pow(u32::try_from(place).unwrap_or(0)) + place) % 8];
    format!(
        "Klub numer {number} odwiedził {} i {}, a potem {} oraz {} i {}.",
        word(0),
        word(1),
        word(2),
        word(3),
        word(4)
    )
}

/// Names of the hits, each with those of its duplicates.
fn groups(answer: &Answer) -> Vec<String> {
    let name =
        |path: &str| path.trim_start_matches("portal/").split('.').next().unwrap_or_default().to_owned();
    let group = |hit: &fiszka::Hit| {
        let mut others: Vec<_> = hit.duplicates.iter().map(|duplicate| name(&duplicate.path)).collect();
        others.sort();
        std::iter::once(name(&hit.path)).chain(others).collect::<Vec<_>>().join("+")
    };
    answer.hits.iter().map(group).collect()
}

#[test]
fn copies_are_grouped_and_editions_are_not() {
    let edition = |number: &str, year: &str, guests: &str| {
        format!(
            "{number} święto klubu sąsiada odbyło się w {year} roku na rynku. Przyszło {guests} gości, grała orkiestra dęta, \
            a najstarszy mieszkaniec zasadził drzewo. Komitet dziękuje strażakom, kucharkom i wszystkim, którzy pomogli sprzątać."
        )
    };
    let item = "<item><title>Klub sąsiada</title><link>https://inna.example/7</link><description>W sobotę mieszkańcy osiedla Zarzecze \
        otworzyli klub sąsiada. Przez rok remontowali dawną świetlicę… [czytaj dalej]</description></item>";
    let portal = Portal::new(&[
        ("portal/portal.json", page("Klub sąsiada", PRESS, &[("link", "https://gmina.example/1")])),
        (
            "portal/bip.json",
            page(
                "Klub sąsiada",
                &format!("{PRESS} Opublikował administrator."),
                &[("link", "https://bip.gmina.example/9")],
            ),
        ),
        ("portal/kanal.rss", format!("<rss version=\"2.0\"><channel>{item}</channel></rss>")),
        ("portal/piate.json", page("Święto klubu", &edition("Piąte", "2018", "312"), &[])),
        ("portal/szoste.json", page("Święto klubu", &edition("Szóste", "2019", "405"), &[])),
    ]);
    let answer = portal.ask(&query("klub sąsiada"));
    assert_eq!(answer.total, 5, "the total counts every document");
    let found = groups(&answer);
    // Which of two whole copies ranks first is the ranking's affair; the excerpt is never shown.
    let whole = ["bip+kanal+portal", "portal+bip+kanal"];
    assert!(found.iter().any(|group| whole.contains(&group.as_str())), "{found:?}");
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn when_the_shown_one_goes_the_next_takes_its_place() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut opened = open(dir.path());
    for name in ["a", "b", "c"] {
        put(&mut opened.writer, &format!("portal/{name}.json"), &page("Klub sąsiada", PRESS, &[]));
    }
    show(&mut opened.writer);
    let ask = || opened.index.searcher().expect("a commit").search(&query("klub")).expect("an answer");
    let mut left = 3;
    while left > 0 {
        let answer = ask();
        assert_eq!((answer.total, answer.hits.len(), answer.hits[0].duplicates.len()), (left, 1, left - 1));
        opened.writer.remove(&answer.hits[0].path);
        opened.writer.commit().expect("a commit");
        left -= 1;
    }
    assert!(ask().hits.is_empty());
}

#[test]
fn pages_of_folded_hits_neither_repeat_nor_miss() {
    // Every third page has two copies, and there are more pages than are compared.
    let mut files = Vec::new();
    for number in 0..90 {
        let copies = if number % 3 == 0 { 3 } else { 1 };
        for copy in 0..copies {
            files.push((format!("portal/{number}-{copy}.json"), page("Klub", &other(number), &[])));
        }
    }
    let files: Vec<(&str, String)> =
        files.iter().map(|(path, content)| (path.as_str(), content.clone())).collect();
    let portal = Portal::new(&files);
    let ask = |offset: usize, limit: usize| portal.ask(&Query { offset, limit, ..query("klub") });
    let whole = groups(&ask(0, 200));
    assert_eq!(ask(0, 200).total, 150);
    let shown: usize = whole.iter().map(|group| group.split('+').count()).sum();
    assert_eq!(shown, 150, "every document is a hit or below one");
    for limit in [7, 10, 33] {
        let mut paged = Vec::new();
        for offset in (0..).step_by(limit) {
            let page = groups(&ask(offset, limit));
            let last = page.len() < limit;
            paged.extend(page);
            if last {
                break;
            }
        }
        assert_eq!(paged, whole, "pages of {limit}");
    }
}

#[test]
fn attachments_and_their_practices_name_one_another() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut opened = open(dir.path());
    let fixture = |name: &str| {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../document/tests/fixtures").join(name);
        std::fs::read(path).expect(name)
    };
    let mut put_bytes = |path: &str, bytes: &[u8]| {
        let file = fiszka::Prepared::from_bytes(
            path,
            bytes,
            &crate::support::SCHEMA,
            &crate::support::ANALYZER,
            &fiszka::document::Limits::default(),
        );
        opened.writer.put(file, fiszka::Stamp::default(), 0).expect("the file is put");
    };
    let practice = |title: &str| {
        let switch = ".: Skrót i Metryka -> Pełna prezentacja -> Załączniki :.";
        format!(
            "<p>Usługi społeczne : Oświata<p>{title}<p>{switch}<p>Skrót praktyki o szkole za lasem.<p>Załączniki<p>Program szkoły.pdf<p>{switch}"
        )
    };
    for folder in ["a", "b"] {
        put_bytes(
            &format!("portal/{folder}/praktyka.html"),
            practice(&format!("Szkoła {folder}")).as_bytes(),
        );
        put_bytes(
            &format!("portal/{folder}/pliki/program_szkoly.pdf"),
            &fixture("attachment-resolution.pdf"),
        );
    }
    put_bytes("portal/b/pliki/inny.docx", &fixture("attachment-rules.docx"));
    show(&mut opened.writer);
    let searcher = opened.index.searcher().expect("a commit");
    let id = |path: &str| opened.writer.sources()[path].ids[0].clone();
    let paths = |references: &[fiszka::Reference]| {
        references.iter().map(|reference| reference.path.clone()).collect::<Vec<_>>()
    };
    for folder in ["a", "b"] {
        let (page, file) =
            (format!("portal/{folder}/praktyka.html"), format!("portal/{folder}/pliki/program_szkoly.pdf"));
        let shown = searcher.show(&id(&page)).expect("readable").expect("it is there");
        assert_eq!((paths(&shown.attachments), paths(&shown.attached_to)), (vec![file.clone()], vec![]));
        let shown = searcher.show(&id(&file)).expect("readable").expect("it is there");
        assert_eq!((paths(&shown.attachments), paths(&shown.attached_to)), (vec![], vec![page]));
    }
    let alone = searcher.show(&id("portal/b/pliki/inny.docx")).expect("readable").expect("it is there");
    assert!(alone.attached_to.is_empty());
}
