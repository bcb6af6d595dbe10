//! Places and distances.

use fiszka_analysis::Analyzer;
use fiszka_document::Coordinates;
use fiszka_schema::Schema;

use crate::search::answer::QueryError;
use crate::search::town::town;

/// Mean radius of the earth in kilometres (IUGG, GRS 80).
const EARTH_KM: f64 = 6_371.008_8;

/// Largest radius in kilometres: half of the way round the earth.
const RADIUS_KM_MAX: f64 = 20_000.0;

/// What is near a place, or only the place that distances are measured from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Circle {
    pub(crate) centre: Coordinates,
    /// In kilometres; none when everything is near enough.
    pub(crate) radius_km: Option<f64>,
}

impl Circle {
    /// Reads `Lublin~30km`, `w Zielonej Górze~30km`, `Józefów, otwocki~5km`, `51.25,22.57~30km`; without a radius it is a
    /// place only.
    pub(crate) fn parse(written: &str, schema: &Schema, analyzer: &Analyzer) -> Result<Self, QueryError> {
        let (place, radius) = match written.rsplit_once('~') {
            Some((place, radius)) => (place.trim(), Some(radius)),
            None => (written.trim(), None),
        };
        let radius_km = match radius {
            Some(radius) => Some(kilometres(radius).ok_or_else(|| QueryError::InvalidValue {
                field: "near".to_owned(),
                value: written.to_owned(),
                expected: "a place and a distance above 0 and up to 20,000 km, such as Lublin~30km or 51.25,22.57~500m",
            })?),
            None => None,
        };
        let centre = match Coordinates::parse(place) {
            Some(centre) => Some(centre),
            None => {
                let town = town(place, schema, analyzer)?;
                Coordinates::new(town.latitude, town.longitude)
            }
        };
        let centre =
            centre.ok_or_else(|| QueryError::UnknownPlace { name: place.to_owned(), choices: Vec::new() })?;
        Ok(Self { centre, radius_km })
    }

    /// Whether a place lies inside.
    pub(crate) fn holds(&self, latitude: f64, longitude: f64) -> bool {
        self.radius_km.is_none_or(|radius| self.distance_km(latitude, longitude) <= radius)
    }

    /// The way from the centre to a place along a great circle, in kilometres (haversine formula).
    pub(crate) fn distance_km(&self, latitude: f64, longitude: f64) -> f64 {
        let (here, there) = (self.centre.latitude().to_radians(), latitude.to_radians());
        let north = ((there - here) / 2.0).sin();
        let east = ((longitude - self.centre.longitude()).to_radians() / 2.0).sin();
        let half_chord = north * north + here.cos() * there.cos() * east * east;
        2.0 * EARTH_KM * half_chord.clamp(0.0, 1.0).sqrt().asin()
    }
}

fn kilometres(written: &str) -> Option<f64> {
    let written = written.trim();
    let (number, unit_km) = match written.strip_suffix("km") {
        Some(number) => (number, 1.0),
        None => written.strip_suffix('m').map_or((written, 1.0), |metres| (metres, 0.001)),
    };
    let number: f64 = number.trim().replace(',', ".").parse().ok()?;
    Some(number * unit_km).filter(|km| *km > 0.0 && *km <= RADIUS_KM_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_people_write_them() {
        let (schema, analyzer) = (Schema::builtin(), Analyzer::new());
        for (written, expected) in [
            ("Lublin~30km", Ok((51.247, 22.568, Some(30.0)))),
            ("lublin ~ 30 km", Ok((51.247, 22.568, Some(30.0)))),
            ("Lublin~7,5", Ok((51.247, 22.568, Some(7.5)))),
            ("Lublin~500m", Ok((51.247, 22.568, Some(0.5)))),
            ("Lublin", Ok((51.247, 22.568, None))),
            ("51.25,22.57~30km", Ok((51.25, 22.57, Some(30.0)))),
            ("51,25; 22,57", Ok((51.25, 22.57, None))),
            ("Józefów, otwocki~5km", Ok((52.137, 21.236, Some(5.0)))),
            ("w Zielonej Górze~30km", Ok((51.936, 15.506, Some(30.0)))),
            ("Józefów, lubelskie~5km", Ok((50.48, 23.058, Some(5.0)))),
            ("Józefów~5km", Err("`Józefów` is the name of several towns")),
            ("Atlantyda~5km", Err("unknown place `Atlantyda`")),
            ("~5km", Err("unknown place ``")),
            ("Lublin~0km", Err("`Lublin~0km` is no value of field `near`")),
            ("Lublin~99999km", Err("`Lublin~99999km` is no value of field `near`")),
            ("Lublin~blisko", Err("`Lublin~blisko` is no value of field `near`")),
            ("Lublin~NaN", Err("`Lublin~NaN` is no value of field `near`")),
            ("95,22~5km", Err("unknown place `95,22`")),
        ] {
            let found = Circle::parse(written, schema, &analyzer)
                .map(|circle| (circle.centre.latitude(), circle.centre.longitude(), circle.radius_km))
                .map_err(|error| error.to_string());
            assert_eq!(found, expected.map_err(str::to_owned), "{written}");
        }
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let (schema, analyzer) = (Schema::builtin(), Analyzer::new());
        for (from, to, km) in
            [("Lublin", "Warszawa", 153.0), ("Gdańsk", "Kraków", 486.0), ("Gdynia", "Sopot", 9.0)]
        {
            let circle = Circle::parse(from, schema, &analyzer).unwrap();
            let to = Circle::parse(to, schema, &analyzer).unwrap().centre;
            let distance = circle.distance_km(to.latitude(), to.longitude());
            assert!((distance - km).abs() < 2.0, "{from}: {distance}");
        }
        let circle = Circle { centre: Coordinates::new(0.0, 0.0).unwrap(), radius_km: None };
        assert!((circle.distance_km(0.0, 180.0) - 20_015.0).abs() < 1.0, "half of the way round");
        assert!(circle.distance_km(0.0, 0.0) < f64::EPSILON);
    }
}
