//! Checks the schemas named in `[[refinements]]`: each exists, allows the refined type, and has determined a type.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use codegen_runtime::value::exact::Exact;

use crate::catalog::{RefinedType, Refinement};
use crate::contract::part::help_of_names;
use crate::json::{Document, Node, Value};
use crate::keyword::types::TypeSet;
use crate::load::Loaded;
use crate::model::{Assertion, AssertionKind, InPlaceKeyword, Model, SchemaId};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Pointer, Source};

/// Returns the refined schemas of a model. A schema that is reached through different dynamic scopes occurs several times.
pub(crate) fn refinements(loaded: &Loaded, model: &Model) -> BTreeMap<SchemaId, RefinedType> {
    let sites = Sites::new(model);
    let of = |refinement: &Refinement| {
        let pointer = Pointer::parse(&refinement.pointer.value)?;
        let document = loaded.schemas.get(&refinement.schema.value)?;
        let kind = refinement.kind?;
        Some(sites.get(document, &pointer).iter().map(|id| (*id, kind)).collect::<Vec<_>>())
    };
    // The first of two for one schema counts; the second is an error.
    loaded.catalog.refinements.iter().rev().filter_map(of).flatten().collect()
}

/// The schemas of a model by document, compared by identity: all blocks of a page have the same path.
struct Sites<'m>(BTreeMap<(*const Source, &'m Pointer), Vec<SchemaId>>);

impl<'m> Sites<'m> {
    fn new(model: &'m Model) -> Self {
        let mut sites = BTreeMap::<_, Vec<SchemaId>>::new();
        for id in model.ids() {
            let schema = model.schema(id);
            sites.entry((Arc::as_ptr(&schema.place.source), schema.pointer())).or_default().push(id);
        }
        Self(sites)
    }

    fn get<'a>(&'a self, document: &Document, pointer: &'a Pointer) -> &'a [SchemaId] {
        self.0.get(&(Arc::as_ptr(&document.source), pointer)).map_or(&[], Vec::as_slice)
    }
}

/// Checks every refinement; `refined` are the schemas that have determined a type.
pub(super) fn check(loaded: &Loaded, model: &Model, refined: &BTreeSet<SchemaId>, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<(&str, Pointer), &Refinement> = BTreeMap::new();
    let sites = Sites::new(model);
    for refinement in &loaded.catalog.refinements {
        // The file and the pointer's form were checked when they were read.
        let Some(document) = loaded.schemas.get(&refinement.schema.value) else { continue };
        let Some(pointer) = Pointer::parse(&refinement.pointer.value) else { continue };
        if document.get(&pointer).is_none() {
            diagnostics.push(unknown(refinement, document, &pointer));
            continue;
        }
        let ids = sites.get(document, &pointer);
        if let Some(first) = seen.insert((&refinement.schema.value, pointer.clone()), refinement) {
            let finding = Diagnostic::error("duplicate-refinement", "this schema is refined twice")
                .repeating(refinement.pointer.place.clone(), first.pointer.place.clone())
                .help("remove one of the two");
            diagnostics.push(finding);
        } else if let Some(kind) = refinement.kind.filter(|_| !ids.iter().any(|id| refined.contains(id))) {
            diagnostics.push(without_effect(refinement, kind, model, ids.first().copied()));
        } else if let Some(finding) = beyond(refinement, document, &pointer) {
            diagnostics.push(finding);
        }
    }
}

fn unknown(refinement: &Refinement, document: &Document, pointer: &Pointer) -> Diagnostic {
    let mut reached = (&document.root, Pointer::root());
    let mut rest: Vec<String> = pointer.tokens().collect();
    while let Some(child) = rest.first().and_then(|token| reached.0.child(token)) {
        reached = (child, reached.1.join(rest.remove(0)));
    }
    let (node, at) = reached;
    let token = rest.first().cloned().unwrap_or_default();
    let help = match &node.value {
        Value::Object(members) => {
            let known: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
            format!("in `#{at}`: {}", help_of_names(&token, &known))
        }
        _ => format!("`#{at}` is {} without `{token}`", with_article(node)),
    };
    let message = format!("`{pointer}` does not exist in {}", refinement.schema.value);
    Diagnostic::error("unknown-pointer", message)
        .at(refinement.pointer.place.clone())
        .related(document.place(node, &at), "this has no such member")
        .help(help)
}

fn with_article(node: &Node) -> String {
    let type_name = node.type_name();
    let article = if type_name.starts_with(['a', 'o']) { "an" } else { "a" };
    format!("{article} {type_name}")
}

/// Warns of a bound of the schema that is beyond the range of the type. Without a bound in the schema there is no warning.
fn beyond(refinement: &Refinement, document: &Document, pointer: &Pointer) -> Option<Diagnostic> {
    let kind = refinement.kind?;
    let range = kind.range()?;
    let schema = document.get(pointer)?;
    let (lower, upper) = (range.start(), range.end());
    let bounds = [
        ("minimum", *lower, Ordering::Less),
        ("exclusiveMinimum", lower - 1, Ordering::Less),
        ("maximum", *upper, Ordering::Greater),
        ("exclusiveMaximum", upper + 1, Ordering::Greater),
    ];
    let (keyword, node, text) = bounds.into_iter().find_map(|(keyword, last, beyond)| {
        let node = schema.get(keyword)?;
        let Value::Number(text) = &node.value else { return None };
        (Exact::parse(text)?.cmp(&Exact::parse(&last.to_string())?) == beyond).then_some((keyword, node, text))
    })?;
    let message = format!("`{}` does not hold all values that the schema allows", kind.name());
    Some(
        Diagnostic::warning("narrow-refinement", message)
            .at(refinement.pointer.place.clone())
            .related(document.place(node, &pointer.join(keyword)), format!("`{keyword}` is {text}"))
            .help("a delivery with another value is refused as `unrepresentable`: choose a wider type, or remove the refinement"),
    )
}

/// Reports a refinement that has determined no type.
fn without_effect(refinement: &Refinement, refined: RefinedType, model: &Model, id: Option<SchemaId>) -> Diagnostic {
    let kind = refined.name();
    let (types, reason) = match refined {
        RefinedType::Decimal | RefinedType::Timestamp => {
            (TypeSet::STRING, "it has listed values or another format, or applies only conditionally")
        }
        RefinedType::U32 | RefinedType::U64 | RefinedType::I32 | RefinedType::I64 => (
            TypeSet::INTEGER,
            "only a member whose schema allows integers, or integers and null, has a native type: no element, no fraction",
        ),
    };
    let Some(id) = id else {
        let message = format!("nothing in the catalogue uses the schema `{}`", refinement.pointer.value);
        return Diagnostic::error("unused-refinement", message)
            .at(refinement.pointer.place.clone())
            .help("use the schema of a member, as in `/properties/total`; unused schemas have no type");
    };
    let schema = model.schema(id);
    let allowed = model.types_in_place(id);
    if !allowed.intersects(types) {
        let names = |types: TypeSet| types.names().collect::<Vec<_>>().join(" or ");
        let message = format!("`{kind}` refines {}, which this schema does not allow", names(types));
        return Diagnostic::error("unfit-refinement", message)
            .at(refinement.pointer.place.clone())
            .related(schema.place.clone(), format!("it allows {}", names(allowed)))
            .help("remove the refinement, or correct its pointer");
    }
    let unused = Diagnostic::error("unused-refinement", format!("this refinement makes no `{kind}`"))
        .at(refinement.pointer.place.clone());
    if let [Assertion { kind: AssertionKind::InPlace(InPlaceKeyword::Ref(target)), .. }] = schema.assertions.as_slice()
    {
        let target = model.schema(*target);
        let (path, pointer) = (target.place.source.path(), target.pointer());
        return unused
            .related(schema.place.clone(), "it only refers to another schema")
            .help(format!("refine its target: `{pointer}` in `{path}`"));
    }
    unused
        .related(schema.place.clone(), reason)
        .help("remove it, or refine the schema that determines the member's type")
}
