// What a comparison found, and whether that is what must be reached.
import { median, summary } from './statistics.mjs';

/**
 * `ours` and `theirs`: one figure a round, taken side by side; `against` says what theirs is. `value` is the median of
 * the rounds' ratios ours / theirs. `atMost` or `atLeast`: what must be reached. `problems`: sentences about whatever else
 * must not happen, such as failed requests; with any of them the result is not reached.
 */
export function ratio(key, { ours, theirs, unit, against, atMost, atLeast, problems }) {
  const ratios = ours.map((figure, round) => figure / theirs[round]);
  return finished({
    key,
    value: median(ratios),
    ratios,
    unit,
    against,
    atMost,
    atLeast,
    problems,
    ours: summary(ours),
    theirs: summary(theirs),
  });
}

/** A figure that is not compared with another program. */
export function figure(key, { ours, unit, atMost, atLeast, problems }) {
  return finished({ key, value: median(ours), unit, atMost, atLeast, problems, ours: summary(ours) });
}

function finished({ ratios, atMost, atLeast, problems = [], ...result }) {
  const within = (atMost === undefined || result.value <= atMost) && (atLeast === undefined || result.value >= atLeast);
  const limit = atMost === undefined ? { atLeast } : { atMost };
  const reached = within && problems.length === 0;
  return { ...result, ...(ratios ? { ratios: summary(ratios) } : {}), ...limit, problems, reached };
}
