//! Attachments: which file a name in a practice's `Załączniki` means.

use fiszka_schema::fold;

use crate::document::{Document, Value};

/// The key under which the name of a file and the name that a page prints for it meet: `Program%20Senior.pdf`,
/// `program_senior.pdf` and `Program Senior (PDF, 133 kB)` have one key. `None` for a name without letters or digits.
///
/// ```
/// use fiszka_document::attachment_key;
///
/// assert_eq!(attachment_key("pliki/Uchwa%C5%82a_12.pdf"), attachment_key("Uchwała 12 [pdf, 1,3 MB]"));
/// ```
pub fn attachment_key(name: &str) -> Option<String> {
    const FORMATS: [&str; 14] = [
        "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "zip", "txt", "jpg", "plik",
    ];
    const UNITS: [&str; 4] = ["kb", "mb", "b", "bajtow"];
    let file = name.trim().trim_end_matches('/').rsplit('/').next()?;
    let folded = fold(&percent_decoded(file));
    let mut words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    while let Some(last) = words.last().copied() {
        let sized = UNITS.iter().find_map(|unit| last.strip_suffix(unit));
        if sized.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit())) {
            words.pop();
            // `1,3 MB` is two words before its unit.
            let is_number = |word: &&&str| word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
            if sized == Some("") && words.last().filter(is_number).is_some() {
                words.pop();
            }
            let decimal = folded.contains([',', '.']) && words.last().filter(is_number).is_some();
            if decimal && words.last().is_some_and(|word| word.len() == 1) {
                words.pop();
            }
        } else if FORMATS.contains(&last) && words.len() > 1 {
            words.pop();
        } else {
            break;
        }
    }
    (!words.is_empty()).then(|| words.concat())
}

/// A name with `%C5%82` as `ł`; what makes no text stays as it is.
fn percent_decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let hex = |b: u8| char::from(b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, behind) {
            (b'%', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or(0) * 16 + hex(*low).unwrap_or(0));
                rest = after;
            }
            _ => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

impl Document {
    /// The [keys](attachment_key) of the files that the document names as its attachments. A link whose text is not
    /// the name of its file is printed as `text (file)` and has both keys.
    pub fn attachment_keys(&self) -> Vec<String> {
        let names = self.fields("attachments").filter_map(|field| match &field.value {
            Value::Texts(names) => Some(names),
            _ => None,
        });
        let mut keys: Vec<String> = names
            .flatten()
            .flat_map(|name| {
                let inner = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
                let (text, file) = inner.map_or((name.as_str(), None), |(text, file)| (text, Some(file)));
                [Some(text), file.filter(|file| file.contains('.'))]
                    .into_iter()
                    .flatten()
                    .filter_map(attachment_key)
            })
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::attachment_key;

    #[test]
    fn names_of_one_file_meet() {
        let cases = [
            ("program-senior_2019.pdf", Some("programsenior2019")),
            ("Program Senior 2019 (PDF, 133 kB)", Some("programsenior2019")),
            ("Program Senior 2019 [doc, pdf]", Some("programsenior2019")),
            ("Program Senior 2019.pdf 133kB", Some("programsenior2019")),
            ("https://gmina.example/pliki/Program%20Senior%202019.PDF", Some("programsenior2019")),
            ("Uchwa%C5%82a 12 [pdf, 1,3 MB]", Some("uchwala12")),
            ("Łąka%", Some("laka")),
            ("%FF%FE.pdf", Some("fffe")),
            ("pdf", Some("pdf")),
            ("...", None),
            ("", None),
        ];
        for (name, key) in cases {
            assert_eq!(attachment_key(name).as_deref(), key, "{name:?}");
        }
    }
}
