// What came of the attempts of a runWorker step.

// Of seconds until the next attempt.
const backoffTolerance = (seconds) => 0.1 + Math.abs(seconds) * 0.01;

/** A text for people; equal to the recorded one where that is part of the contract. */
export function sameLastError(recorded, seen, placeholders) {
  if (recorded === null) return seen === null;
  if (recorded.startsWith('Could not connect to endpoint'))
    return typeof seen === 'string' && placeholders.matches(recorded, seen);
  return typeof seen === 'string' && seen.trim() !== '';
}

function checkFailures(recorded, seen, where, { findings, placeholders }) {
  if (!findings.check(seen.length === recorded.length, where, `${recorded.length} failures`, seen)) return;
  recorded.forEach((failure, position) => {
    const mine = seen[position];
    const here = `${where}.${position}`;
    findings.check(mine.attempts === failure.attempts, `${here}.attempts`, failure.attempts, mine.attempts);
    findings.check(
      mine.maxAttempts === failure.maxAttempts,
      `${here}.maxAttempts`,
      failure.maxAttempts,
      mine.maxAttempts,
    );
    findings.check(
      sameLastError(failure.lastError, mine.lastError, placeholders),
      `${here}.lastError`,
      failure.lastError,
      mine.lastError,
    );
    checkBackoff(failure, mine, here, findings);
  });
}

function checkBackoff(recorded, seen, where, findings) {
  const wanted = recorded.nextRunAfterSeconds;
  findings.check(
    Math.abs(seen.nextRunAfterSeconds - wanted) <= backoffTolerance(wanted),
    `${where}.nextRunAfterSeconds`,
    wanted,
    seen.nextRunAfterSeconds,
  );
}

/** `seen`: a round per attempt: {attempted, completed, failed: [{attempts, maxAttempts, lastError, nextRunAfterSeconds}]}. */
export function checkRecordedWorker(recorded, seen, context) {
  const rounds = [recorded].flat();
  if (!context.findings.check(seen.rounds.length === rounds.length, 'worker', `${rounds.length} rounds`, seen.rounds))
    return;
  rounds.forEach((round, position) => {
    const mine = seen.rounds[position];
    const where = rounds.length === 1 ? 'worker' : `worker.${position}`;
    context.findings.check(mine.attempted === round.attempted, `${where}.attempted`, round.attempted, mine.attempted);
    context.findings.check(mine.completed === round.completed, `${where}.completed`, round.completed, mine);
    checkFailures(round.failed, mine.failed, `${where}.failed`, context);
  });
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** `expected`: "nothing to do", or {completed, failed, failedForGood, lastErrorMatches, backoffAsObserved, withinMs}. */
export function checkExpectedWorker(expected, recorded, seen, context) {
  const { findings, placeholders } = context;
  const attempted = sum(seen.rounds.map((round) => round.attempted));
  if (expected === 'nothing to do') {
    findings.check(attempted === 0, 'worker', expected, seen.rounds);
    return;
  }
  const { completed, failed, failedForGood, lastErrorMatches, backoffAsObserved, withinMs, ...unknown } = expected;
  if (Object.keys(unknown).length > 0) throw new Error(`unknown members of expect.worker: ${Object.keys(unknown)}`);
  const failures = seen.rounds.flatMap((round) => round.failed);
  const forGood = failures.filter((failure) => failure.attempts >= failure.maxAttempts);
  const wantedFailures = failed ?? failedForGood ?? attempted - (completed ?? 0);
  const wantedCompleted = completed ?? attempted - wantedFailures;

  const recordedAttempted = sum([recorded].flat().map((round) => round.attempted));
  findings.check(attempted === recordedAttempted, 'worker.attempted', recordedAttempted, seen.rounds);
  findings.check(
    sum(seen.rounds.map((round) => round.completed)) === wantedCompleted,
    'worker.completed',
    wantedCompleted,
    seen.rounds,
  );
  findings.check(failures.length === wantedFailures, 'worker.failed', wantedFailures, seen.rounds);
  findings.check(forGood.length === (failedForGood ?? 0), 'worker.failedForGood', failedForGood ?? 0, failures);
  if (lastErrorMatches !== undefined) {
    const pattern = new RegExp(placeholders.fillPattern(lastErrorMatches));
    for (const { lastError } of failures)
      findings.check(
        typeof lastError === 'string' && pattern.test(lastError),
        'worker.lastError',
        `matches ${pattern}`,
        lastError,
      );
  }
  if (backoffAsObserved) {
    const recordedFailures = [recorded].flat().flatMap((round) => round.failed);
    failures.forEach((failure, position) => {
      if (recordedFailures[position])
        checkBackoff(recordedFailures[position], failure, `worker.failed.${position}`, findings);
    });
  }
  if (withinMs !== undefined)
    findings.check(seen.tookMs <= withinMs, 'worker', `within ${withinMs} ms`, `${seen.tookMs} ms`);
}
