//! The practices of a campaign. A copy of a campaign shares them with the original until one is changed: what a command
//! costs grows with the practices it moves, not with those that stand beside them.

use std::{
    ops::{Index, IndexMut},
    slice,
    sync::Arc,
};

use serde::{Serialize, Serializer};

use crate::Track;

/// Tracks in the order of their practices' codes. To write to one makes it this campaign's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Tracks(Vec<Arc<Track>>);

/// Tracks one after the other.
pub type TracksIter<'a> =
    std::iter::Map<slice::Iter<'a, Arc<Track>>, fn(&'a Arc<Track>) -> &'a Track>;
/// Tracks one after the other, to be changed; each becomes this campaign's own.
pub type TracksIterMut<'a> =
    std::iter::Map<slice::IterMut<'a, Arc<Track>>, fn(&'a mut Arc<Track>) -> &'a mut Track>;

impl Tracks {
    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The track at a place.
    pub fn get(&self, place: usize) -> Option<&Track> {
        self.0.get(place).map(Arc::as_ref)
    }

    /// The track at a place, to be changed.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut Track> {
        self.0.get_mut(place).map(Arc::make_mut)
    }

    /// In order.
    pub fn iter(&self) -> TracksIter<'_> {
        self.0.iter().map(Arc::as_ref)
    }

    /// In order, to be changed.
    pub fn iter_mut(&mut self) -> TracksIterMut<'_> {
        self.0.iter_mut().map(Arc::make_mut)
    }

    /// In order, as they are shared: two of one address are equal, and telling so costs nothing.
    pub fn shared(&self) -> &[Arc<Track>] {
        &self.0
    }

    /// Puts a track behind all others.
    pub fn push(&mut self, track: impl Into<Arc<Track>>) {
        self.0.push(track.into());
    }

    /// Puts a track at a place.
    ///
    /// # Panics
    /// When the place lies beyond the end.
    pub fn insert(&mut self, place: usize, track: impl Into<Arc<Track>>) {
        self.0.insert(place, track.into());
    }

    /// Puts a track in the place of the one there.
    ///
    /// # Panics
    /// When there is none at the place.
    pub fn replace(&mut self, place: usize, track: impl Into<Arc<Track>>) {
        self.0[place] = track.into();
    }

    /// Takes the track at a place out.
    ///
    /// # Panics
    /// When there is none.
    pub fn remove(&mut self, place: usize) -> Arc<Track> {
        self.0.remove(place)
    }

    /// As a slice's: the place of the one that compares equal, or where it would have to be put.
    ///
    /// # Errors
    /// That place, when there is none.
    pub fn binary_search_by(
        &self,
        mut compare: impl FnMut(&Track) -> std::cmp::Ordering,
    ) -> Result<usize, usize> {
        self.0.binary_search_by(|track| compare(track))
    }

    /// The same by a key.
    ///
    /// # Errors
    /// That place, when there is none.
    pub fn binary_search_by_key<K: Ord>(
        &self,
        key: &K,
        mut of: impl FnMut(&Track) -> K,
    ) -> Result<usize, usize> {
        self.0.binary_search_by_key(key, |track| of(track))
    }
}

impl Index<usize> for Tracks {
    type Output = Track;

    fn index(&self, place: usize) -> &Track {
        &self.0[place]
    }
}

impl IndexMut<usize> for Tracks {
    fn index_mut(&mut self, place: usize) -> &mut Track {
        Arc::make_mut(&mut self.0[place])
    }
}

impl<'a> IntoIterator for &'a Tracks {
    type Item = &'a Track;
    type IntoIter = TracksIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Tracks {
    type Item = &'a mut Track;
    type IntoIter = TracksIterMut<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl From<Vec<Track>> for Tracks {
    fn from(tracks: Vec<Track>) -> Self {
        tracks.into_iter().collect()
    }
}

impl FromIterator<Track> for Tracks {
    fn from_iter<I: IntoIterator<Item = Track>>(tracks: I) -> Self {
        Self(tracks.into_iter().map(Arc::new).collect())
    }
}

impl Serialize for Tracks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answer, Standing, facts::TrackFacts};

    fn track(code: &str) -> Track {
        Track {
            practice: code.parse().unwrap(),
            standing: Standing::Tranche,
            answer: None,
            steps: Vec::new(),
            facts: TrackFacts::default(),
        }
    }

    #[test]
    fn a_change_to_a_copy_leaves_the_original_and_shares_the_rest() {
        let original: Tracks = vec![track("A81001"), track("A81002")].into();
        let mut copy = original.clone();
        copy[1].answer = Some(Answer::Declines);
        assert_eq!(original[1].answer, None);
        assert_ne!(original, copy);
        let is_shared =
            |place: usize| Arc::ptr_eq(&original.shared()[place], &copy.shared()[place]);
        assert!(is_shared(0));
        assert!(!is_shared(1));
        copy[1].answer = None;
        assert_eq!(original, copy, "equal by what they hold");
    }

    #[test]
    fn a_track_is_found_or_its_place_is() {
        let mut tracks: Tracks = vec![track("A81001"), track("A81003")].into();
        let find = |tracks: &Tracks, code: &str| {
            tracks.binary_search_by_key(&code.parse().unwrap(), |track| track.practice)
        };
        assert_eq!(find(&tracks, "A81003"), Ok(1));
        let place = find(&tracks, "A81002").unwrap_err();
        tracks.insert(place, track("A81002"));
        assert_eq!(find(&tracks, "A81002"), Ok(1));
        assert_eq!(tracks.remove(0).practice, "A81001".parse().unwrap());
        assert_eq!(tracks.iter().count(), tracks.len());
    }
}
