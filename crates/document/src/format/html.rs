//! HTML: the text of a page with its block structure as lines, and what its head says about it.

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use fiszka_schema::{HtmlClasses, Schema, fold};
use scraper::node::Element;
use scraper::{Html, Node};

use crate::attachments::attachment_key;
use crate::document::CutReason;
use crate::draft::{Draft, Form, Given, Mark, Parsed, TextBuilder};
use crate::error::Failure;
use crate::format::{Format, Source, attached_file, json_ld};
use crate::identity::identify;
use crate::record::blanks_folded;

pub(super) fn parse(source: &Source<'_>) -> Result<Parsed, Failure> {
    let limit = source.limits.open_elements_max;
    if let Some(line) = too_deep(source.text, limit) {
        let reason = format!("more than {limit} elements are open at once");
        return Err(Failure::BadStructure { format: Format::Html, line, reason });
    }
    let html = Html::parse_document(source.text);
    let mut builder = TextBuilder::new(source.limits);
    let page = walk(&html, &mut builder, &Mark::Text, source.schema);
    let (text, mut lines, report) = builder.finish();
    let length = |outside: bool| -> usize {
        let wanted = |index: &usize| page.outside.contains(index) == outside;
        lines.iter().enumerate().filter(|(index, _)| wanted(index)).map(|(_, line)| line.range.len()).sum()
    };
    // A main element that holds next to nothing of the page is not its content.
    if page.has_main && length(false) * 10 >= length(true) {
        let heading_inside = lines
            .iter()
            .enumerate()
            .any(|(i, line)| line.mark == Mark::Heading(1) && !page.outside.contains(&i));
        for &index in &page.outside {
            if let Some(line) = lines.get_mut(index)
                && !matches!(line.mark, Mark::Shell(_) | Mark::PageTitle)
                && (line.mark != Mark::Heading(1) || heading_inside)
            {
                line.mark = Mark::Shell(CutReason::Menu);
            }
        }
    }
    let draft = Draft {
        identity: identify(page.address.as_deref(), source.path, source.schema),
        url: page.address,
        kind: None,
        form: Form::Page,
        text,
        lines,
        given: page.given,
        stub: false,
        diagnostics: report.into_iter().collect(),
    };
    Ok(Parsed { drafts: vec![draft], format: Format::Html, diagnostics: Vec::new() })
}

/// The line on which more elements than the limit are open. Void elements and those whose end tag may be left out
/// are not counted.
fn too_deep(text: &str, limit: usize) -> Option<u32> {
    const UNCOUNTED: [&str; 22] = [
        "area", "base", "body", "br", "col", "dd", "dt", "head", "hr", "html", "img", "input", "li", "link",
        "meta", "option", "p", "source", "tbody", "td", "th", "tr",
    ];
    let mut open = 0_usize;
    for (at, _) in text.match_indices('<') {
        let tag = text.get(at + 1..).unwrap_or_default();
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name = name
            .get(..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len()))
            .unwrap_or_default();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic())
            || UNCOUNTED.iter().any(|uncounted| name.eq_ignore_ascii_case(uncounted))
        {
            continue;
        }
        open = if closing { open.saturating_sub(1) } else { open + 1 };
        if open > limit {
            let line = text.bytes().take(at).filter(|&b| b == b'\n').count() + 1;
            return Some(u32::try_from(line).unwrap_or(u32::MAX));
        }
    }
    None
}

/// Whether a value of a field is a piece of HTML rather than plain text.
pub(super) fn is_html(text: &str) -> bool {
    let tag = text.match_indices('<').any(|(at, _)| {
        text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'))
    });
    let entity = text.match_indices('&').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
        (2..=10).contains(&name) && rest.get(name..).is_some_and(|end| end.starts_with(';'))
    });
    tag || entity
}

/// Adds a piece of HTML to a text; its plain lines get the mark `base`. One that is nested beyond all reason is plain
/// text.
pub(super) fn fragment(
    text: &str,
    builder: &mut TextBuilder,
    base: &Mark,
    source: &Source<'_>,
) -> Vec<Given> {
    if too_deep(text, source.limits.open_elements_max).is_some() {
        builder.flow(text, false);
        builder.end_line(base.clone());
        return Vec::new();
    }
    walk(&Html::parse_fragment(text), builder, base, source.schema).given
}

/// What is known about a page beside its lines.
#[derive(Default)]
struct Page {
    address: Option<String>,
    given: Vec<Given>,
    /// Names of attached files.
    files: Vec<String>,
    /// There is a `main` or `article` element.
    has_main: bool,
    /// Lines outside of it.
    outside: std::collections::BTreeSet<usize>,
}

fn walk(html: &Html, builder: &mut TextBuilder, base: &Mark, schema: &Schema) -> Page {
    let has_main = html.tree.values().filter_map(Node::as_element).any(is_main);
    let mut walker = Walker {
        builder,
        base,
        classes: schema.html_classes(),
        page: Page { has_main, ..Page::default() },
        shells: Vec::new(),
        mains: 0,
        links: 0,
        heading: 0,
        preformatted: 0,
        link_text: None,
    };
    let mut skipped: Option<NodeId> = None;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if skipped.is_none() => match node.value() {
                Node::Text(text) => walker.text(text),
                Node::Element(element) if is_skipped(element) => {
                    walker.metadata(element);
                    if element.attr("type") == Some("application/ld+json") {
                        let script = node.children().find_map(|child| child.value().as_text());
                        script.iter().flat_map(|text| json_ld::fields(text)).for_each(|(field, printed)| {
                            walker.give(field, &printed);
                        });
                    }
                    skipped = Some(node.id());
                }
                Node::Element(element) => walker.open(element, node.id()),
                _ => {}
            },
            Edge::Close(node) => {
                if skipped.is_none() {
                    if let Node::Element(element) = node.value() {
                        walker.close(element, node.id());
                    }
                } else if skipped == Some(node.id()) {
                    skipped = None;
                }
            }
            Edge::Open(_) => {}
        }
    }
    walker.end_line();
    let mut page = walker.page;
    if !page.files.is_empty() {
        page.given.push(Given { field: "attachments".to_owned(), printed: page.files.join("\n") });
    }
    page
}

fn is_main(element: &Element) -> bool {
    matches!(element.name(), "main" | "article") || element.attr("role") == Some("main")
}

/// Elements whose text no reader sees, and the head's empty ones.
fn is_skipped(element: &Element) -> bool {
    const UNSEEN: [&str; 12] = [
        "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "audio", "video",
        "meta", "link",
    ];
    UNSEEN.contains(&element.name()) || element.attr("hidden").is_some()
}

/// Elements that stand on lines of their own.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 39] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tr",
        "ul",
    ];
    BLOCKS.contains(&name) || matches!(name, "title" | "option" | "textarea" | "legend" | "br")
}

/// Blocks that a browser sets apart by empty space.
fn is_spaced(name: &str) -> bool {
    matches!(
        name,
        "article"
            | "blockquote"
            | "dl"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "ol"
            | "p"
            | "pre"
            | "table"
            | "ul"
    )
}

struct Walker<'a> {
    builder: &'a mut TextBuilder,
    base: &'a Mark,
    classes: &'a HtmlClasses,
    page: Page,
    /// Open elements that belong to the shell.
    shells: Vec<(NodeId, CutReason)>,
    mains: usize,
    links: usize,
    heading: u8,
    preformatted: usize,
    /// Text of the link to a file that is being read.
    link_text: Option<(String, String)>,
}

impl Walker<'_> {
    fn shell_of(&self, element: &Element) -> Option<CutReason> {
        let inside = self.mains > 0;
        let by_name = match element.name() {
            "nav" | "form" | "button" | "select" | "textarea" => Some(CutReason::Menu),
            "aside" => Some(CutReason::Related),
            "figcaption" => Some(CutReason::Gallery),
            "footer" if !inside => Some(CutReason::Footer),
            "header" if !inside && self.page.has_main => Some(CutReason::Menu),
            _ => None,
        };
        let by_role = || match element.attr("role")? {
            "navigation" | "search" | "menu" | "menubar" => Some(CutReason::Menu),
            "banner" if !inside && self.page.has_main => Some(CutReason::Menu),
            "contentinfo" if !inside => Some(CutReason::Footer),
            "complementary" => Some(CutReason::Related),
            _ => None,
        };
        let by_class = || {
            let words = element.classes().chain(element.id());
            words.filter_map(|word| self.classes.reason(word)).find_map(CutReason::of_name)
        };
        by_name.or_else(by_role).or_else(by_class).filter(|_| element.name() != "body" && !is_main(element))
    }

    fn open(&mut self, element: &Element, id: NodeId) {
        let name = element.name();
        if is_block(name) && name != "dd" {
            self.end_line();
        }
        if is_spaced(name) {
            self.builder.blank_line();
        }
        if let Some(reason) = self.shell_of(element) {
            self.end_line();
            self.shells.push((id, reason));
        }
        match name {
            _ if is_main(element) => self.mains += 1,
            "td" | "th" | "dd" => self.builder.next_cell(),
            "pre" => self.preformatted += 1,
            "title" => self.heading = PAGE_TITLE,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.heading = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
            }
            "a" => {
                self.links += 1;
                let file = element.attr("href").filter(|_| self.shells.is_empty()).and_then(attached_file);
                self.link_text = file.map(|file| (file, String::new()));
            }
            _ => {}
        }
        self.date_of_time(element);
    }

    fn close(&mut self, element: &Element, id: NodeId) {
        let name = element.name();
        let last_of_shell = self.shells.last().is_some_and(|&(open, _)| open == id);
        if (is_block(name) && name != "dt") || last_of_shell {
            self.end_line();
        }
        if last_of_shell {
            self.shells.pop();
        }
        if is_spaced(name) {
            self.builder.blank_line();
        }
        match name {
            _ if is_main(element) => self.mains = self.mains.saturating_sub(1),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "title" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = 0,
            "a" => {
                self.links = self.links.saturating_sub(1);
                if let Some((file, text)) = self.link_text.take() {
                    let text = blanks_folded(&text);
                    self.page.files.push(match text.as_str() {
                        "" => file,
                        _ if attachment_key(&text) == attachment_key(&file) => text,
                        _ => format!("{text} ({file})"),
                    });
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, link_text)) = &mut self.link_text {
            link_text.push_str(text);
        }
        if self.preformatted == 0 {
            self.builder.flow(text, self.links > 0);
            return;
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.builder.flow(line, self.links > 0);
        }
    }

    fn end_line(&mut self) {
        let mark = match (self.shells.last(), self.heading) {
            (Some(&(_, reason)), _) => Mark::Shell(reason),
            (None, PAGE_TITLE) => Mark::PageTitle,
            (None, 0) => self.base.clone(),
            (None, level) => Mark::Heading(level),
        };
        let outside = self.mains == 0;
        if let Some(index) = self.builder.end_line(mark)
            && outside
        {
            self.page.outside.insert(index);
        }
    }

    fn give(&mut self, field: &str, printed: &str) {
        let printed = printed.trim();
        if !printed.is_empty() && !self.page.given.iter().any(|given| given.field == field) {
            self.page.given.push(Given { field: field.to_owned(), printed: printed.to_owned() });
        }
    }

    /// `meta` and `link` elements.
    fn metadata(&mut self, element: &Element) {
        let content = element.attr("content").unwrap_or_default();
        match element.name() {
            "link" if element.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                if let Some(address) = element.attr("href").filter(|href| is_absolute(href)) {
                    self.page.address = Some(address.to_owned());
                }
            }
            "meta" => {
                let name = element
                    .attr("property")
                    .or_else(|| element.attr("name"))
                    .or_else(|| element.attr("itemprop"));
                match name.map(fold).as_deref() {
                    Some("og:url") if self.page.address.is_none() && is_absolute(content) => {
                        self.page.address = Some(content.to_owned());
                    }
                    Some(
                        "article:published_time"
                        | "datepublished"
                        | "date"
                        | "dc.date"
                        | "dc.date.issued"
                        | "dcterms.date"
                        | "dcterms.created"
                        | "dcterms.issued"
                        | "pubdate"
                        | "publishdate",
                    ) => self.give("published", content),
                    Some("article:modified_time" | "datemodified" | "dcterms.modified" | "last-modified") => {
                        self.give("updated", content);
                    }
                    Some("author" | "article:author" | "dc.creator") => self.give("author", content),
                    Some("article:section") => self.give("category", content),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// The first `time` element outside the shell stands for the day of publication when no line prints one.
    fn date_of_time(&mut self, element: &Element) {
        if element.name() == "time"
            && self.shells.is_empty()
            && (self.mains > 0 || !self.page.has_main)
            && let Some(stamp) = element.attr("datetime")
        {
            self.give("published", stamp);
        }
    }
}

/// Stands in [`Walker::heading`] for the `title` element.
const PAGE_TITLE: u8 = u8::MAX;

fn is_absolute(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}
