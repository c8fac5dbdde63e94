// Figures of several rounds.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value below which `share` (0 to 1) of them are. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}

/** Of pairs {ours, theirs}: the one with the highest ours / theirs. */
export const highestRatio = (pairs) =>
  pairs.reduce((worst, pair) => (pair.ours / pair.theirs > worst.ours / worst.theirs ? pair : worst));

/** Of pairs {ours, theirs}: the one with the lowest ours / theirs. */
export const lowestRatio = (pairs) =>
  pairs.reduce((worst, pair) => (pair.ours / pair.theirs < worst.ours / worst.theirs ? pair : worst));

export const summary = (values) => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
  rounds: values.length,
});
