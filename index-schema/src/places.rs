//! Voivodeships and types of local-government units: short lists that pages write in many ways.

use std::collections::HashMap;

use crate::error::Error;
use crate::fold::fold;
use crate::table::{Source, list, rows};

/// A voivodeship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voivodeship {
    /// Its official name, which is also its code: `śląskie`.
    pub name: String,
    /// Names of its region: `Lubelszczyzna`.
    pub regions: Vec<String>,
}

/// The sixteen voivodeships and every way to write them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voivodeships {
    all: Vec<Voivodeship>,
    spellings: HashMap<String, usize>,
}

/// Endings of a voivodeship's adjective; the table gives the neuter nominative, `-ie`.
const ADJECTIVE_ENDINGS: [&str; 6] = ["ie", "i", "iego", "iemu", "im", "iem"];

/// What may stand before a voivodeship's name.
const VOIVODESHIP_WORDS: [&str; 5] = ["wojewodztwo", "wojewodztwa", "wojewodztwie", "wojewodztwem", "woj."];

impl Voivodeships {
    /// All of them, in alphabetical order.
    pub fn all(&self) -> &[Voivodeship] {
        &self.all
    }

    /// The voivodeship that is meant: in any case form and capitals, with or without diacritics and hyphen, after
    /// `woj.`, by the name of its region, or with one typing error. Two valid names are never confused: a typing
    /// error counts only if exactly one name is one edit away.
    pub fn recognise(&self, written: &str) -> Option<&Voivodeship> {
        let folded = fold(written);
        let name = VOIVODESHIP_WORDS
            .iter()
            .find_map(|word| folded.strip_prefix(word))
            .or_else(|| folded.strip_prefix("woj "))
            .unwrap_or(&folded);
        let key = compact(name);
        let index = self.spellings.get(&key).copied().or_else(|| self.one_edit_away(&key));
        index.and_then(|index| self.all.get(index))
    }

    fn one_edit_away(&self, key: &str) -> Option<usize> {
        // Shorter words have neighbours that are other words: `śląski` and `śląska` are not typing errors.
        const SHORTEST: usize = 7;
        if key.len() < SHORTEST || key.len() > 32 {
            return None;
        }
        let mut found = None;
        for (spelling, &index) in &self.spellings {
            if spelling.len() >= SHORTEST && within_one_edit(spelling.as_bytes(), key.as_bytes()) {
                if found.is_some_and(|other| other != index) {
                    return None;
                }
                found = Some(index);
            }
        }
        found
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut table = Self::default();
        for row in rows(source, ["name", "regions", "variants"])? {
            let [name, regions, variants] = row.cells;
            let index = table.all.len();
            let Some(stem) = name.strip_suffix("ie") else {
                return Err(row.invalid(
                    format!("`{name}` does not end in -ie"),
                    "give the adjective in the neuter nominative: śląskie",
                ));
            };
            let forms = ADJECTIVE_ENDINGS.iter().map(|ending| format!("{stem}{ending}"));
            let regions = list(regions);
            for spelling in forms.chain(regions.iter().cloned()).chain(list(variants)) {
                let key = compact(&fold(&spelling));
                if table.spellings.insert(key, index).is_some_and(|other| other != index) {
                    return Err(row.invalid(
                        format!("`{spelling}` is written for two voivodeships"),
                        "keep it with the one that people mean",
                    ));
                }
            }
            table.all.push(Voivodeship { name: name.to_owned(), regions });
        }
        Ok(table)
    }
}

/// A type of local-government unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitType {
    /// Its name, which is also its code: `powiat grodzki`.
    pub name: String,
    /// Words that mean several types at once: `powiat` means both kinds of powiat.
    pub groups: Vec<String>,
}

/// The types of units and every way to write them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitTypes {
    all: Vec<UnitType>,
    spellings: HashMap<String, usize>,
    groups: HashMap<String, Vec<usize>>,
}

impl UnitTypes {
    /// All of them.
    pub fn all(&self) -> &[UnitType] {
        &self.all
    }

    /// The type that a record states. The whole value must be a type: `Gmina Miasto Chełm` is a name.
    pub fn recognise(&self, written: &str) -> Option<&UnitType> {
        self.spellings.get(&compact(&fold(written))).and_then(|&index| self.all.get(index))
    }

    /// The types that a visitor means: one, or all types of a group (`powiat`).
    pub fn meant_by(&self, written: &str) -> Vec<&UnitType> {
        match self.groups.get(&compact(&fold(written))) {
            Some(members) => members.iter().filter_map(|&index| self.all.get(index)).collect(),
            None => self.recognise(written).into_iter().collect(),
        }
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut table = Self::default();
        for row in rows(source, ["name", "groups", "variants"])? {
            let [name, groups, variants] = row.cells;
            let index = table.all.len();
            for spelling in std::iter::once(name.to_owned()).chain(list(variants)) {
                let key = compact(&fold(&spelling));
                if table.spellings.insert(key, index).is_some_and(|other| other != index) {
                    return Err(row.invalid(
                        format!("`{spelling}` is written for two types of units"),
                        "keep it with the one that records mean",
                    ));
                }
            }
            let groups = list(groups);
            for group in &groups {
                table.groups.entry(compact(&fold(group))).or_default().push(index);
            }
            table.all.push(UnitType { name: name.to_owned(), groups });
        }
        Ok(table)
    }
}

/// Hyphens, blanks and dots make no difference between two names.
pub(crate) fn compact(folded: &str) -> String {
    folded.chars().filter(|c| !matches!(c, '-' | ' ' | '.')).collect()
}

/// Whether one insertion, deletion, replacement or swap of neighbours, or nothing, makes `a` of `b`.
fn within_one_edit(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (short, long) = (short.get(same..).unwrap_or_default(), long.get(same..).unwrap_or_default());
    match (short, long) {
        ([], rest) => rest.len() <= 1,
        ([x, short @ ..], [y, long @ ..]) if short.len() == long.len() => {
            short == long
                || matches!((short, long), ([p, short @ ..], [q, long @ ..]) if x == q && y == p && short == long)
        }
        (short, [_, long @ ..]) => short == long,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::within_one_edit;
    use crate::Schema;

    #[test]
    fn one_edit() {
        let cases = [
            ("slaskie", "slaskie", true),
            ("slaskie", "slakie", true),
            ("slaskie", "slasskie", true),
            ("slaskie", "slazkie", true),
            ("slaskie", "slakzie", false),
            ("slaskie", "slaksie", true),
            ("lubelskie", "lubuskie", false),
            ("a", "", true),
            ("", "ab", false),
            ("abc", "ca", false),
        ];
        for (a, b, near) in cases {
            assert_eq!(within_one_edit(a.as_bytes(), b.as_bytes()), near, "{a} {b}");
            assert_eq!(within_one_edit(b.as_bytes(), a.as_bytes()), near, "{b} {a}");
        }
    }

    #[test]
    fn voivodeships_in_every_spelling() {
        let schema = Schema::builtin();
        let cases = [
            ("śląskie", "śląskie"),
            ("SLASKIE", "śląskie"),
            ("ślaskie", "śląskie"),
            ("śląskiego", "śląskie"),
            ("woj. śląskie", "śląskie"),
            ("woj.śląskie", "śląskie"),
            ("Województwo Śląskie", "śląskie"),
            ("województwa lubelskiego", "lubelskie"),
            ("lubelskim", "lubelskie"),
            ("lubelskiem", "lubelskie"),
            ("Lubelszczyzna", "lubelskie"),
            ("lubuskie", "lubuskie"),
            ("mazowiecke", "mazowieckie"),
            ("mazowieckię", "mazowieckie"),
            ("Mazowsze", "mazowieckie"),
            ("świetokrzyskie", "świętokrzyskie"),
            ("świętokrzskie", "świętokrzyskie"),
            ("Kielecczyzna", "świętokrzyskie"),
            ("kujawsko – pomorskie", "kujawsko-pomorskie"),
            ("kujawskopomorskie", "kujawsko-pomorskie"),
            ("kuj.-pom.", "kujawsko-pomorskie"),
            ("warmińskomazurskie", "warmińsko-mazurskie"),
            ("Warmia i Mazury", "warmińsko-mazurskie"),
            ("zachodnio-pomorskie", "zachodniopomorskie"),
            ("pomorskie", "pomorskie"),
            ("Opolszczyzna", "opolskie"),
            ("Podlasie", "podlaskie"),
            ("dolnośląskie", "dolnośląskie"),
            ("łodzkie", "łódzkie"),
            ("wielkopolske", "wielkopolskie"),
        ];
        for (written, name) in cases {
            let found = schema.voivodeships().recognise(written).map(|v| v.name.as_str());
            assert_eq!(found, Some(name), "{written}");
        }
        for written in ["", "lublin", "opolski powiat", "śląska", "krakowskie"] {
            assert_eq!(schema.voivodeships().recognise(written), None, "{written}");
        }
        assert_eq!(schema.voivodeships().all().len(), 16);
    }

    #[test]
    fn unit_types_in_every_spelling() {
        let types = Schema::builtin().unit_types();
        let cases = [
            ("gmina miejska", Some("gmina miejska")),
            ("Gmina  Miejska", Some("gmina miejska")),
            ("miasto", Some("gmina miejska")),
            ("gmina wiejska", Some("gmina wiejska")),
            ("gmina miejsko - wiejska", Some("gmina miejsko-wiejska")),
            ("gmina miejskowiejska", Some("gmina miejsko-wiejska")),
            ("gmina wiejsko-miejska", Some("gmina miejsko-wiejska")),
            ("powiat", Some("powiat ziemski")),
            ("powiat grodzki", Some("powiat grodzki")),
            ("miasto na prawach powiatu", Some("powiat grodzki")),
            ("wojewodztwo", Some("województwo")),
            ("związek międzygminny", Some("związek międzygminny")),
            ("sołectwo", Some("dzielnica/sołectwo")),
            ("Gmina Miasto Chełm", None),
            ("Miasto i Gmina Serock", None),
        ];
        for (written, name) in cases {
            assert_eq!(types.recognise(written).map(|t| t.name.as_str()), name, "{written}");
        }
        let meant = |written| types.meant_by(written).iter().map(|t| t.name.clone()).collect::<Vec<_>>();
        assert_eq!(meant("Powiat"), ["powiat ziemski", "powiat grodzki"]);
        assert_eq!(meant("miasto na prawach powiatu"), ["powiat grodzki"]);
        assert_eq!(meant("gmina wiejska"), ["gmina wiejska"]);
        assert!(meant("planeta").is_empty());
    }
}
