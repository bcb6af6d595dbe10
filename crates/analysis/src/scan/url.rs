//! Addresses: URLs, e-mail addresses, bare hosts.

use std::ops::Range;

use super::chain::Chain;
use super::chars::{CharKind, Run, char_at, kind, next_start, word_begins_at};
use super::unit::{Context, Kind, Unit};

/// What is longer is no address, in bytes.
const ADDRESS_BYTES_MAX: usize = 2048;
/// Most labels of a host.
const LABELS_MAX: usize = 8;
/// Last labels by which a host is known where nothing else says that it is one.
const TOP_LEVEL: [&str; 14] =
    ["pl", "eu", "com", "org", "net", "info", "gov", "edu", "de", "uk", "cz", "sk", "fr", "ua"];

/// An address with its scheme, or one that begins with `www.`.
pub(crate) fn address(text: &str, start: usize, unit: &mut Unit) -> bool {
    let Some(rest) = text.as_bytes().get(start..) else { return false };
    let begins = |prefix: &str| {
        rest.get(..prefix.len()).is_some_and(|found| found.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    let Some(scheme) = ["https://", "http://", "ftp://", "www."].into_iter().find(|scheme| begins(scheme))
    else {
        return false;
    };
    let host_start = if scheme == "www." { start } else { start + scheme.len() };
    if !word_begins_at(text, host_start) || !word_begins_at(text, start + scheme.len()) {
        return false;
    }
    let end = address_end(text, start);
    let host_end = end.min(host_end(text, host_start));
    if host_end <= host_start {
        return false;
    }
    push_address(text, start..end, host_start..host_end, unit);
    true
}

/// A host without a scheme, and the path behind it: *example.pl/artykul/12*.
pub(crate) fn host(text: &str, chain: &Chain, unit: &mut Unit) -> bool {
    let is_label = |run: &Run| {
        let label = run.text(text);
        label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let links = chain.prefix(|_, joiner, next| matches!(joiner, '.' | '-') && is_label(next));
    let [first, .., last] = links else { return false };
    let joined_by_dot = links.iter().rev().nth(1).is_some_and(|link| link.joiner == Some('.'));
    if !joined_by_dot || !is_label(&first.run) || !TOP_LEVEL.contains(&last.run.text(text)) {
        return false;
    }
    let range = first.run.start..last.run.end;
    let end = if char_at(text, range.end) == Some('/') { address_end(text, range.start) } else { range.end };
    push_address(text, range.start..end, range, unit);
    true
}

/// An e-mail address: its whole, its host, and the words of both sides.
pub(crate) fn email(chain: &Chain, unit: &mut Unit) -> bool {
    let Some(at) = chain.links().iter().position(|link| link.joiner == Some('@')) else { return false };
    let (local, host) = chain.links().split_at(at + 1);
    let local_is_plain =
        local.iter().take(at).all(|link| link.joiner.is_some_and(|joiner| matches!(joiner, '.' | '_' | '-')));
    let host_links =
        1 + host.iter().take_while(|link| matches!(link.joiner, Some('.' | '-'))).count().min(host.len() - 1);
    let host = host.get(..host_links).unwrap_or_default();
    let (Some(first), Some(host_first), Some(last)) = (local.first(), host.first(), host.last()) else {
        return false;
    };
    if !local_is_plain {
        return false;
    }
    let whole = first.run.start..last.run.end;
    unit.whole(whole.clone(), local.len() + host.len(), Kind::Verbatim, "");
    local.iter().for_each(|link| unit.part_run(&link.run, Context::PLAIN));
    if host.len() > 1 {
        unit.whole(host_first.run.start..last.run.end, host.len(), Kind::Verbatim, "");
    }
    host.iter().for_each(|link| unit.part(link.run.start..link.run.end, Kind::Verbatim));
    true
}

fn push_address(text: &str, whole: Range<usize>, host: Range<usize>, unit: &mut Unit) {
    let mut labels = Vec::with_capacity(LABELS_MAX);
    let until_end = text.get(..host.end).unwrap_or_default();
    let mut at = host.start;
    while let Some(start) = next_start(until_end, at).filter(|_| labels.len() < LABELS_MAX) {
        let run = Run::at(until_end, start);
        labels.push(run.start..run.end);
        at = run.end;
    }
    let span = labels.len();
    if whole != host {
        unit.whole(whole.clone(), span, Kind::Verbatim, "");
    }
    let named = text.get(host.clone()).unwrap_or_default();
    let bare = named.get(..4).filter(|www| www.eq_ignore_ascii_case("www.")).map_or(0, str::len);
    unit.whole(host.start + bare..host.end, span, Kind::Verbatim, "");
    labels.into_iter().for_each(|label| unit.part(label, Kind::Verbatim));
    unit.end = unit.end.max(whole.end);
}

/// Where the address that begins at `start` ends: before a blank or a bracket, without the punctuation of the
/// sentence.
fn address_end(text: &str, start: usize) -> usize {
    let stops = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '<' | '>' | '"' | '„' | '”' | '“' | '«' | '»' | '(' | ')' | '[' | ']' | '{' | '}' | '|'
            )
    };
    let rest = text.get(start..).unwrap_or_default();
    let bounded = rest.get(..rest.floor_char_boundary(ADDRESS_BYTES_MAX)).unwrap_or_default();
    let address = bounded.split(stops).next().unwrap_or_default();
    start + address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '/', '*', '-', '…']).len()
}

/// Where the host that begins at `start` ends.
fn host_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let is_host = |c: char| kind(c) != CharKind::Break || matches!(c, '.' | '-');
    let length = rest.find(|c| !is_host(c)).unwrap_or(rest.len());
    let host = rest.get(..length).unwrap_or_default();
    start + host.trim_end_matches(['.', '-']).len()
}
