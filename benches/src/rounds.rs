//! Interleaved rounds: every subject runs once in each, in an order that changes, so that whatever disturbs the machine
//! disturbs all of them.

use std::time::Duration;

/// How long and how often.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How often each subject runs.
    pub rounds: usize,
    /// How long a subject runs at least.
    pub batch: Duration,
}

impl Effort {
    /// For figures to keep.
    pub const FULL: Self = Self { rounds: 9, batch: Duration::from_millis(5) };
    /// About a tenth of the time, to see that everything works.
    pub const QUICK: Self = Self { rounds: 3, batch: Duration::from_micros(1_500) };
}

/// One figure for each round.
#[derive(Clone, Debug)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// The one in the middle.
    pub fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }

    /// The median of the ratios within a round.
    pub fn ratio(&self, base: &Self) -> f64 {
        Self(self.0.iter().zip(&base.0).map(|(sample, base)| sample / base).collect()).median()
    }

    /// What is more than another in each round.
    #[must_use]
    pub fn above(&self, base: &Self) -> Self {
        Self(self.0.iter().zip(&base.0).map(|(sample, base)| sample - base).collect())
    }

    /// The smallest and the largest.
    pub fn range(&self) -> (f64, f64) {
        self.0.iter().fold((f64::INFINITY, 0.0), |(min, max), sample| (min.min(*sample), max.max(*sample)))
    }
}

/// Runs all subjects in every round; `run` takes a subject's number and returns its figure.
pub fn interleave(rounds: usize, subjects: usize, mut run: impl FnMut(usize) -> f64) -> Vec<Samples> {
    let mut samples = vec![Samples(Vec::new()); subjects];
    for round in 0..rounds {
        for subject in order(round, subjects) {
            samples[subject].0.push(run(subject));
        }
    }
    samples
}

/// Starts elsewhere in each round, and goes backwards in every other.
fn order(round: usize, subjects: usize) -> impl Iterator<Item = usize> {
    let start = round * 5;
    (0..subjects).map(move |position| {
        let position = if round.is_multiple_of(2) { position } else { subjects - 1 - position };
        (start + position) % subjects
    })
}

/// How many repeats take at least as long as a batch should; `run` says how long so many take.
pub fn repeats(batch: Duration, mut run: impl FnMut(u64) -> Duration) -> u64 {
    let mut repeats = 1;
    loop {
        let took = run(repeats);
        if took >= batch {
            return repeats;
        }
        // No further than eightfold at once, as the first runs are slowed by what they touch for the first time.
        let needed = u128::from(repeats) * batch.as_nanos() * 11 / 10 / took.as_nanos().max(1);
        repeats = u64::try_from(needed).unwrap_or(u64::MAX).clamp(repeats + 1, repeats * 8);
    }
}

#[cfg(test)]
mod tests {
    use super::{Samples, interleave, order};

    #[test]
    fn every_round_has_every_subject_once() {
        for round in 0..9 {
            let mut subjects: Vec<_> = order(round, 7).collect();
            subjects.sort_unstable();
            assert_eq!(subjects, (0..7).collect::<Vec<_>>());
        }
    }

    #[test]
    fn ratios_are_taken_within_a_round() {
        let mut speed = 0.0;
        let samples = interleave(3, 2, |subject| {
            speed += if subject == 0 { 1.0 } else { 0.0 };
            speed * (subject + 1) as f64
        });
        assert_eq!(samples[0].range(), (1.0, 3.0));
        let (samples, base) = (Samples(vec![2.0, 40.0, 6.0]), Samples(vec![1.0, 10.0, 2.0]));
        assert!((samples.ratio(&base) - 3.0).abs() < 1e-9);
        assert!((samples.above(&base).median() - 4.0).abs() < 1e-9);
    }
}
