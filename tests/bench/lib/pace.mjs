import { setTimeout as pause } from 'node:timers/promises';

/**
 * Calls `act(number)` `count` times at a fixed rate, whether or not earlier calls have ended: a stall delays no later
 * call, so that each call that it meets is counted. Resolves to the results.
 */
export async function paced({ count, perSecond }, act) {
  const begin = performance.now();
  const results = [];
  for (let number = 0; number < count; ++number) {
    await pause(Math.max(0, begin + (number * 1000) / perSecond - performance.now()));
    results.push(act(number));
  }
  return Promise.all(results);
}
