//! What makes a document the same one when it is read again.

use std::fmt;

use fiszka_schema::Schema;
use serde::{Deserialize, Serialize};

/// What makes a document the same one tomorrow: its address, else the site's id of the article, else its path.
/// Never its content, which a visitor counter changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// The canonical address of the page.
    Url(String),
    /// An article that a site serves under several addresses.
    Article {
        /// The site's host.
        site: String,
        /// The site's id of the article.
        id: String,
    },
    /// The path of the file, with `#` and the record's id or number when the file holds several documents.
    Path(String),
}

impl Identity {
    /// 26 characters of lower-case base32 (RFC 4648 alphabet, no padding): the first 128 bits of the BLAKE3 hash of
    /// the printed identity.
    ///
    /// ```
    /// use fiszka_document::Identity;
    ///
    /// let id = Identity::Path("practices/lublin.txt".to_owned()).id();
    /// assert_eq!(id.len(), 26);
    /// assert!(id.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b)));
    /// ```
    pub fn id(&self) -> String {
        let hash = blake3::hash(self.to_string().as_bytes());
        base32(hash.as_bytes().first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => f.write_str(url),
            Self::Article { site, id } => write!(f, "article:{site}/{id}"),
            Self::Path(path) => write!(f, "path:{path}"),
        }
    }
}

/// What a page is known by: the article of a site that has article ids, else its canonical address, else its path.
pub(crate) fn identify(address: Option<&str>, path: &str, schema: &Schema) -> Identity {
    let Some(parts) = address.and_then(Parts::of) else { return Identity::Path(path.to_owned()) };
    if let Some(site) = schema.sites().by_host(&parts.host) {
        let id = parts.parameters.iter().find(|(name, _)| *name == site.article_parameter);
        if let Some((_, id)) = id.filter(|(_, id)| !id.is_empty()) {
            return Identity::Article { site: site.host.clone(), id: (*id).to_owned() };
        }
    }
    Identity::Url(parts.canonical(schema))
}

/// Which page of its article an address leads to, from 1; 1 when the site's articles have one page.
pub(crate) fn part_of(address: &str, schema: &Schema) -> u32 {
    let number = || {
        let parts = Parts::of(address)?;
        let parameter = &schema.sites().by_host(&parts.host)?.part_parameter;
        parts.parameters.iter().find(|(name, _)| name == parameter)?.1.parse().ok()
    };
    number().unwrap_or(1)
}

/// The host of an address in lower case, without `www.` and port 80 or 443.
pub(crate) fn host_of(address: &str) -> Option<String> {
    Parts::of(address).map(|parts| parts.host)
}

/// An address of the web in its parts.
struct Parts<'a> {
    /// In lower case, without `www.` and default port.
    host: String,
    path: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
}

impl<'a> Parts<'a> {
    fn of(address: &'a str) -> Option<Self> {
        let address = address.trim();
        let (scheme, rest) = address.split_once("://")?;
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return None;
        }
        let rest = rest.split('#').next()?;
        let (authority, _) = rest.split_at_checked(rest.find(['/', '?']).unwrap_or(rest.len()))?;
        let after = rest.strip_prefix(authority)?;
        let (path, query) = after.split_once('?').unwrap_or((after, ""));
        let host = authority.rsplit('@').next()?.to_lowercase();
        let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(&host);
        let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.').to_owned();
        if host.is_empty() || host.contains(char::is_whitespace) {
            return None;
        }
        let mut parameters: Vec<_> = query
            .split(['&', ';'])
            .filter(|parameter| !parameter.is_empty())
            .map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")))
            .collect();
        parameters.sort_unstable();
        Some(Self { host, path: path.split(';').next().unwrap_or(path), parameters })
    }

    /// Without view and tracking parameters; the others in order, so that two addresses of one page meet.
    fn canonical(&self, schema: &Schema) -> String {
        let path = self.path.strip_suffix("/print").unwrap_or(self.path);
        let path = if path.is_empty() { "/" } else { path };
        let mut canonical = format!("https://{}{path}", self.host);
        let mut sign = '?';
        for (name, value) in &self.parameters {
            if schema.view_parameters().contains(name) {
                continue;
            }
            canonical.push(sign);
            canonical.push_str(name);
            if !value.is_empty() {
                canonical.push('=');
                canonical.push_str(value);
            }
            sign = '&';
        }
        canonical
    }
}

/// 128 bits, five at a time from the highest; the last character holds three bits and two zeros.
fn base32(bytes: [u8; 16]) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bits = u128::from_be_bytes(bytes);
    (0..26)
        .map(|index| {
            let shift = 123 - 5 * index;
            let five = if shift >= 0 { bits >> shift } else { bits << -shift };
            char::from(ALPHABET[usize::from(five.to_le_bytes()[0] & 31)])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use fiszka_schema::Schema;

    use super::{base32, identify};

    #[test]
    fn two_addresses_of_one_page_meet() {
        let cases = [
            ("https://www.Lublin.example/a/b", "https://lublin.example/a/b"),
            ("http://lublin.example:80/a?utm_source=x&b=2&a=1#top", "https://lublin.example/a?a=1&b=2"),
            ("https://lublin.example", "https://lublin.example/"),
            (
                "https://lublin.example/a;jsessionid=1?tmpl=component&print=1&id=7",
                "https://lublin.example/a?id=7",
            ),
            ("https://lublin.example/a/print?contrast=black-yellow", "https://lublin.example/a"),
            ("https://lublin.example/a?p=3&nopaging=1&fontsize=big", "https://lublin.example/a?p=3"),
            ("https://lublin.example/a?srcc=ucs&fbclid=x&PHPSESSID=7&druk=1", "https://lublin.example/a"),
            ("https://dobrepraktyki.pl/index.php?p1=1&p2=2&art=55&s=2", "article:dobrepraktyki.pl/55"),
            ("https://archiwum.dobrepraktyki.pl/index.php?p1=1&p2=2&art=55", "article:dobrepraktyki.pl/55"),
            ("/relative/address", "path:corpus/page.html"),
            ("mailto:a@b.example", "path:corpus/page.html"),
            ("https://", "path:corpus/page.html"),
        ];
        for (address, identity) in cases {
            let found = identify(Some(address), "corpus/page.html", Schema::builtin());
            assert_eq!(found.to_string(), identity, "{address}");
        }
    }

    #[test]
    fn base32_agrees_with_the_rfc() {
        // RFC 4648, section 10: "foobar" is MZXW6YTBOI======.
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(b"foobar");
        assert_eq!(base32(bytes), "mzxw6ytboiaaaaaaaaaaaaaaaa");
        assert_eq!(base32([0xff; 16]), "77777777777777777777777774");
    }
}
