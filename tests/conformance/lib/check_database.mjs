// Rows after a step, against what was recorded or is expected instead.
import { addedStatistics } from './check_response.mjs';
import { sameLastError } from './check_worker.mjs';
import { compareJson, parseJson, sameJson, valueAt } from './json_equality.mjs';

const clockTolerance_ms = 50;

// Which list of the manifest an entry of a register task comes from, and the entry's name in the payload.
const registerTasks = {
  registerJob: ['job', 'jobs'],
  registerSource: ['source', 'sources'],
  registerDynamicTrigger: ['dynamicTrigger', 'dynamicTriggers'],
  registerDynamicSchedule: ['dynamicSchedule', 'dynamicSchedules'],
};

const isRegisterTask = ({ taskIdentifier }) => Object.hasOwn(registerTasks, taskIdentifier);

/** A row for row comparison of one table: `recorded` and `seen` are lists of rows, `columns` of [name, compare]. */
function compareRows(table, recorded, seen, findings, compare) {
  if (!findings.check(seen.length === recorded.length, `db.${table}`, `${recorded.length} rows`, seen)) return;
  recorded.forEach((row, position) => compare(row, seen[position], `db.${table}.${position}`));
}

function compareText(recorded, seen, where, { findings, placeholders }) {
  const same = recorded === null || seen === null ? recorded === seen : placeholders.matches(recorded, seen);
  findings.check(same, where, recorded === null ? null : placeholders.fill(recorded), seen);
}

/** Columns that hold JSON, as text; null is SQL NULL. */
function compareJsonText(recorded, seen, where, { findings, placeholders, keptAsSent }, mayAdd) {
  if (recorded === null || seen === null) findings.check(recorded === seen, where, recorded, seen);
  else compareJson(JSON.parse(recorded), parseJson(seen), { findings, placeholders, where, mayAdd, keptAsSent });
}

export function checkEndpoints(recorded, seen, context) {
  compareRows('endpoints', recorded, seen, context.findings, (row, mine, where) => {
    for (const column of Object.keys(row)) compareText(row[column], mine[column], `${where}.${column}`, context);
  });
}

export function checkEndpointIndexes(recorded, seen, context) {
  const mayAddData = (path, value) => context.manifests.some((manifest) => sameJson(valueAt(manifest, path), value));
  const mayAddStats = (path) => path.length === 1 && addedStatistics.includes(path[0]);
  compareRows('endpointIndexes', recorded, seen, context.findings, (row, mine, where) => {
    for (const column of ['id', 'endpointId', 'source', 'reason'])
      compareText(row[column], mine[column], `${where}.${column}`, context);
    compareJsonText(row.sourceDataText, mine.sourceDataText, `${where}.sourceData`, context);
    compareJsonText(row.statsText, mine.statsText, `${where}.stats`, context, mayAddStats);
    if (row.dataText !== undefined) compareJsonText(row.dataText, mine.dataText, `${where}.data`, context, mayAddData);
    else checkDataIsTheManifest(mine, where, context);
  });
}

/** Where only a digest of the data was recorded: it is what the app sent, with the one member that is filled in. */
function checkDataIsTheManifest(row, where, { findings, manifests }) {
  const data = parseJson(row.dataText);
  const filled = manifests.map((manifest) => ({
    ...manifest,
    jobs: manifest.jobs?.map((job) => ({ internal: false, ...job })),
  }));
  findings.check(
    filled.some((manifest) => sameJson(manifest, data)),
    `${where}.data`,
    "the app's manifest",
    row.dataText,
  );
}

/** Entries of register tasks may keep members that the app sent and the original dropped. */
function mayAddToPayload(task, context) {
  const [member, list] = registerTasks[task.taskIdentifier] ?? [];
  if (member === undefined) return () => false;
  const entries = context.manifests.flatMap((manifest) => (Array.isArray(manifest?.[list]) ? manifest[list] : []));
  return ([first, ...path], value) =>
    first === member && path.length > 0 && entries.some((entry) => sameJson(valueAt(entry, path), value));
}

/** `lastErrorPattern`: of tasks that were attempted, instead of the recorded text. */
function compareTask(recorded, seen, where, context, lastErrorPattern) {
  const { findings, placeholders } = context;
  for (const column of ['taskIdentifier', 'key'])
    compareText(recorded[column], seen[column], `${where}.${column}`, context);
  for (const column of ['maxAttempts', 'priority', 'attempts', 'locked']) {
    findings.check(recorded[column] === seen[column], `${where}.${column}`, recorded[column], seen[column]);
  }
  compareText(recordedQueue(recorded, seen), seen.queueName, `${where}.queueName`, context);
  findings.check(sameJson(recorded.flags, seen.flags), `${where}.flags`, recorded.flags, seen.flags);
  const byPattern = lastErrorPattern !== undefined && recorded.attempts > 0;
  const sameError = byPattern
    ? lastErrorPattern.test(seen.lastError ?? '')
    : sameLastError(recorded.lastError, seen.lastError, placeholders);
  findings.check(
    sameError,
    `${where}.lastError`,
    byPattern ? `matches ${lastErrorPattern}` : recorded.lastError,
    seen.lastError,
  );
  if (recorded.runAtMinusCreatedAtMs !== undefined) {
    const near = Math.abs(seen.runAtMinusCreatedAtMs - recorded.runAtMinusCreatedAtMs) <= clockTolerance_ms;
    findings.check(near, `${where}.runAtMinusCreatedAtMs`, recorded.runAtMinusCreatedAtMs, seen.runAtMinusCreatedAtMs);
  }
  compareJsonText(
    recorded.payloadText,
    seen.payloadText,
    `${where}.payload`,
    context,
    mayAddToPayload(recorded, context),
  );
}

/** Both kinds of task are in the endpoint's queue; a task that the case itself put in is where the case put it. */
function recordedQueue(recorded, seen) {
  if (recorded.queueName !== 'internal-queue') return recorded.queueName;
  return seen.addedByCase ? seen.queueName : `endpoint-${parseJson(seen.payloadText)?.id}`;
}

export function checkTasks(recorded, summary, seen, context) {
  if (summary === undefined) {
    compareRows('jobs', recorded, seen, context.findings, (task, mine, where) =>
      compareTask(task, mine, where, context),
    );
    return;
  }
  // Of many tasks the first two and the last were recorded, and their number.
  if (!context.findings.check(seen.length === summary.count, 'db.jobs', `${summary.count} rows`, seen.length)) return;
  [0, 1, seen.length - 1].forEach((position, row) =>
    compareTask(recorded[row], seen[position], `db.jobs.${position}`, context),
  );
}

/**
 * The tasks where the worker's outcome is another than the recorded one: those that now complete are gone, those that
 * fail say why; register tasks are as many as the stored indexes announce.
 */
export function checkTasksAfter(expectedWorker, recorded, db, context) {
  const { completed, failedForGood, lastErrorMatches } = expectedWorker;
  const pattern =
    lastErrorMatches === undefined ? undefined : new RegExp(context.placeholders.fillPattern(lastErrorMatches));
  const wanted = recorded
    .filter((task) => !isRegisterTask(task) && !(completed > 0 && task.attempts > 0))
    .map((task) => ({
      ...task,
      locked: false,
      attempts: failedForGood && task.attempts > 0 ? task.maxAttempts : task.attempts,
    }));
  const seen = db.jobs.filter((task) => !isRegisterTask(task));
  compareRows('jobs', wanted, seen, context.findings, (task, mine, where) =>
    compareTask(task, mine, where, context, pattern),
  );
  checkRegisterTasksMatchIndexes(db, context);
}

export function checkRegisterTasksMatchIndexes(db, { findings }) {
  for (const [task, [, list]] of Object.entries(registerTasks)) {
    const announced = db.endpointIndexes
      .map(({ statsText }) => JSON.parse(statsText)[list])
      .reduce((total, count) => total + count, 0);
    const found = db.jobs.filter(({ taskIdentifier }) => taskIdentifier === task).length;
    findings.check(found === announced, `db.jobs of ${task}`, announced, found);
  }
}
