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
        Self::start_heard(command, address, database).0
    }

    /// The same, with the lines that it says from then on.
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
                // What nobody wants to hear is read nevertheless.
                let _ = tell.send(line);
            }
        });
        (Self { child, address: announced.expect("the server says where it listens") }, heard)
    }

    /// Starts a server that does not tell where it listens, because nobody reads what it says: `stdout` goes where it is told.
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

    /// The end of its standard output, if it is a pipe; dropped, nobody reads any more.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// The memory that it has, in bytes; none where the system does not say.
    pub fn memory(&self) -> Option<usize> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<usize>().ok()? << 10)
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

/// An address that nothing listens at, which a server has again when it is started again.
///
/// # Panics
///
/// If loopback does not work.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback works");
    listener.local_addr().expect("it listens")
}
