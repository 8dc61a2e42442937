//! Room for what is not finished: when something more comes in and there is no room, the oldest goes out.
//!
//! Whoever is slow on purpose is the oldest soon. A genuine delivery arrives within milliseconds, so that it is out of here before its turn
//! comes, however many slow ones there are.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Room of a size.
#[derive(Clone)]
pub(crate) struct Room {
    size: usize,
    places: Arc<Mutex<Places>>,
}

/// A place, which is free again when this is dropped.
pub(crate) struct Place {
    room: Room,
    number: u64,
}

#[derive(Default)]
struct Places {
    last: u64,
    taken: usize,
    /// The size of each place, and whom to tell that it is lost; the oldest first.
    oldest: BTreeMap<u64, (usize, oneshot::Sender<()>)>,
}

impl Room {
    pub(crate) fn new(size: usize) -> Self {
        Self { size, places: Arc::default() }
    }

    /// Takes a place of a size. The future ends when somebody else needs the place, and never when it was given up before.
    pub(crate) fn enter(&self, size: usize) -> (Place, impl Future<Output = ()> + Send + 'static) {
        let (tell, told) = oneshot::channel();
        let mut places = self.places();
        places.last += 1;
        places.taken += size;
        let number = places.last;
        places.oldest.insert(number, (size, tell));
        while places.taken > self.size && places.oldest.len() > 1 {
            places.evict();
        }
        let lost = async {
            if told.await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        (Place { room: self.clone(), number }, lost)
    }

    /// Takes all places away.
    pub(crate) fn clear(&self) {
        let mut places = self.places();
        while !places.oldest.is_empty() {
            places.evict();
        }
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Places {
    fn evict(&mut self) {
        if let Some((_, (size, tell))) = self.oldest.pop_first() {
            self.taken -= size;
            let _ = tell.send(());
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.room.places();
        if let Some((size, _)) = places.oldest.remove(&self.number) {
            places.taken -= size;
        }
    }
}
