//! The crate's examples as running programs.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use crate::SECRET;

/// The variable of the environment in which the examples look for the secret.
pub const VARIABLE: &str = "CLEARTIX_SIGNING_SECRET";

/// A server that runs; it is killed when it is dropped.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Program {
    /// Starts a server at that address, with that database.
    ///
    /// # Panics
    ///
    /// If it does not start.
    pub fn start(executable: &str, address: &str, database: &Path) -> Self {
        Self::start_with(Command::new(executable).env(VARIABLE, SECRET), address, database)
    }

    /// The same, with the secret of another vendor in the environment.
    ///
    /// # Panics
    ///
    /// If it does not start.
    pub fn start_with(command: &mut Command, address: &str, database: &Path) -> Self {
        command.arg(address).arg(database).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the example starts");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let announced = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let rest = line.strip_prefix("listening at http://")?;
            rest.split('/').next()?.parse().ok()
        });
        // What it says is read, so that it never waits for a reader.
        thread::spawn(move || lines.for_each(drop));
        Self { child, address: announced.expect("the server says where it listens") }
    }

    /// Ends it at once, whatever it does.
    ///
    /// # Panics
    ///
    /// If it cannot be ended.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it has ended");
    }

    /// Asks it to stop, as a system does that shuts down, and waits until it has.
    ///
    /// # Panics
    ///
    /// If it cannot be asked.
    pub fn terminate(&mut self) -> ExitStatus {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().expect("there is such a command");
        assert!(asked.success());
        self.child.wait().expect("it has ended")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
