use super::*;

#[test]
fn the_builtin_schema_is_valid() {
    let schema = Schema::from_files(&builtin_files()).expect("valid");
    let names: Vec<_> = schema.kinds().iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!(names, ["practice", "news", "other"]);
    assert_eq!(schema.vocabulary().abbreviations.len(), 511);
    assert_eq!(schema.vocabulary().synonyms.len(), 771);
    assert_eq!(schema.vocabulary().places.len(), 460);
    assert_eq!(schema.vocabulary().stop_words.len(), 109);
}

#[test]
fn every_label_of_a_record_leads_to_its_field() {
    let cases = [
        ("Data wprowadzenia do BDP", "entered"),
        ("Data wprowadzenia", "entered"),
        ("Data aktualizacji", "updated"),
        ("Typ jednostki", "unit_type"),
        ("Typ JST", "unit_type"),
        ("Rodzaj jednostki", "unit_type"),
        ("Miejscowosc", "town"),
        ("Miasto", "town"),
        ("POWIAT", "county"),
        ("Wojewodztwo", "voivodeship"),
        ("Woj.", "voivodeship"),
        ("Kod pocztowy i Poczta", "postal_code"),
        ("Kod i poczta", "postal_code"),
        ("Poczta", "post_office"),
        ("Jednostka wdrażająca", "unit"),
        ("Jednostka realizująca", "unit"),
        ("Realizator", "unit"),
        ("Ulica", "street"),
        ("Adres", "street"),
        ("Wirtyna internetowa", "urls"),
        ("Witryna internetowa", "urls"),
        ("Strona www", "urls"),
        ("WWW", "urls"),
        ("Liczba mieszkancow", "population"),
        ("Ludność", "population"),
        ("Osoby kontaktowe", "contacts"),
        ("Osoba kontaktowa", "contacts"),
        ("Kontakt", "contacts"),
        ("Załączniki", "attachments"),
    ];
    let practice = Schema::builtin().kind("practice").expect("a kind");
    for (label, field) in cases {
        assert_eq!(practice.field_by_label(&fold(label)).map(|f| f.name.as_str()), Some(field), "{label}");
    }
}

#[test]
fn a_query_names_fields_in_polish_and_english() {
    let cases = [
        ("województwo", Some("voivodeship")),
        ("Woj", Some("voivodeship")),
        ("voivodeship", Some("voivodeship")),
        ("tytul", Some("title")),
        ("MIASTO", Some("town")),
        ("published", Some("published")),
        ("planeta", None),
    ];
    for (name, field) in cases {
        assert_eq!(Schema::builtin().field_by_query_name(name).map(|f| f.name.as_str()), field, "{name}");
    }
}

#[test]
fn what_is_personal_in_one_kind_is_so_in_all() {
    let kind = |name: &str, fields: &str| {
        let file = format!("{name}.toml");
        (file, format!("name = \"{name}\"\nlabel = \"{name}\"\nprecedence = 5\nenough = 1\n{fields}"))
    };
    let field = |name: &str, mark: &str| {
        let field_type = if name == "author" { "keyword" } else { "contacts" };
        format!("[[field]]\nname = \"{name}\"\ntype = \"{field_type}\"\nlabel = \"{name}\"\n{mark}\n")
    };
    let mut files = builtin_files();
    files.extend([
        kind("event", &field("author", "")),
        kind("interview", &(field("author", "personal = true") + &field("office", "personal = false"))),
        kind("meeting", &field("guests", "")),
    ]);
    let schema = Schema::from_files(&files).expect("valid");
    let personal: Vec<_> =
        schema.fields().iter().filter(|field| field.personal).map(|field| field.name.as_str()).collect();
    assert_eq!(personal, ["author", "guests", "contacts"]);
    let builtin = Schema::builtin().fields().iter().filter(|field| field.personal);
    assert_eq!(builtin.map(|field| field.name.as_str()).collect::<Vec<_>>(), ["contacts"]);
}

#[test]
fn tables_of_addresses_html_and_contacts() {
    let schema = Schema::builtin();
    for (name, shown) in [
        ("print", true),
        ("PHPSESSID", true),
        ("utm_source", true),
        ("utm", false),
        ("id", false),
        ("art", false),
    ] {
        assert_eq!(schema.view_parameters().contains(name), shown, "{name}");
    }
    assert_eq!(schema.html_classes().reason("komentarze"), Some("comments"));
    assert_eq!(schema.html_classes().reason("content"), None);
    // A label that another begins with must stand behind it.
    let labels = schema.contact_labels();
    for group in [&labels.phone, &labels.email] {
        for (index, label) in group.iter().enumerate() {
            let hidden = group.iter().take(index).find(|earlier| label.starts_with(earlier.as_str()));
            assert_eq!(hidden, None, "{label}");
        }
    }
    assert_eq!(schema.languages().all().first().map(|language| language.code.as_str()), Some("pl"));
    assert!(schema.is_known_value("category", "uslugi spoleczne : oswiata"));
    assert!(!schema.is_known_value("category", "oswiata") && !schema.is_known_value("town", "lublin"));
}

#[test]
fn signs_of_wrong_encodings() {
    let cases = [
        ("spoĹ‚eczne sprawy", vec!["ł"]),
        ("spo³eczne m³ 100 m³", vec!["ł"]),
        ("spo∏eczne, ∏", vec!["ł"]),
        ("Czy mo?na? Tak.", vec!["a letter"]),
        ("Zażółć gęślą jaźń – „dobrze”", vec![]),
    ];
    for (text, meant) in cases {
        let found: Vec<_> = Schema::builtin().mojibake().find(text).map(|sign| sign.meant.as_str()).collect();
        assert_eq!(found, meant, "{text}");
    }
}

#[test]
fn bad_tables_are_refused() {
    let cases = [
        (
            "view-parameters.tsv",
            "parameter\twhy\n*\tall\n",
            "view-parameters.tsv, line 2: `*` stands for every parameter",
        ),
        (
            "contact-labels.tsv",
            "kind\tlabel\nfaks\ttel\n",
            "contact-labels.tsv, line 2: unknown kind of label `faks`",
        ),
        (
            "languages.tsv",
            "code\tname\twords\npol\tpolski\tw\n",
            "languages.tsv, line 2: `pol` is no code of a language, or stands twice",
        ),
        (
            "mojibake.tsv",
            "seen\tmeant\twhere\tcause\nx\ty\tthere\tz\n",
            "mojibake.tsv, line 2: unknown place `there`",
        ),
        (
            "sites.tsv",
            "host\tmirrors\tarticle_parameter\n",
            "sites.tsv, line 1: the first line must name the columns: host, mirrors, article_parameter, part_parameter",
        ),
    ];
    for (file, text, message) in cases {
        let mut files = builtin_files();
        files.insert(file.to_owned(), text.to_owned());
        let error = Schema::from_files(&files).expect_err(file);
        assert_eq!(error.to_string(), message);
        assert!(!error.hint().is_empty());
    }
}

#[test]
fn keys_of_files_lead_to_fields() {
    let keys = Schema::builtin().document_keys();
    let field = |name: &str| Some(crate::KeyMeaning::Field(name.to_owned()));
    assert_eq!(keys.meaning("tytul").cloned(), field("title"));
    assert_eq!(keys.meaning("Tresc").cloned(), field("body"));
    assert_eq!(keys.meaning("data_publikacji").cloned(), field("published"));
    assert_eq!(keys.meaning("liczbaMieszkancow").cloned(), field("population"));
    assert_eq!(keys.meaning("link").cloned(), Some(crate::KeyMeaning::Url));
    assert_eq!(keys.meaning("zzz"), None);
}

#[test]
fn a_portal_adds_a_kind_and_replaces_a_table() {
    let dir = tempfile::tempdir().expect("a folder");
    let kind = "name = \"project\"\nlabel = \"projekt\"\nprecedence = 15\nenough = 1\n\
        [[clue]]\nline = [\"Karta projektu\"]\npoints = 1\n\
        [[field]]\nname = \"budget\"\ntype = \"integer\"\nlabel = \"budżet\"\nlabels = [\"Kwota\"]\n";
    fs::write(dir.path().join("project.toml"), kind).expect("written");
    fs::write(dir.path().join("Cargo.toml"), "[package]").expect("written");
    fs::create_dir(dir.path().join("vocabulary")).expect("made");
    let words = "word\taction\twhy\nczyli\tdrop\t\n";
    fs::write(dir.path().join("vocabulary/stopwords.tsv"), words).expect("written");
    let schema = Schema::load(dir.path()).expect("valid");
    let names: Vec<_> = schema.kinds().iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!(names, ["practice", "project", "news", "other"]);
    assert_eq!(schema.field_by_query_name("budget").map(|f| f.field_type), Some(FieldType::Integer));
    assert_eq!(schema.vocabulary().stop_words.len(), 1);
    assert_ne!(schema.index_fingerprint_text(), Schema::builtin().index_fingerprint_text());
    assert_ne!(schema.query_fingerprint_text(), Schema::builtin().query_fingerprint_text());
}

#[test]
fn comments_do_not_change_a_fingerprint() {
    let mut files = builtin_files();
    files.entry("other.toml".to_owned()).and_modify(|text| text.push_str("\n# a word to the next reader\n"));
    let schema = Schema::from_files(&files).expect("valid");
    assert_eq!(schema.index_fingerprint_text(), Schema::builtin().index_fingerprint_text());
}

#[test]
fn a_bad_file_is_named_with_its_line_and_a_remedy() {
    let kind = |fields: &str| format!("name = \"x\"\nlabel = \"x\"\nprecedence = 5\n{fields}");
    let field =
        |name: &str, kind: &str| format!("[[field]]\nname = \"{name}\"\ntype = \"{kind}\"\nlabel = \"x\"\n");
    let cases = [
        ("x.toml", kind(&field("size", "acre")), "x.toml, line 6: unknown variant `acre`"),
        (
            "x.toml",
            kind(&field("title", "date")),
            "x.toml, line 4: field `title` has another type in another kind",
        ),
        ("x.toml", kind(&field("Title", "text")), "x.toml, line 4: `Title` is no name for a field"),
        ("x.toml", kind(&field("a", "text").repeat(2)), "x.toml, line 8: field `a` stands twice"),
        ("x.toml", kind("[[clue]]\npoints = 1\n"), "x.toml, line 4: a clue must say exactly one thing"),
        ("x.toml", kind("colour = 1\n"), "x.toml, line 4: unknown field `colour`"),
        (
            "x.toml",
            "name = \"news\"\nlabel = \"x\"\n".to_owned(),
            "x.toml, line 1: there is another kind `news`",
        ),
        (
            "months.tsv",
            "number\tname\n".to_owned(),
            "months.tsv, line 1: the first line must name the columns",
        ),
        (
            "vocabulary/stopwords.tsv",
            "word\taction\twhy\na\tdrop\n".to_owned(),
            "stopwords.tsv, line 2: 2 columns",
        ),
        (
            "vocabulary/stopwords.tsv",
            "word\taction\twhy\na\tburn\t\n".to_owned(),
            "line 2: unknown action `burn`",
        ),
        ("vocabulary/synonims.tsv", String::new(), "no table has this name"),
    ];
    for (name, text, message) in cases {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir(dir.path().join("vocabulary")).expect("made");
        fs::write(dir.path().join(name), text).expect("written");
        let error = Schema::load(dir.path()).expect_err(name);
        assert!(error.to_string().contains(message), "{error}");
        assert!(!error.hint().is_empty());
    }
    let missing = Schema::load(Path::new("/no/such/folder")).expect_err("missing");
    assert_eq!(missing.to_string(), "cannot read /no/such/folder");
}

#[test]
fn filters_take_a_value_in_any_spelling() {
    let schema = Schema::builtin();
    let cases: [(&str, &str, &[&str]); 4] = [
        ("voivodeship", "Śląsk", &["śląskie"]),
        ("unit_type", "powiat", &["powiat ziemski", "powiat grodzki"]),
        ("town", "Chełm", &["Chełm"]),
        ("voivodeship", "Atlantyda", &["Atlantyda"]),
    ];
    for (field, written, keywords) in cases {
        let field = schema.field(field).expect("a field");
        assert_eq!(schema.keywords(field, written), keywords, "{written}");
    }
}

#[test]
fn a_portal_adds_rows_to_the_vocabulary() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(dir.path().join("vocabulary")).expect("a folder");
    let path = dir.path().join("vocabulary/abbreviations-portal.tsv");
    let header = "abbr\texpansion\tgroup\tambiguous\tcase_sensitive";
    std::fs::write(&path, format!("{header}\nKSP\tKlub Seniora Promyk\tkluby\tno\tno\n")).expect("a file");
    let (schema, shipped) = (Schema::load(dir.path()).expect("valid"), Schema::builtin());
    let known = |schema: &Schema| schema.vocabulary().abbreviations.len();
    assert_eq!(known(&schema), known(shipped) + 1);
    assert_eq!(schema.index_fingerprint_text(), shipped.index_fingerprint_text(), "the index stays");
    assert_ne!(schema.query_fingerprint_text(), shipped.query_fingerprint_text());

    std::fs::write(&path, format!("{header}\nKSP\n")).expect("a file");
    let error = Schema::load(dir.path()).expect_err("a row without cells");
    assert!(error.to_string().contains("abbreviations-portal.tsv"), "{error}");
}
