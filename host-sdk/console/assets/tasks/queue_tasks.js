// The tasks of one named queue, on the page of what it belongs to.
import { html } from '../vendor/preact.js';
import { Tabs } from '../components/tabs.js';
import { humanized } from '../lib/format.js';
import { useAddress, withQuery } from '../lib/router.js';
import { TaskList } from './task_list.js';

export const states = ['ready', 'scheduled', 'running', 'failed'];

export const stateOf = (query) => (states.includes(query.get('state')) ? query.get('state') : 'ready');

export function QueueTasks({ queue }) {
  const { query } = useAddress();
  const state = stateOf(query);
  const tabs = states.map((id) => ({ id, title: humanized(id), href: withQuery({ state: id, cursor: null }) }));
  return html`<p class="muted">Tasks of the queue <bdi class="mono">${queue}</bdi>: they run one after the other.</p>
    <${Tabs} label="States of tasks" tabs=${tabs} current=${state} />
    <${TaskList} key=${state} state=${state} queue=${queue} without="queue" />`;
}
