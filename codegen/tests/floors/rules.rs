//! The rules: imports go down, files form no circle, and the table and the tree name the same modules.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::imports::{Import, Sources, imports};

/// The floors of a package from the top: the name of each, and its modules by path below `src`.
pub(crate) type Floors<'a> = &'a [(&'a str, &'a [&'a str])];

/// Returns a message for each violation.
pub(crate) fn violations(floors: Floors<'_>, sources: &Sources) -> Vec<String> {
    let mut imports = imports(sources);
    imports.dedup_by(|next, import| (&next.from, &next.to) == (&import.from, &import.to));
    let mut found = table(floors, sources);
    found.extend(imports.iter().filter_map(|import| direction(floors, import)));
    found.extend(circles(&imports));
    found
}

/// Compares the table with the tree.
fn table(floors: Floors<'_>, sources: &Sources) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for module in floors.iter().flat_map(|(_, modules)| *modules) {
        if !seen.insert(*module) {
            found.push(format!("`{module}` is in the table twice"));
        }
        if !sources.keys().any(|path| owns(module, path)) {
            found.push(format!("`{module}` is in the table, but there is no such file"));
        }
    }
    for path in sources.keys().filter(|path| *path != ROOT && place(floors, path).is_none()) {
        found.push(format!("{path} belongs to no module of the table"));
    }
    found
}

/// The crate's root: above all floors.
const ROOT: &str = "lib.rs";

/// States the violation of an import that goes up or sideways.
fn direction(floors: Floors<'_>, import: &Import) -> Option<String> {
    let Import { from, path, to } = import;
    if from == ROOT {
        return None;
    }
    let (above, importing) = place(floors, from)?;
    if to == ROOT {
        return Some(format!("{from}: `{path}` goes up: from `{importing}` to the crate's root"));
    }
    let (below, imported) = place(floors, to)?;
    let way = match above.cmp(&below) {
        Ordering::Less => return None,
        Ordering::Equal if importing == imported => return None,
        Ordering::Equal => "sideways",
        Ordering::Greater => "up",
    };
    let (above, below) = (floors[above].0, floors[below].0);
    Some(format!("{from}: `{path}` goes {way}: from `{importing}` ({above}) to `{imported}` ({below})"))
}

/// The floor of a file, counted from the top, and the module of the table that contains it: the innermost.
fn place<'a>(floors: Floors<'a>, path: &str) -> Option<(usize, &'a str)> {
    let rows = floors.iter().enumerate().flat_map(|(floor, (_, modules))| modules.iter().map(move |it| (floor, *it)));
    rows.filter(|(_, module)| owns(module, path)).max_by_key(|(_, module)| module.len())
}

fn owns(module: &str, path: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Imports by the importing file, then by the imported one.
type Edges<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a Import>>;

fn edges(imports: &[Import]) -> Edges<'_> {
    let mut edges = Edges::new();
    for import in imports {
        edges.entry(&import.from).or_default().entry(&import.to).or_insert(import);
    }
    edges
}

/// States circles until each file of one is named: the imports of the shortest way from a file back to itself.
fn circles(imports: &[Import]) -> Vec<String> {
    let edges = edges(imports);
    let mut found = Vec::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for file in edges.keys() {
        if told.contains(file) {
            continue;
        }
        if let Some(circle) = shortest_way(&edges, file, file) {
            told.extend(circle.iter().map(|import| import.from.as_str()));
            let ways = circle.iter().map(|Import { from, path, .. }| format!("\n    {from}: `{path}`"));
            found.push(format!("circle of {} files:{}", circle.len(), ways.collect::<String>()));
        }
    }
    found
}

/// The fewest imports, at least one, that lead from one file to another.
fn shortest_way<'a>(edges: &Edges<'a>, start: &'a str, end: &str) -> Option<Vec<&'a Import>> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open = VecDeque::from([(start, Vec::new())]);
    while let Some((file, way)) = open.pop_front() {
        for (next, import) in edges.get(file).into_iter().flatten() {
            let way = [way.as_slice(), &[*import]].concat();
            if *next == end {
                return Some(way);
            }
            if seen.insert(next) {
                open.push_back((next, way));
            }
        }
    }
    None
}
