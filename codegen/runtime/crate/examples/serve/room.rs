//! Room for unfinished work: if there is no room for more, the oldest work is dropped.
//!
//! A deliberately slow sender soon becomes the oldest. A genuine delivery takes milliseconds, so it is finished before its turn comes,
//! however many slow ones there are.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// A limited amount of room.
#[derive(Clone)]
pub(crate) struct Room {
    size: usize,
    places: Arc<Mutex<Places>>,
}

/// A place in the room, freed when dropped.
pub(crate) struct Place {
    room: Room,
    number: u64,
}

#[derive(Default)]
struct Places {
    last: u64,
    taken: usize,
    /// The size of each place and the channel that reports its loss, oldest first.
    oldest: BTreeMap<u64, (usize, oneshot::Sender<()>)>,
}

impl Room {
    pub(crate) fn new(size: usize) -> Self {
        Self { size, places: Arc::default() }
    }

    /// Takes a place. The future resolves when the place is lost to newer work, and never if it was released before.
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

    /// Drops all places.
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
