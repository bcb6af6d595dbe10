//! People to ask: a name, a post, telephones and e-mail addresses, on lines of their own or run together.

use fiszka_schema::{ContactLabels, fold};

use crate::document::{Contact, Phone};
use crate::record::numbers;

/// Reads the lines of a contact field. A name on a line behind telephones or addresses begins the next person, and so
/// does a blank line.
pub(crate) fn contacts(printed: &str, labels: &ContactLabels) -> Vec<Contact> {
    let mut contacts = Vec::new();
    let mut current = Contact::default();
    for line in printed.lines().flat_map(|line| line.split(';')) {
        let line = trim(line);
        if line.is_empty() {
            finish(&mut contacts, &mut current);
            continue;
        }
        let pieces = split(line, labels);
        if let Some(Piece::Words(_)) = pieces.first()
            && (!current.phones.is_empty() || !current.emails.is_empty())
        {
            finish(&mut contacts, &mut current);
        }
        for piece in pieces {
            match piece {
                Piece::Words(words) if current.name.is_empty() => current.name = words.to_owned(),
                Piece::Words(words) if current.role.is_empty() => current.role = words.to_owned(),
                Piece::Words(words) => {
                    current.role.push_str(", ");
                    current.role.push_str(words);
                }
                Piece::Phone(printed) => {
                    current
                        .phones
                        .push(Phone { printed: printed.to_owned(), normal: numbers::phone(printed) });
                }
                Piece::Email(printed) => current.emails.push(printed.to_lowercase()),
            }
        }
    }
    finish(&mut contacts, &mut current);
    contacts
}

fn finish(contacts: &mut Vec<Contact>, current: &mut Contact) {
    let contact = std::mem::take(current);
    if contact != Contact::default() {
        contacts.push(contact);
    }
}

enum Piece<'a> {
    Words(&'a str),
    Phone(&'a str),
    Email(&'a str),
}

/// The pieces of a line: words, then numbers and addresses behind their labels or alone.
fn split<'a>(line: &'a str, labels: &ContactLabels) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let (start, value) = next_labelled(rest, labels).unwrap_or((rest.len(), None));
        let words = trim(rest.get(..start).unwrap_or_default());
        pieces.extend(unlabelled(words));
        let Some((is_phone, behind)) = value else { break };
        let end = next_labelled(behind, labels).map_or(behind.len(), |(start, _)| start);
        let printed = trim(behind.get(..end).unwrap_or_default());
        rest = behind.get(end..).unwrap_or_default();
        if printed.is_empty() {
            continue;
        }
        if !is_phone || printed.contains('@') {
            pieces.push(Piece::Email(printed));
        } else {
            pieces.extend(phones(printed).map(Piece::Phone));
        }
    }
    pieces
}

/// Words without a label: a name, a post, or a bare address or number.
fn unlabelled(words: &str) -> Option<Piece<'_>> {
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    match words {
        "" => None,
        _ if words.contains('@') && !words.contains(char::is_whitespace) => Some(Piece::Email(words)),
        _ if digits >= 7 && letters == 0 => Some(Piece::Phone(words)),
        _ => Some(Piece::Words(words)),
    }
}

/// Several numbers behind one label are split by commas or `lub`.
fn phones(printed: &str) -> impl Iterator<Item = &str> {
    printed
        .split([',', '|'])
        .flat_map(|part| part.split(" lub "))
        .map(trim)
        .filter(|part| part.chars().any(|c| c.is_ascii_digit()))
}

/// Where the next label begins, whether it is of a telephone, and what stands behind it.
fn next_labelled<'a>(text: &'a str, labels: &ContactLabels) -> Option<(usize, Option<(bool, &'a str)>)> {
    let mut at_word = true;
    for (start, c) in text.char_indices() {
        if at_word && c.is_alphanumeric() {
            let here = text.get(start..)?;
            for (labels, is_phone) in [(&labels.phone, true), (&labels.email, false)] {
                if let Some(behind) = labels.iter().find_map(|label| behind_label(here, label)) {
                    return Some((start, Some((is_phone, behind))));
                }
            }
        }
        at_word = !c.is_alphanumeric() && c != '@' && c != '-' && c != '_';
    }
    None
}

/// What stands behind a label that ends in a dot, a colon, a blank before a digit, or the line.
fn behind_label<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let length = label.chars().count();
    let end = text.char_indices().nth(length).map_or(text.len(), |(end, _)| end);
    if fold(text.get(..end)?) != label {
        return None;
    }
    let behind = text.get(end..)?;
    let value = behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':'));
    let signed = behind.starts_with(['.', ':']);
    let numbered = value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('));
    (signed || (numbered && behind.len() > value.len())).then_some(value)
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '\u{200b}' | '\u{feff}'))
}

#[cfg(test)]
mod tests {
    use fiszka_schema::Schema;

    use super::contacts;

    fn show(printed: &str) -> String {
        let people = contacts(printed, Schema::builtin().contact_labels()).into_iter().map(|contact| {
            let phones: Vec<_> =
                contact.phones.iter().map(|p| p.normal.clone().unwrap_or(p.printed.clone())).collect();
            format!("{}|{}|{}|{}", contact.name, contact.role, phones.join(","), contact.emails.join(","))
        });
        people.collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn people_and_offices() {
        let cases = [
            (
                "Anna Nowacka\n\u{a0}Specjalista pracy socjalnej, Koordynator – Animator\n\u{a0}tel. 725 161463\n\u{a0}e@mail: Anna.Nowacka@mops.example",
                "Anna Nowacka|Specjalista pracy socjalnej, Koordynator – Animator|+48725161463|anna.nowacka@mops.example",
            ),
            ("Jan Lis\nDyrektor\ntel. 81 466 20 62", "Jan Lis|Dyrektor|+48814662062|"),
            (
                "Jan Lis\ntel. 81 466 20 62\nEwa Sowa\nzastępca\ne-mail: ewa_sowa@a.example",
                "Jan Lis||+48814662062| / Ewa Sowa|zastępca||ewa_sowa@a.example",
            ),
            ("Jan Lis, tel.: (82) 564 22 50, e-mail: jan@a.example", "Jan Lis||+48825642250|jan@a.example"),
            ("Jan Lis tel/fax 77 483-28-76", "Jan Lis||+48774832876|"),
            ("Biuro\ntel. 81 466 20 62, 81 466 20 63", "Biuro||+48814662062,+48814662063|"),
            ("Telimena Mailewska\nspecjalista", "Telimena Mailewska|specjalista||"),
            ("jan@a.example", "|||jan@a.example"),
            ("Jan Lis\n\nEwa Sowa", "Jan Lis||| / Ewa Sowa|||"),
            ("tel. 112", "||112|"),
            ("", ""),
        ];
        for (printed, expected) in cases {
            assert_eq!(show(printed), expected, "{printed:?}");
        }
    }
}
