// A task in a table.
import { html } from '../vendor/preact.js';
import { Nothing } from '../components/nothing.js';
import { Text } from '../components/text.js';
import { Time } from '../components/time.js';
import { count } from '../lib/format.js';

const hrefOf = ({ id }) => `/console/tasks/${encodeURIComponent(id)}`;

const columns = {
  id: { title: 'Id', render: (task) => html`<a class="row-link mono" href=${hrefOf(task)}>${task.id}</a>` },
  task: { title: 'Task', render: ({ task }) => html`<${Text} value=${task} limit=${60} />` },
  queue: {
    title: 'Queue',
    render: ({ queue }) =>
      queue === null
        ? html`<${Nothing} />`
        : html`<a
          href=${`/console/tasks?${new URLSearchParams({ queue })}`}
          title=${queue}
        ><bdi class="mono clipped">${queue}</bdi></a>`,
  },
  priority: { title: 'Priority', numeric: true, render: ({ priority }) => count(priority) },
  attempts: {
    title: 'Attempts',
    numeric: true,
    render: ({ attempts, maxAttempts }) => `${count(attempts)} of ${count(maxAttempts)}`,
  },
  runAt: { title: 'Run at', render: ({ runAt }) => html`<${Time} at=${runAt} />` },
  next: {
    title: 'Next try',
    render: ({ runAt, state }) =>
      state === 'failed'
        ? html`<span title="All attempts are used up: run it now, or remove it">never</span>`
        : html`<${Time} at=${runAt} />`,
  },
  updatedAt: { title: 'Failed', render: ({ updatedAt }) => html`<${Time} at=${updatedAt} />` },
  lockedBy: {
    title: 'Taken by',
    render: ({ lockedBy }) =>
      lockedBy === null ? html`<${Nothing} />` : html`<${Text} value=${lockedBy} mono limit=${30} />`,
  },
  lockedAt: { title: 'Since', render: ({ lockedAt }) => html`<${Time} at=${lockedAt} />` },
  lastError: {
    title: 'Last error',
    render: ({ lastError }) =>
      lastError === null ? html`<${Nothing} />` : html`<${Text} value=${lastError} limit=${120} title="Last error" />`,
  },
};

const shown = {
  ready: ['id', 'task', 'queue', 'priority', 'attempts', 'runAt', 'lastError'],
  scheduled: ['id', 'task', 'queue', 'priority', 'attempts', 'runAt', 'lastError'],
  running: ['id', 'task', 'queue', 'attempts', 'lockedBy', 'lockedAt', 'lastError'],
  failed: ['id', 'task', 'queue', 'attempts', 'updatedAt', 'next', 'lastError'],
};

export const taskHref = hrefOf;

export const taskColumns = (state) => shown[state].map((key) => ({ key, ...columns[key] }));
