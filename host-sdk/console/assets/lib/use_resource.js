// What a page shows, loaded from the API, kept while it is loaded again, and tried again after a failure.
import { useCallback, useEffect, useRef, useState } from '../vendor/preact.js';

const firstPauseMs = 5_000;
const longestPauseMs = 60_000;

// How each resource of the page is loaded again.
const shown = new Set();

/** Loads again what the page shows. */
export const reloadShown = () => shown.forEach((reload) => reload());

const isPassing = ({ status }) => status === 0 || status === 429 || status >= 500;

function pauseAfter(error, failures) {
  return error.retryAfterMs ?? Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
}

/**
 * `load(signal)` is called when `key` differs from the last one and by `reload()`. Returns {data, error, loading,
 * nextTryAt, reload, setData}: `data` is the last answer for this key; `nextTryAt` is null when trying again would not
 * help; `setData` takes what was learned another way, which is newer than what is being loaded.
 */
export function useResource(key, load) {
  const [state, setState] = useState({ key, loading: true });
  const run = useRef({});

  /** Neither what is being loaded nor what would be tried again is waited for. */
  const settle = useCallback(() => {
    clearTimeout(run.current.timer);
    run.current.abort?.abort();
  }, []);

  const start = useCallback(() => {
    const { current } = run;
    settle();
    current.abort = new AbortController();
    const { signal } = current.abort;
    setState((before) => ({ ...(before.key === key ? before : { key }), loading: true }));
    current.load(signal).then(
      (data) => {
        if (signal.aborted) return;
        current.failures = 0;
        setState({ key, data, loading: false });
      },
      (error) => {
        if (signal.aborted) return;
        current.failures = (current.failures ?? 0) + 1;
        const pause = isPassing(error) ? pauseAfter(error, current.failures) : null;
        if (pause !== null) current.timer = setTimeout(start, pause);
        const nextTryAt = pause === null ? null : Date.now() + pause;
        setState((before) => ({ ...before, error, loading: false, nextTryAt }));
      },
    );
  }, [key]);

  run.current.load = load;
  useEffect(() => {
    start();
    shown.add(start);
    return () => {
      shown.delete(start);
      settle();
    };
  }, [start]);

  const fresh = state.key === key;
  const setData = useCallback(
    (data) => {
      settle();
      setState({ key, data, loading: false });
    },
    [key],
  );
  return {
    data: fresh ? state.data : undefined,
    error: fresh ? state.error : undefined,
    loading: !fresh || state.loading,
    nextTryAt: fresh ? (state.nextTryAt ?? null) : null,
    reload: start,
    setData,
  };
}
