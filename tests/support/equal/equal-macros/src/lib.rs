//! No code: only the features of the dependencies count.
