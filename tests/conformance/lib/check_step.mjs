// A step of a case: what was seen, against `observed` and `expect`, by the rules of the README beside the runner.
import { checkCountedAppRequests, checkRecordedAppRequests } from './check_app_requests.mjs';
import {
  checkEndpointIndexes,
  checkEndpoints,
  checkRegisterTasksMatchIndexes,
  checkTasks,
  checkTasksAfter,
} from './check_database.mjs';
import { checkExpectedResponse, checkFreeResponse, checkRecordedResponse } from './check_response.mjs';
import { checkExpectedWorker, checkRecordedWorker } from './check_worker.mjs';
import { parseJson, sameJson } from './json_equality.mjs';

const asObserved = (expected) => expected === undefined || expected === 'as observed';

/**
 * `seen`: {response, worker, appRequests, db: {endpoints, endpointIndexes, jobs}} like `observed`, members only where
 * the step has them. `context`: {placeholders, findings, adopt: Set of rules, manifests: what the app answers to
 * INDEX_ENDPOINT, parsed, keptAsSent: of amendments.mjs, replies: what the app answered in this step, previousDb: the rows before the step}.
 */
export function checkStep(step, seen, context) {
  const { observed, expect = {} } = step;
  if (context.adopt.has('FREE')) {
    checkFree(seen, context);
    return;
  }
  const { response, worker, appRequests, db, note: _, ...unknown } = expect;
  if (Object.keys(unknown).length > 0) throw new Error(`unknown members of expect: ${Object.keys(unknown)}`);

  if (observed.response) {
    const method = step.request.method;
    if (asObserved(response)) checkRecordedResponse(observed.response, seen.response, context, method);
    else checkExpectedResponse(response, seen.response, context, method);
  }
  if (observed.worker) {
    if (asObserved(worker)) checkRecordedWorker(observed.worker, seen.worker, context);
    else checkExpectedWorker(worker, observed.worker, seen.worker, context);
  }
  if (observed.appRequests) {
    if (worker === 'nothing to do') checkCountedAppRequests(0, seen.appRequests, context, []);
    else if (asObserved(appRequests))
      checkRecordedAppRequests(observed.appRequests, seen.appRequests, context, context.replies);
    else checkCountedAppRequests(appRequests, seen.appRequests, context, context.replies);
  }
  if (observed.db) {
    if (worker === 'nothing to do') checkUnchanged(seen.db, context);
    else
      checkDatabase(asObserved(db) ? {} : db, asObserved(worker) ? undefined : worker, observed.db, seen.db, context);
  }
}

function checkDatabase(expected, expectedWorker, recorded, seen, context) {
  const { findings } = context;
  const { endpoints, endpointIndexes, jobs, sourceData, ...unknown } = expected;
  if (Object.keys(unknown).length > 0) throw new Error(`unknown members of expect.db: ${Object.keys(unknown)}`);
  const count = (table, wanted) =>
    findings.check(seen[table].length === wanted, `db.${table}`, `${wanted} rows`, seen[table]);

  if (endpoints !== undefined) count('endpoints', endpoints);
  else checkEndpoints(recorded.endpoints, seen.endpoints, context);

  if (endpointIndexes !== undefined) count('endpointIndexes', endpointIndexes);
  else checkEndpointIndexes(recorded.endpointIndexes, seen.endpointIndexes, context);
  if (sourceData !== undefined) {
    const stored = seen.endpointIndexes.at(-1)?.sourceDataText;
    const same =
      sourceData === null
        ? stored === null
        : stored !== undefined && stored !== null && sameJson(parseJson(stored), sourceData);
    findings.check(same, 'db.endpointIndexes.sourceData', sourceData, stored);
  }

  if (jobs !== undefined) {
    count('jobs', jobs);
    checkRegisterTasksMatchIndexes(seen, context);
  } else if (expectedWorker !== undefined) {
    checkTasksAfter(expectedWorker, recorded.jobs, seen, context);
  } else {
    checkTasks(recorded.jobs, recorded.jobsSummary, seen.jobs, context);
  }
}

function checkUnchanged(db, { findings, previousDb }) {
  for (const table of ['endpoints', 'endpointIndexes', 'jobs']) {
    findings.check(sameJson(previousDb[table], db[table]), `db.${table}`, previousDb[table], db[table]);
  }
}

/** Any sane answer; one that is no success leaves nothing behind. */
function checkFree(seen, context) {
  if (seen.response) {
    checkFreeResponse(seen.response, context);
    if (!(seen.response.status < 300)) checkUnchanged(seen.db, context);
  }
}
