//! Bytes to text: byte order mark, valid UTF-8, the declared encoding, then evidence.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_8859_2, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250};

use crate::document::Diagnostic;
use crate::error::Failure;

/// Text, and what was odd about its bytes.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Decodes a file. A declared encoding loses to valid UTF-8, because servers and editors get it wrong more often
/// than chance makes valid UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Failure> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        let (text, damaged) = encoding.decode_without_bom_handling(body);
        let mut diagnostics = Vec::new();
        if damaged {
            diagnostics.push(invalid_bytes(&text));
        }
        if encoding != UTF_8 {
            diagnostics.push(decoded_from(encoding));
        }
        return Ok(Decoded { text, diagnostics });
    }
    if let Some(what) = binary(bytes) {
        return Err(Failure::Binary { what });
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        if !damaged {
            return Ok(Decoded { text, diagnostics: vec![decoded_from(encoding)] });
        }
    }
    if bytes.contains(&0) {
        return Err(Failure::Binary { what: "it holds NUL bytes" });
    }
    let valid_up_to = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text: Cow::Borrowed(text), diagnostics: Vec::new() }),
        Err(error) => error.valid_up_to(),
    };
    if mostly_utf8(bytes) {
        let text = String::from_utf8_lossy(bytes);
        let diagnostics = vec![invalid_bytes(&text)];
        return Ok(Decoded { text, diagnostics });
    }
    // Most pages are Polish, so a declared encoding that makes no Polish text of them loses to one that does; a page in
    // another language is left to what it declares.
    let declared = declared(bytes);
    let encoding = declared
        .filter(|&encoding| is_plausible(bytes, encoding))
        .or_else(|| by_evidence(bytes))
        .or_else(|| declared.filter(|&encoding| is_readable(bytes, encoding)));
    match encoding {
        Some(encoding) => {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            Ok(Decoded { text, diagnostics: vec![decoded_from(encoding)] })
        }
        None => Err(Failure::NotText { line: line_at(bytes, valid_up_to) }),
    }
}

fn decoded_from(encoding: &'static Encoding) -> Diagnostic {
    Diagnostic::new("decoded", format!("read as {}, not as UTF-8", encoding.name()))
}

fn invalid_bytes(text: &str) -> Diagnostic {
    let before = text.split('\u{fffd}').next().unwrap_or_default();
    Diagnostic {
        line: Some(line_at(before.as_bytes(), before.len())),
        ..Diagnostic::new("invalid_bytes", "some bytes are no UTF-8; each is shown as U+FFFD")
    }
}

fn line_at(bytes: &[u8], offset: usize) -> u32 {
    let breaks = bytes.iter().take(offset).filter(|&&b| b == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

/// Starts of files that are no text.
const SIGNATURES: [(&[u8], &str); 13] = [
    (b"%PDF-", "it looks like PDF"),
    (b"PK\x03\x04", "it looks like a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it looks like an old office document"),
    (b"\x89PNG\r\n", "it looks like a PNG picture"),
    (b"\xff\xd8\xff", "it looks like a JPEG picture"),
    (b"GIF8", "it looks like a GIF picture"),
    (b"RIFF", "it looks like a RIFF picture or sound"),
    (b"\x1f\x8b", "it looks like a gzip archive"),
    (b"BZh", "it looks like a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "it looks like a 7z archive"),
    (b"Rar!", "it looks like a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "it looks like a Zstandard archive"),
    (b"\x7fELF", "it looks like a program"),
];

fn binary(bytes: &[u8]) -> Option<&'static str> {
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|&(_, what)| what)
}

/// UTF-16 text without a mark has a zero in nearly every second byte: its Polish is mostly ASCII letters.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    const SAMPLE: usize = 4096;
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let half = sample.len() / 2;
    match (zeros(0), zeros(1)) {
        (even, odd) if odd * 2 > half && even * 20 < half => Some(UTF_16LE),
        (even, odd) if even * 2 > half && odd * 20 < half => Some(UTF_16BE),
        _ => None,
    }
}

/// A page that was cut inside a letter, or has a stray byte or two, is still UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    letters >= 10 * bad
}

/// The encoding that a meta element, an XML declaration or a style sheet rule names near the start of the file.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const HEAD: usize = 2048;
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head: String = head.iter().map(|&b| char::from(b.to_ascii_lowercase())).collect();
    ["charset=", "encoding="].iter().find_map(|key| {
        let (_, after) = head.split_once(key)?;
        let label: String = after
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        Encoding::for_label(label.as_bytes()).filter(|&encoding| encoding != UTF_8)
    })
}

/// ISO-8859-2 and windows-1250 agree on all Polish letters but ą, ś, ź and their capitals.
fn by_evidence(bytes: &[u8]) -> Option<&'static Encoding> {
    let count = |wanted: &[u8]| bytes.iter().filter(|b| wanted.contains(b)).count();
    let iso = count(&[0xb1, 0xb6, 0xbc, 0xa1, 0xa6, 0xac]);
    // The second row is typography: quotes, dashes and the ellipsis, which ISO-8859-2 has as control characters.
    let windows = count(&[0xb9, 0x9c, 0x9f, 0xa5, 0x8c, 0x8f]) + count(&[0x84, 0x93, 0x94, 0x96, 0x97, 0x85]);
    let encoding = if iso > windows { ISO_8859_2 } else { WINDOWS_1250 };
    is_plausible(bytes, encoding).then_some(encoding)
}

/// Nine of ten letters beyond ASCII are Polish or typography, and there are no control characters.
fn is_plausible(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged {
        return false;
    }
    let (mut polish, mut other) = (0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{c}' => {}
            _ if c.is_control() => other += 10,
            _ if c.is_ascii() => {}
            _ if "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”“’‘–—…«»°§•×÷©®™€\u{a0}\u{ad}".contains(c) => {
                polish += 1
            }
            _ => other += 1,
        }
    }
    polish >= 9 * other
}

/// An encoding of one byte a character makes text of the bytes, in whatever language: no byte is unknown to it or stands
/// for a control character.
fn is_readable(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}');
    encoding.is_single_byte() && !damaged && !text.contains(is_odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Zażółć gęślą jaźń — „Mieszkańcy Śródmieścia” piszą wniosek.\n";

    fn check(bytes: &[u8], text: &str, code: Option<&str>) {
        let decoded = decode(bytes).expect("text");
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.diagnostics.first().map(|d| d.code.as_str()), code);
    }

    #[test]
    fn every_encoding_that_pages_use() {
        check(TEXT.as_bytes(), TEXT, None);
        check(format!("\u{feff}{TEXT}").as_bytes(), TEXT, None);
        let (windows, ..) = WINDOWS_1250.encode(TEXT);
        check(&windows, TEXT, Some("decoded"));
        let plain = TEXT.replace(['„', '”'], "\"").replace('—', "-");
        let (iso, ..) = ISO_8859_2.encode(&plain);
        check(&iso, &plain, Some("decoded"));
        for (mark, wide) in [
            (true, TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            (false, TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            check(&wide, TEXT, Some("decoded"));
            let mut marked = if mark { vec![0xff, 0xfe] } else { vec![0xfe, 0xff] };
            marked.extend(&wide);
            check(&marked, TEXT, Some("decoded"));
        }
        let wrong = format!("<meta charset=\"iso-8859-2\"><p>{TEXT}");
        check(wrong.as_bytes(), &wrong, None);
        let declared = format!("<meta charset=\"windows-1250\"><p>{plain}");
        let (bytes, ..) = WINDOWS_1250.encode(&declared);
        check(&bytes, &declared, Some("decoded"));
    }

    #[test]
    fn pages_in_other_languages_are_read_as_they_declare() {
        let cases = [
            ("iso-8859-1", "Größe der Gemeinde: Die Bürger wählen für fünf Jahre."),
            ("windows-1251", "Город принял гостей из соседней области."),
            ("iso-8859-2", "Chór z Göttingen: Äpfel, Föhn, Übung, ë, ç."),
            ("windows-1250", "Działki: 3 × 4, 6 ÷ 2, 5 × 7 €"),
        ];
        for (label, text) in cases {
            let page = format!("<meta charset={label}><p>{text}");
            let encoding = Encoding::for_label(label.as_bytes()).expect("a label");
            let (bytes, ..) = encoding.encode(&page);
            check(&bytes, &page, Some("decoded"));
        }
        // A page of Latin letters is not what it declares.
        let (bytes, ..) = WINDOWS_1250.encode("<meta charset=utf-16><p>Größe, Bürger, wählen, fünf");
        assert!(decode(&bytes).is_err());
    }

    #[test]
    fn a_page_cut_inside_a_letter_is_text() {
        let mut bytes = TEXT.repeat(2).into_bytes();
        bytes.extend([b'a', 0xc5]);
        let decoded = decode(&bytes).expect("text");
        assert!(decoded.text.ends_with("a\u{fffd}"));
        let diagnostic = decoded.diagnostics.first().expect("reported");
        assert_eq!((diagnostic.code.as_str(), diagnostic.line), ("invalid_bytes", Some(3)));
    }

    #[test]
    fn what_is_no_text_fails_clearly() {
        let cases: [(&[u8], &str); 5] = [
            (b"%PDF-1.4\n%\xe2\xe3", "not a text file: it looks like PDF"),
            (b"\x89PNG\r\n\x1a\n", "not a text file: it looks like a PNG picture"),
            (b"abc\0def", "not a text file: it holds NUL bytes"),
            (
                b"good\nbad \xff\xfe\x81\x90 bytes",
                "neither UTF-8 nor a Polish encoding; the first bad byte is on line 2",
            ),
            (
                b"\x01\x02\xff\xd8\x90\x81",
                "neither UTF-8 nor a Polish encoding; the first bad byte is on line 1",
            ),
        ];
        for (bytes, message) in cases {
            let failure = decode(bytes).err().map(|failure| failure.to_string());
            assert_eq!(failure.as_deref(), Some(message));
        }
    }
}
