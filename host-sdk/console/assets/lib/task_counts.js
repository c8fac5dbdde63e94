// How many tasks there are in each state: for the navigation and the tabs.
import { useCallback } from '../vendor/preact.js';
import { get } from './api.js';
import { useTopic } from './events.js';
import { Store } from './store.js';
import { useResource } from './use_resource.js';

/** {"ready", "scheduled", "running", "failed": {"count", "more"}}; undefined until it is known. */
export const taskCounts = new Store(undefined);

/** Keeps it current; once, for all pages. */
export function useTaskCounts() {
  const take = useCallback((counts) => taskCounts.set(counts), []);
  useResource('task counts', async (signal) => take(await get('/tasks/counts', {}, signal)));
  useTopic('tasks', take);
}
