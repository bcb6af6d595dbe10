//! Towns and where they lie.

use std::collections::HashMap;

use crate::error::Error;
use crate::fold::fold;
use crate::places::compact;
use crate::table::{Row, Source, list, rows};

/// A town on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Town {
    /// Its official name.
    pub name: String,
    /// Adjectives of the county that it lies in or is the seat of, the usual one first; none for a city that is
    /// neither.
    pub counties: Vec<String>,
    /// The adjective of its voivodeship: `śląskie`.
    pub voivodeship: String,
    /// Degrees north of the equator, -90 to 90 (WGS 84).
    pub latitude: f64,
    /// Degrees east of Greenwich, -180 to 180 (WGS 84).
    pub longitude: f64,
}

/// The towns whose place on the map is known.
#[derive(Clone, Debug, Default)]
pub struct Towns {
    all: Vec<Town>,
    by_name: HashMap<String, Vec<usize>>,
}

/// What records write of a city that is a county of its own.
const CITY_COUNTIES: [&str; 4] = ["grodzki", "miastonaprawachpowiatu", "miejski", "niedotyczy"];

impl Towns {
    /// All of them, by voivodeship.
    pub fn all(&self) -> &[Town] {
        &self.all
    }

    /// The towns of this name, whatever the capitals, diacritics, hyphens and blanks.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Town> {
        let found = self.by_name.get(&compact(&fold(name))).into_iter().flatten();
        found.filter_map(|&index| self.all.get(index))
    }

    /// The one town of this name in this county and this voivodeship, as a record states them. None when several are
    /// left or none is: a place of the same name elsewhere is another place.
    pub fn find(&self, name: &str, county: Option<&str>, voivodeship: Option<&str>) -> Option<&Town> {
        let fits = |town: &&Town| {
            county.is_none_or(|county| town.is_in_county(county))
                && voivodeship.is_none_or(|voivodeship| {
                    compact(&fold(voivodeship)) == compact(&fold(&town.voivodeship))
                })
        };
        let mut found = self.named(name).filter(fits);
        found.next().filter(|_| found.next().is_none())
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Self, Error> {
        let mut table = Self::default();
        let columns = ["name", "counties", "voivodeship", "latitude", "longitude", "other_names"];
        for row in rows(source, columns)? {
            let [name, counties, voivodeship, latitude, longitude, other_names] = row.cells;
            let town = Town {
                name: name.to_owned(),
                counties: list(counties),
                voivodeship: voivodeship.to_owned(),
                latitude: degrees(&row, latitude, 90.0)?,
                longitude: degrees(&row, longitude, 180.0)?,
            };
            if table.all.iter().any(|known| known.is_same_place(&town)) {
                let reason = format!("`{name}` stands twice with one county and voivodeship");
                return Err(row.invalid(reason, "keep one row, or tell the two apart by their county"));
            }
            for name in std::iter::once(name.to_owned()).chain(list(other_names)) {
                table.by_name.entry(compact(&fold(&name))).or_default().push(table.all.len());
            }
            table.all.push(town);
        }
        Ok(table)
    }
}

impl Town {
    /// Whether a record's county is this town's: `chełmski`, `powiat chełmski`, and for a city also its own name.
    pub fn is_in_county(&self, county: &str) -> bool {
        let folded = fold(county);
        let name =
            ["powiat ", "pow. ", "m. "].iter().find_map(|word| folded.strip_prefix(word)).unwrap_or(&folded);
        let name = compact(name);
        let of_town = self.counties.iter().chain([&self.name]).any(|known| compact(&fold(known)) == name);
        of_town || CITY_COUNTIES.contains(&name.as_str())
    }

    fn is_same_place(&self, other: &Self) -> bool {
        self.name == other.name && self.voivodeship == other.voivodeship && self.counties == other.counties
    }
}

fn degrees<const N: usize>(row: &Row<'_, N>, written: &str, most: f64) -> Result<f64, Error> {
    let degrees = written.parse().ok().filter(|degrees: &f64| degrees.abs() <= most);
    degrees.ok_or_else(|| {
        row.invalid(format!("`{written}` is no angle"), "write degrees with a decimal point, such as 51.247")
    })
}

#[cfg(test)]
mod tests {
    use super::Towns;
    use crate::Schema;
    use crate::table::Source;

    /// South, north, west and east ends of each voivodeship in degrees, to a hundredth.
    const BOXES: [(&str, [f64; 4]); 16] = [
        ("dolnośląskie", [50.09, 51.81, 14.81, 17.80]),
        ("kujawsko-pomorskie", [52.32, 53.79, 17.24, 19.77]),
        ("lubelskie", [50.25, 52.29, 21.61, 24.15]),
        ("lubuskie", [51.36, 53.13, 14.53, 16.42]),
        ("małopolskie", [49.17, 50.53, 19.08, 21.43]),
        ("mazowieckie", [51.01, 53.49, 19.25, 23.13]),
        ("opolskie", [49.97, 51.20, 16.90, 18.71]),
        ("podkarpackie", [49.00, 50.83, 21.13, 23.55]),
        ("podlaskie", [52.27, 54.42, 21.59, 23.96]),
        ("pomorskie", [53.48, 54.84, 16.69, 19.65]),
        ("śląskie", [49.38, 51.10, 18.03, 19.98]),
        ("świętokrzyskie", [50.17, 51.35, 19.70, 21.87]),
        ("warmińsko-mazurskie", [53.13, 54.46, 19.13, 22.90]),
        ("wielkopolskie", [51.10, 53.66, 15.77, 19.11]),
        ("zachodniopomorskie", [52.62, 54.57, 14.12, 17.00]),
        ("łódzkie", [50.84, 52.40, 18.07, 20.67]),
    ];

    #[test]
    fn every_town_lies_in_its_voivodeship() {
        let schema = Schema::builtin();
        for town in schema.towns().all() {
            let bounds = BOXES.iter().find(|(name, _)| *name == town.voivodeship).map(|(_, bounds)| *bounds);
            let [south, north, west, east] = bounds.expect("a voivodeship");
            assert!((south..=north).contains(&town.latitude), "{town:?}");
            assert!((west..=east).contains(&town.longitude), "{town:?}");
        }
    }

    #[test]
    fn all_counties_and_cities_are_there() {
        let towns = Schema::builtin().towns().all();
        let mut counties: Vec<_> = towns
            .iter()
            .filter_map(|town| Some((town.voivodeship.as_str(), town.counties.first()?.as_str())))
            .collect();
        counties.sort_unstable();
        counties.dedup();
        assert_eq!(counties.len(), 314, "counties that are no city, 2021");
        let without_county = towns.iter().filter(|town| town.counties.is_empty()).count();
        assert_eq!(without_county, 20, "cities that are the seat of no county around them");
    }

    #[test]
    fn neighbours_are_near_and_others_far() {
        let towns = Schema::builtin().towns();
        let place =
            |name: &str| towns.named(name).next().map(|town| (town.latitude, town.longitude)).unwrap();
        // Degrees of latitude and longitude, roughly: 0.1 are 11 and 7 kilometres.
        for (a, b, within) in [
            ("Gdynia", "Sopot", 0.1),
            ("Lublin", "Świdnik", 0.15),
            ("Chorzów", "Katowice", 0.1),
            ("Warszawa", "Piaseczno", 0.2),
            ("Otwock", "Warszawa", 0.3),
        ] {
            let (a_at, b_at) = (place(a), place(b));
            assert!((a_at.0 - b_at.0).abs() < within && (a_at.1 - b_at.1).abs() < within, "{a} {b}");
        }
        for (north, south) in
            [("Gdańsk", "Toruń"), ("Olsztyn", "Warszawa"), ("Łódź", "Częstochowa"), ("Kielce", "Kraków")]
        {
            assert!(place(north).0 > place(south).0, "{north} lies north of {south}");
        }
        for (west, east) in
            [("Szczecin", "Gdańsk"), ("Wrocław", "Opole"), ("Rzeszów", "Przemyśl"), ("Poznań", "Łódź")]
        {
            assert!(place(west).1 < place(east).1, "{west} lies west of {east}");
        }
    }

    #[test]
    fn same_names_are_told_apart_by_what_stands_beside_them() {
        let towns = Schema::builtin().towns();
        for (name, county, voivodeship, expected) in [
            ("Józefów", None, None, None),
            ("Józefów", Some("otwocki"), None, Some("mazowieckie")),
            ("Józefów", None, Some("lubelskie"), Some("lubelskie")),
            ("Józefów", Some("powiat biłgorajski"), Some("lubelskie"), Some("lubelskie")),
            ("Józefów", Some("otwocki"), Some("lubelskie"), None),
            ("CHELM", None, None, Some("lubelskie")),
            ("Chełm", Some("strzelecki"), Some("opolskie"), None),
            ("Chełm", Some("m. Chełm"), Some("lubelskie"), Some("lubelskie")),
            ("Jelenia Góra", Some("jeleniogórski"), None, Some("dolnośląskie")),
            ("Gdynia", Some("Gdynia"), None, Some("pomorskie")),
            ("Gdynia", Some("pucki"), None, None),
            ("Bielsko Biała", None, None, Some("śląskie")),
            ("Stargard Szczeciński", None, None, Some("zachodniopomorskie")),
            ("Śródziemie", None, None, None),
        ] {
            let found = towns.find(name, county, voivodeship).map(|town| town.voivodeship.as_str());
            assert_eq!(found, expected, "{name} {county:?} {voivodeship:?}");
        }
    }

    #[test]
    fn bad_rows_name_their_line() {
        let header = "name\tcounties\tvoivodeship\tlatitude\tlongitude\tother_names\n";
        for (row, reason) in [
            ("Nowe\tdolny\tśląskie\t91\t20\t", "no angle"),
            ("Nowe\tdolny\tśląskie\t51,2\t20\t", "no angle"),
            ("Nowe\tdolny\tśląskie\t51.2\tNaN\t", "no angle"),
            ("Nowe\t\tśląskie\t50\t19\t\nNowe\t\tśląskie\t50\t19\t", "stands twice"),
        ] {
            let error =
                Towns::read(Source { file: "towns.tsv", text: &format!("{header}{row}") }).unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
