// A manifest as a small app would answer with: what tests need when its contents do not matter.

export const sampleJob = (id, changes = {}) => ({
  id,
  name: `Job ${id}`,
  version: '1.0.0',
  event: { name: `${id}.happened`, title: 'Event', source: 'trigger.dev', icon: 'bolt' },
  trigger: { type: 'static', title: 'On event', rule: { event: `${id}.happened`, source: 'trigger.dev' } },
  integrations: {},
  internal: false,
  startPosition: 'latest',
  enabled: true,
  preprocessRuns: false,
  ...changes,
});

/** `count` jobs, job-0 first. */
export const sampleJobs = (count) => Array.from({ length: count }, (_, number) => sampleJob(`job-${number}`));

export const sampleManifest = (members = {}) => ({
  jobs: [],
  sources: [],
  dynamicTriggers: [],
  dynamicSchedules: [],
  ...members,
});
