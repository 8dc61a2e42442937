//! Annotations: the parts of a schema for people and tools.

use crate::catalog::FormatMeaning;
use crate::json::{Node, Value};
use crate::lower::Lowering;
use crate::model::Annotations;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Place;

/// The formats of numbers of the registry of OpenAPI, which say nothing about strings.
const OF_NUMBERS: [&str; 10] =
    ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double"];

impl Lowering<'_> {
    pub(super) fn annotation(
        &mut self,
        keyword: &'static str,
        node: &Node,
        place: &Place,
        annotations: &mut Annotations,
    ) {
        let text = || node.as_str().map(str::to_owned);
        let flag = matches!(node.value, Value::Boolean(true));
        match keyword {
            "title" => annotations.title = text(),
            "description" => annotations.description = text(),
            "default" => annotations.default = Some(node.clone()),
            "examples" => annotations.examples = node.as_array().unwrap_or_default().to_vec(),
            "deprecated" => annotations.deprecated = flag,
            "readOnly" => annotations.read_only = flag,
            "writeOnly" => annotations.write_only = flag,
            "format" => {
                self.note_unasserted_format(node, place);
                annotations.other.push((keyword.to_owned(), node.clone()));
            }
            "$comment" | "contentEncoding" | "contentMediaType" | "contentSchema" => {
                annotations.other.push((keyword.to_owned(), node.clone()));
            }
            // Structural keywords were used when the document was visited.
            _ => {}
        }
    }

    fn note_unasserted_format(&mut self, node: &Node, place: &Place) {
        let Some(format) = node.as_str() else { return };
        let is_of_numbers = OF_NUMBERS.contains(&format);
        if self.options.format == FormatMeaning::Annotation
            || is_of_numbers
            || !self.unasserted.insert(format.to_owned())
        {
            return;
        }
        let message = format!("the format `{format}` is not asserted");
        let help = "it restricts no value; check strings with `pattern`, and numbers with bounds";
        self.diagnostics.push(Diagnostic::warning("unasserted-format", message).at(place.clone()).help(help));
    }
}
