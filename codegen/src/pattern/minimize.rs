//! Minimization of automata.

use std::collections::BTreeMap;

/// Returns a number for each state, equal for states that no text distinguishes: those of the same kind whose equal steps lead to such
/// states. The numbers ascend by first occurrence.
pub(crate) fn equal_states(kinds: &[usize], next: &[Vec<usize>]) -> Vec<usize> {
    let width = next.first().map_or(0, Vec::len);
    let before = before(next, width);
    let mut partition = Partition::new(kinds);
    // The blocks that may split others. A block splits the blocks from which a step leads to it.
    let mut open: Vec<usize> = (0..partition.members.len()).collect();
    let mut is_open = vec![true; open.len()];
    while let Some(block) = open.pop() {
        is_open[block] = false;
        let splitters = partition.members[block].clone();
        for before in &before {
            let mut touched: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for state in splitters.iter().flat_map(|state| &before[*state]) {
                touched.entry(partition.block[*state]).or_default().push(*state);
            }
            for (block, states) in touched {
                let Some(new) = partition.part(block, &states) else { continue };
                is_open.push(false);
                // If the old block is open, both must be; otherwise the smaller one suffices.
                let smaller = if partition.members[new].len() <= partition.members[block].len() { new } else { block };
                let chosen = if is_open[block] { new } else { smaller };
                is_open[chosen] = true;
                open.push(chosen);
            }
        }
    }
    partition.numbered()
}

/// Returns the predecessors of each state by letter.
fn before(next: &[Vec<usize>], width: usize) -> Vec<Vec<Vec<usize>>> {
    let mut before = vec![vec![Vec::new(); next.len()]; width];
    for (state, row) in next.iter().enumerate() {
        for (letter, target) in row.iter().enumerate() {
            before[letter][*target].push(state);
        }
    }
    before
}

struct Partition {
    /// The block of each state.
    block: Vec<usize>,
    /// The states of each block.
    members: Vec<Vec<usize>>,
}

impl Partition {
    fn new(kinds: &[usize]) -> Self {
        let mut by_kind: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (state, kind) in kinds.iter().enumerate() {
            by_kind.entry(*kind).or_default().push(state);
        }
        let mut partition = Self { block: vec![0; kinds.len()], members: by_kind.into_values().collect() };
        for (block, states) in partition.members.iter().enumerate() {
            for state in states {
                partition.block[*state] = block;
            }
        }
        partition
    }

    /// Splits some states off a block; returns `None` if they are all of it.
    fn part(&mut self, block: usize, states: &[usize]) -> Option<usize> {
        if states.len() == self.members[block].len() {
            return None;
        }
        let new = self.members.len();
        for state in states {
            self.block[*state] = new;
        }
        let own = &self.block;
        self.members[block].retain(|state| own[*state] == block);
        self.members.push(states.to_vec());
        Some(new)
    }

    fn numbered(&self) -> Vec<usize> {
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        let number = |block: &usize| {
            let new = numbers.len();
            *numbers.entry(*block).or_insert(new)
        };
        self.block.iter().map(number).collect()
    }
}
