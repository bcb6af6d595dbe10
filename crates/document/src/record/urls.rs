//! Addresses of pages, mostly printed without a scheme.

/// The addresses in a value split by `;`, `,` or blanks, with a scheme and a lower-case host.
pub(crate) fn urls(printed: &str) -> Vec<String> {
    let parts = printed.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '|'));
    parts
        .map(|part| part.trim_matches(|c: char| matches!(c, '(' | ')' | '<' | '>' | '"')))
        .filter_map(url)
        .collect()
}

fn url(printed: &str) -> Option<String> {
    let printed = printed.trim_end_matches('.');
    let (scheme, rest) = match printed.split_once("://") {
        Some((scheme, rest)) if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") => {
            (scheme.to_ascii_lowercase(), rest)
        }
        Some(_) => return None,
        None => ("https".to_owned(), printed),
    };
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(host_end)?;
    let is_host = host.contains('.')
        && !host.contains("..")
        && !host.starts_with('.')
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'));
    is_host.then(|| format!("{scheme}://{}{path}", host.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::urls;

    #[test]
    fn lists_of_addresses() {
        let cases: [(&str, &[&str]); 8] = [
            ("www.um.lublin.example", &["https://www.um.lublin.example"]),
            (
                "www.a.example; www.mops.e-a.example",
                &["https://www.a.example", "https://www.mops.e-a.example"],
            ),
            ("WWW.A.example/Strona,b.example", &["https://www.a.example/Strona", "https://b.example"]),
            ("http://a.example/x?y=1", &["http://a.example/x?y=1"]),
            ("a.example\u{a0}b.example.", &["https://a.example", "https://b.example"]),
            ("brak", &[]),
            ("urzad@a.example", &[]),
            ("", &[]),
        ];
        for (printed, expected) in cases {
            assert_eq!(urls(printed), expected, "{printed}");
        }
    }
}
