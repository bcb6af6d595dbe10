//! `application/x-www-form-urlencoded` text, as the WHATWG URL standard defines it, but strict: a browser and
//! PHP never send a broken escape, so one is a mistake that the sender wants to hear of.

use std::fmt::Write as _;

/// Why a text could not be decoded.
#[derive(Debug, PartialEq)]
pub(crate) enum Malformed {
    /// A `%` without two hexadecimal digits behind it.
    Escape,
    /// The bytes are no UTF-8, as when a form is sent as windows-1250 or ISO-8859-2.
    NotUtf8,
}

/// Appends `text` encoded: unreserved characters as they are, everything else as the escapes of its bytes.
/// A blank becomes `%20`, which is right in a path and in a query string.
pub(crate) fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _infallible = write!(out, "%{byte:02X}");
        }
    }
}

/// Decodes one name or value of a query string; `+` is a blank.
pub(crate) fn decode(text: &str) -> Result<String, Malformed> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match (hex(bytes.next()), hex(bytes.next())) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => return Err(Malformed::Escape),
            },
            other => other,
        });
    }
    String::from_utf8(decoded).map_err(|_not_utf8| Malformed::NotUtf8)
}

fn hex(byte: Option<u8>) -> Option<u8> {
    match byte? {
        digit @ b'0'..=b'9' => Some(digit - b'0'),
        letter @ b'a'..=b'f' => Some(letter - b'a' + 10),
        letter @ b'A'..=b'F' => Some(letter - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_forms_send() {
        for (encoded, decoded) in [
            ("", Ok("")),
            ("mieszkania+chronione", Ok("mieszkania chronione")),
            ("mieszkania%20chronione", Ok("mieszkania chronione")),
            ("%C5%82%c3%b3d%C5%BA", Ok("łódź")),
            ("łódź", Ok("łódź")),
            ("a%2Bb", Ok("a+b")),
            ("100%", Err(Malformed::Escape)),
            ("100%2", Err(Malformed::Escape)),
            ("%zz", Err(Malformed::Escape)),
            ("%B9", Err(Malformed::NotUtf8)),
        ] {
            assert_eq!(decode(encoded), decoded.map(str::to_owned), "{encoded}");
        }
    }

    proptest::proptest! {
        #[test]
        fn round_trip(text in ".*") {
            let mut encoded = String::new();
            encode(&text, &mut encoded);
            proptest::prop_assert!(encoded.is_ascii());
            proptest::prop_assert_eq!(decode(&encoded), Ok(text));
        }

        #[test]
        fn decoding_never_panics(text in "[%+a-fA-F0-9ł&=]*") {
            let _ok_or_malformed = decode(&text);
        }
    }
}
