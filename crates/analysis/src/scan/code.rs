//! Digits joined with digits and letters: numbers of acts, signatures, ranges of years, postal codes, times.

use super::chain::{Chain, Link};
use super::compound::is_number_ending;
use super::date;
use super::unit::{Context, Kind, Unit};

/// The whole and its parts: *XXV/123/2020*, *OR.0007.12.2020*, *2011-2012*, *20-109*, *10:18*, *30-lecie*.
pub(crate) fn code(text: &str, chain: &Chain, unit: &mut Unit) -> bool {
    let links = chain.prefix(|link, joiner, next| {
        !date::begins_at(text, next.start)
            && match joiner {
                ',' | '\'' | '@' => false,
                ':' => link.run.is_number() && next.is_number(),
                // A dot before a letter ends a sentence; before a digit it may stand behind `ul.` or `poz.`
                '.' => {
                    next.is_number() && (link.run.digits > 0 || link.run.is_upper() && link.run.letters() > 1)
                }
                _ => true,
            }
    });
    let [first, .., last] = links else { return false };
    if !links.iter().any(|link| link.run.digits > 0) {
        return false;
    }
    // Letters before a slash belong to a code if they are capitals: XXV/123, but not `ulica/12`.
    let is_word = |link: &Link| link.joiner == Some('/') && link.run.digits == 0 && !link.run.is_upper();
    if first.run.digits == 0 && links.iter().any(is_word) {
        return false;
    }
    let range = first.run.start..last.run.end;
    if let [number, ending] = links
        && number.joiner == Some('-')
        && number.run.is_number()
        && is_number_ending(ending.run.text(text))
    {
        unit.part_as(range, Kind::Number, number.run.text(text));
        return true;
    }
    let hyphens = links.iter().all(|link| link.joiner.is_none_or(|joiner| joiner == '-'));
    let numbers = links.iter().all(|link| link.run.is_number());
    let kind = match (numbers, hyphens) {
        (true, _) => Kind::Number,
        (false, true) => Kind::Compound,
        (false, false) => Kind::Verbatim,
    };
    unit.whole(range, links.len(), kind, &normal(text, links));
    for link in links {
        let before_hyphen = link.joiner == Some('-');
        unit.part_run(&link.run, Context::PLAIN.with(Context::BEFORE_HYPHEN, before_hyphen));
    }
    true
}

/// The runs with plain joining characters between them.
pub(super) fn normal(text: &str, links: &[Link]) -> String {
    let mut normal = String::new();
    for (index, link) in links.iter().enumerate() {
        normal.push_str(link.run.text(text));
        normal.extend(link.joiner.filter(|_| index + 1 < links.len()));
    }
    normal
}
