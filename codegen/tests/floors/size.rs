//! Files and functions of the generator and the runtime stay short. `cargo test -p codegen --test floors size -- --nocapture` prints their sizes.

use std::path::Path;
use std::{fs, io};

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn};

/// The most lines of a file.
const FILE: usize = 450;

/// The maximum number of lines of nine functions in ten.
const NINE_IN_TEN: usize = 30;

/// The functions of a file.
#[derive(Default)]
struct Functions {
    /// The lines of each, from its signature to its end, with its name.
    found: Vec<(usize, String)>,
}

impl Functions {
    fn add(&mut self, signature: &Signature, block: &Block) {
        let lines = block.span().end().line - signature.span().start().line + 1;
        self.found.push((lines, signature.ident.to_string()));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(block) = &function.default {
            self.add(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
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
            let mut found = Functions::default();
            found.visit_file(&syn::parse_file(&text).expect("a source file is Rust"));
            functions.extend(found.found.into_iter().map(|(lines, name)| (lines, format!("{shown}: {name}"))));
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
