//! The language of a document.

use fiszka_document::{Limits, SiteShell, SourceFile, clean, parse};
use fiszka_schema::Schema;

fn language(text: &str) -> &'static str {
    let schema = Schema::builtin();
    let parsed =
        parse(&SourceFile { path: "a/page.txt", bytes: text.as_bytes() }, schema, &Limits::default());
    let parsed = parsed.expect("text");
    clean(&parsed.drafts[0], &SiteShell::default(), schema).language(schema)
}

#[test]
fn languages_of_portals() {
    let cases = [
        ("pl", "Mieszkańcy gminy spotkali się w parku, żeby posadzić dęby i klony."),
        ("pl", "MIESZKANCY GMINY SPOTKALI SIE W PARKU, ZEBY POSADZIC DEBY"),
        ("pl", "Konkurs plastyczny"),
        (
            "pl",
            "Meeting The Future: The Best of The Town, czyli konkurs dla młodzieży z gminy, który jest częścią projektu i dla którego szukamy jurorów na czas wakacji.",
        ),
        ("pl", ""),
        ("en", "The commune lies in the east of the country and has been known for its forests."),
        ("de", "Die Gemeinde liegt im Osten des Landes und ist für ihre Wälder bekannt."),
        ("fr", "La commune se trouve dans l'est du pays et elle est connue pour ses forêts."),
        ("ru", "Гмина находится на востоке страны и известна своими лесами, в которых не было войны."),
        ("es", "El municipio está en el este del país y es conocido por sus bosques."),
        ("it", "Il comune si trova nella parte orientale del paese ed è noto per i boschi della zona."),
        ("uk", "Ґміна лежить на сході країни, і вона відома лісами, які ростуть у долині та на горбах."),
        ("cs", "Obec leží na východě země a je známá tím, že jsou v ní lesy, které byly vysazeny pro děti."),
    ];
    for (code, text) in cases {
        assert_eq!(language(text), code, "{text}");
    }
}

#[test]
fn a_page_in_two_languages_has_that_of_most_words() {
    let polish = "Mieszkańcy gminy spotkali się w parku, żeby posadzić dęby i klony przy drodze do szkoły. ";
    let english =
        "The people of the commune met in the park to plant oaks and maples along the road to the school. ";
    assert_eq!(language(&format!("Tytuł\n\n{}\n{english}", polish.repeat(3))), "pl");
    assert_eq!(language(&format!("Tytuł\n\n{polish}\n{}", english.repeat(6))), "en");
}
