//! The crate's examples as running programs.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::SECRET;

/// The environment variable with the secret of the examples.
pub const VARIABLE: &str = "MUSEAHUB_SIGNING_SECRET";

/// A running server, killed when dropped.
pub struct Program {
    child: Child,
    /// Its address.
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

    /// Starts a server with a command, whose environment may have another secret.
    ///
    /// # Panics
    ///
    /// If it does not start.
    pub fn start_with(command: &mut Command, address: &str, database: &Path) -> Self {
        Self::start_heard(command, address, database).0
    }

    /// Starts a server with a command, and returns its further lines of output.
    ///
    /// # Panics
    ///
    /// If it does not start.
    pub fn start_heard(command: &mut Command, address: &str, database: &Path) -> (Self, Receiver<String>) {
        command.arg(address).arg(database).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the example starts");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let announced = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let rest = line.strip_prefix("listening at http://")?;
            rest.split('/').next()?.parse().ok()
        });
        let (tell, heard) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // Unwanted output is read nevertheless.
                let _ = tell.send(line);
            }
        });
        (Self { child, address: announced.expect("the server says where it listens") }, heard)
    }

    /// Starts a server whose output nobody reads; `stdout` is redirected as given.
    ///
    /// # Panics
    ///
    /// If it does not start.
    pub fn start_unheard(command: &mut Command, address: SocketAddr, database: &Path) -> Self {
        command.arg(address.to_string()).arg(database).env(VARIABLE, SECRET).stderr(Stdio::null());
        let child = command.spawn().expect("the example starts");
        let program = Self { child, address };
        let until = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < until, "nothing listens at {address}");
            thread::sleep(Duration::from_millis(20));
        }
        program
    }

    /// Returns the read end of its standard output, if it is a pipe; dropping it closes the pipe.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Returns its memory in bytes; `None` if the system does not report it.
    pub fn memory(&self) -> Option<usize> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<usize>().ok()? << 10)
    }

    /// Kills it.
    ///
    /// # Panics
    ///
    /// If it cannot be ended.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it has ended");
    }

    /// Asks it to stop, as a system does at shutdown, and waits until it has.
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

/// Returns a free address, which a restarted server can reuse.
///
/// # Panics
///
/// If loopback does not work.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback works");
    listener.local_addr().expect("it listens")
}
