//! Tables about addresses and HTML: parameters that show the same page, classes that name parts of the shell.

use std::collections::{HashMap, HashSet};

use crate::error::Error;
use crate::fold::fold;
use crate::table::{Source, rows};

/// Parameters of addresses that change how a page looks or who is counted, never what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewParameters {
    names: HashSet<String>,
    prefixes: Vec<String>,
}

impl ViewParameters {
    /// Whether a parameter of this name makes no other page. Capitals make no difference.
    pub fn contains(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        self.names.contains(&name) || self.prefixes.iter().any(|prefix| name.starts_with(prefix.as_str()))
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut table = Self::default();
        for row in rows(source, ["parameter", "why"])? {
            let [parameter, _] = row.cells;
            let name = parameter.to_ascii_lowercase();
            match name.strip_suffix('*') {
                Some("") => {
                    let remedy = "give the start of a name before the `*`";
                    return Err(row.invalid("`*` stands for every parameter", remedy));
                }
                Some(prefix) => table.prefixes.push(prefix.to_owned()),
                None => drop(table.names.insert(name)),
            }
        }
        Ok(table)
    }
}

/// Words in the class or id of an HTML element that name a part of the shell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HtmlClasses {
    reasons: HashMap<String, String>,
}

impl HtmlClasses {
    /// Why an element with this class or id is not content, in the words of `shell-phrases.tsv`.
    pub fn reason(&self, class: &str) -> Option<&str> {
        self.reasons.get(class).map(String::as_str)
    }

    /// Every reason, in no particular order.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        self.reasons.values().map(String::as_str)
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let pairs = rows(source, ["class", "reason"])?;
        let reasons = pairs.iter().map(|row| (row.cells[0].to_owned(), row.cells[1].to_owned()));
        Ok(Self { reasons: reasons.collect() })
    }
}

/// Words before the telephone numbers and e-mail addresses of people, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactLabels {
    /// Before telephone and fax numbers; a longer label stands before one that it begins with.
    pub phone: Vec<String>,
    /// Before e-mail addresses.
    pub email: Vec<String>,
}

impl ContactLabels {
    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut table = Self::default();
        for row in rows(source, ["kind", "label"])? {
            let [kind, label] = row.cells;
            let label = fold(label);
            match kind {
                _ if label.is_empty() => return Err(row.invalid("the label is missing", "give the label")),
                "phone" => table.phone.push(label),
                "email" => table.email.push(label),
                other => {
                    return Err(row.invalid(format!("unknown kind of label `{other}`"), "use phone or email"));
                }
            }
        }
        Ok(table)
    }
}
