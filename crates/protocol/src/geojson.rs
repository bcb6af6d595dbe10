//! Found documents as points of a map, in the form that map libraries read: GeoJSON (RFC 7946).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::search::{Hit, SearchResponse};

/// The `Content-Type` of a [`FeatureCollection`].
pub const GEOJSON_CONTENT_TYPE: &str = "application/geo+json";

/// The found documents whose place is known. Members that RFC 7946 does not know are for paging on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FeatureCollection {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    #[schema(example = "FeatureCollection")]
    pub type_: String,
    /// One point a document, in the order that was asked for.
    pub features: Vec<Feature>,
    /// Documents of the match set whose place is known.
    pub total: u64,
    /// Asks for the points behind these, as the parameter `cursor`; `null` on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
    /// As in a search answer.
    pub generation: String,
}

/// One document on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Feature {
    /// Always `Feature`.
    #[serde(rename = "type")]
    #[schema(example = "Feature")]
    pub type_: String,
    /// As the `id` of a hit.
    pub id: String,
    /// Where it lies.
    pub geometry: Point,
    /// What a map says of it.
    pub properties: FeatureProperties,
}

/// A point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Point {
    /// Always `Point`.
    #[serde(rename = "type")]
    #[schema(example = "Point")]
    pub type_: String,
    /// Degrees east, then degrees north: the order of GeoJSON.
    #[schema(example = json!([22.568, 51.247]))]
    pub coordinates: [f64; 2],
}

/// What a map says of a document; each member as in a hit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FeatureProperties {
    /// As the `id` of a hit.
    pub id: String,
    /// As the `kind` of a hit.
    pub kind: String,
    /// As the `title` of a hit.
    pub title: String,
    /// As the `path` of a hit.
    pub path: String,
    /// As the `url` of a hit.
    #[schema(required = true)]
    pub url: Option<String>,
    /// As the `published` of a hit.
    #[schema(required = true)]
    pub published: Option<String>,
    /// As the `distance_km` of a hit.
    #[schema(required = true)]
    pub distance_km: Option<f64>,
}

impl From<SearchResponse> for FeatureCollection {
    /// Leaves out hits whose place is unknown.
    fn from(answer: SearchResponse) -> Self {
        Self {
            type_: "FeatureCollection".to_owned(),
            features: answer.hits.into_iter().filter_map(feature).collect(),
            total: answer.total,
            next_cursor: answer.next_cursor,
            generation: answer.generation,
        }
    }
}

fn feature(hit: Hit) -> Option<Feature> {
    let place = hit.location?;
    Some(Feature {
        type_: "Feature".to_owned(),
        id: hit.id.clone(),
        geometry: Point { type_: "Point".to_owned(), coordinates: [place.longitude, place.latitude] },
        properties: FeatureProperties {
            id: hit.id,
            kind: hit.kind,
            title: hit.title,
            path: hit.path,
            url: hit.url,
            published: hit.published,
            distance_km: hit.distance_km,
        },
    })
}
