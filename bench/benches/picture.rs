//! Bars as an SVG that is readable on light and on dark.

use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
/// The width of the names, left of the bars.
const NAMES: f64 = 300.0;
const ROW: f64 = 24.0;

/// A bar with its name, value and the text of the value.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) text: String,
    /// True for ours.
    pub(crate) is_ours: bool,
}

/// Renders bars below a title, the longest as wide as the picture. Names and texts are those of the bench: letters, digits and backticks.
pub(crate) fn render(title: &str, bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
    let height = bars.iter().fold(ROW * 2.0, |height, _| height + ROW);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">\n\
         <style>\n\
         text {{ font: 13px system-ui, sans-serif; fill: #1f2328 }}\n\
         .title {{ font-weight: 600 }}\n\
         .ours {{ fill: #1a7f37 }}\n\
         .other {{ fill: #8c959f }}\n\
         @media (prefers-color-scheme: dark) {{ text {{ fill: #e6edf3 }} .ours {{ fill: #3fb950 }} .other {{ fill: #6e7681 }} }}\n\
         </style>\n\
         <text class=\"title\" x=\"8\" y=\"22\">{title}</text>\n"
    );
    let mut top = ROW * 1.5;
    for bar in bars {
        let (length, class) = ((WIDTH - NAMES - 72.0) * bar.value / most, if bar.is_ours { "ours" } else { "other" });
        let (base, end) = (top + 16.0, NAMES + length + 6.0);
        let (name, text, left) = (&bar.name, &bar.text, NAMES - 8.0);
        let _ = writeln!(
            svg,
            "<text x=\"{left}\" y=\"{base}\" text-anchor=\"end\">{name}</text>\n\
             <rect class=\"{class}\" x=\"{NAMES}\" y=\"{top}\" width=\"{length:.1}\" height=\"{}\" rx=\"2\"/>\n\
             <text x=\"{end:.1}\" y=\"{base}\">{text}</text>",
            ROW - 4.0
        );
        top += ROW;
    }
    svg.push_str("</svg>\n");
    svg
}

/// Writes the picture to the file that `--picture FILE` names, if it is among the arguments of the bench.
pub(crate) fn write(title: &str, bars: &[Bar]) {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--picture").skip(1);
    if let Some(file) = arguments.next() {
        std::fs::write(&file, render(title, bars)).unwrap_or_else(|error| panic!("{file}: {error}"));
    }
}
