//! Every accepted delivery is handled exactly once, with many senders, retries, and a server that is killed and restarted.
//!
//! `DELIVERIES=20000 cargo test --release -p receiver --test endpoint load -- --nocapture` is the same at full size.

use receiver::endpoint::load::{self, Load};

#[test]
fn accepted_deliveries_are_handled_exactly_once() {
    let executable = env!("CARGO_BIN_EXE_serve");
    let deliveries = std::env::var("DELIVERIES").ok().and_then(|count| count.parse().ok()).unwrap_or(200);
    let restarts = (deliveries / 50).clamp(2, 40);
    let load = Load { deliveries, senders: 8, restarts };
    let report = load::run(executable, load);
    println!("{executable}\n{report}");
    assert!(report.is_exactly_once(load), "{report}");
    assert!(
        report.stops.0 > 0 && report.stops.1 > 0 && report.repeated > 0,
        "nothing was stopped or repeated: {report}"
    );
}
