//! Files and functions of the generator and the runtime stay short. `cargo test -p codegen --test floors size -- --nocapture` prints their sizes.

use std::path::Path;
use std::{fs, io};

use syn::visit::{self, Visit};
use syn::{ImplItemFn, ItemFn, TraitItemFn};

/// The most lines of a file.
const FILE: usize = 450;

/// The maximum number of lines of nine functions in ten.
const NINE_IN_TEN: usize = 30;

/// The names of the functions with a body in a file, in order.
#[derive(Default)]
struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.0.push(function.sig.ident.to_string());
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.0.push(function.sig.ident.to_string());
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        self.0.extend(function.default.as_ref().map(|_| function.sig.ident.to_string()));
        visit::visit_trait_item_fn(self, function);
    }
}

/// Returns the number of lines of each function in a formatted file, from its signature to its end, with its name.
fn functions(text: &str) -> Vec<(usize, String)> {
    let mut names = Names::default();
    names.visit_file(&syn::parse_file(text).expect("a source file is Rust"));
    let lines: Vec<&str> = text.lines().collect();
    let mut starts = lines.iter().enumerate().filter_map(|(line, text)| Some((line, declared(text)?)));
    let sizes = names.0.into_iter().map(|name| {
        let (start, _) = starts.find(|(_, declared)| *declared == name).unwrap_or_else(|| panic!("no `fn {name}`"));
        (size(&lines[start..]), name)
    });
    sizes.collect()
}

/// Returns the name of the function that a line begins to declare.
fn declared(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("fn ")?;
    let is_signature = before
        .split_whitespace()
        .all(|it| it.starts_with("pub") || it.ends_with(')') || ["const", "async"].contains(&it));
    is_signature.then(|| rest.split(|it: char| !it.is_alphanumeric() && it != '_').next().unwrap_or(rest))
}

/// Returns the number of lines of the function that the first one declares: the formatter puts its end under its beginning.
fn size(lines: &[&str]) -> usize {
    if lines[0].ends_with('}') {
        return 1;
    }
    let indent = lines[0].len() - lines[0].trim_start().len();
    let end = format!("{}}}", &lines[0][..indent]);
    1 + lines.iter().position(|line| *line == end).expect("a function ends")
}

/// Collects the sizes below a folder: of each file, and of each function.
fn collect(folder: &Path, files: &mut Vec<(usize, String)>, functions: &mut Vec<(usize, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let shown = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&path).display();
        if path.is_dir() {
            collect(&path, files, functions)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            files.push((text.lines().count(), shown.to_string()));
            functions
                .extend(self::functions(&text).into_iter().map(|(lines, name)| (lines, format!("{shown}: {name}"))));
        }
    }
    Ok(())
}

/// Returns the size that `percent` of all do not exceed.
fn percentile(sizes: &[(usize, String)], percent: usize) -> usize {
    sizes[(sizes.len() * percent).div_ceil(100) - 1].0
}

#[test]
fn files_and_functions_are_short() {
    let (mut files, mut functions) = (Vec::new(), Vec::new());
    for folder in ["src", "runtime/src"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        collect(&folder, &mut files, &mut functions).expect("the sources are readable");
    }
    for (name, sizes) in [("files", &mut files), ("functions", &mut functions)] {
        sizes.sort();
        let (largest, at) = sizes.last().expect("there are some");
        let [median, nine_in_ten] = [50, 90].map(|percent| percentile(sizes, percent));
        println!(
            "{} {name}: median {median} lines, nine in ten at most {nine_in_ten}, largest {largest} ({at})",
            sizes.len()
        );
    }
    println!("{} lines", files.iter().map(|(lines, _)| lines).sum::<usize>());
    let long: Vec<&str> = files.iter().filter(|(lines, _)| *lines > FILE).map(|(_, path)| path.as_str()).collect();
    assert!(long.is_empty(), "files of more than {FILE} lines: {long:#?}");
    assert!(percentile(&functions, 90) <= NINE_IN_TEN, "a tenth of the functions is longer than {NINE_IN_TEN} lines");
}
