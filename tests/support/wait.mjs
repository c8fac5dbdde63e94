// Waiting for conditions, never for a time.

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Calls `attempt` until it returns something truthy, and returns that. `what` names the condition in the failure;
 * `describe` may add what was seen last. An exception of `attempt` ends the wait at once.
 */
export async function until(what, attempt, { timeoutMs = 30_000, everyMs = 25, describe } = {}) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = await attempt();
    if (result) return result;
    if (Date.now() >= deadline) {
      const seen = describe ? ` (${await describe()})` : '';
      throw new Error(`${what}: not within ${timeoutMs} ms${seen}`);
    }
    await pause(everyMs);
  }
}
