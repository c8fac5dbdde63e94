// Moments as people read them; one clock for all that is on the page.
import { Store, useStore } from './store.js';

const clock = new Store(Date.now());
setInterval(() => clock.set(Date.now()), 1_000);

export const useNow = () => useStore(clock);

const steps = [
  [60, 1, 's'],
  [3_600, 60, 'min'],
  [86_400, 3_600, 'h'],
  [86_400 * 60, 86_400, 'd'],
  [86_400 * 730, 86_400 * 30, 'months'],
  [Infinity, 86_400 * 365, 'years'],
];

/** "3 min ago", "in 12 s", "now" */
export function relative(time, now) {
  const seconds = Math.round((new Date(time).getTime() - now) / 1_000);
  const size = Math.abs(seconds);
  if (size < 2) return 'now';
  const [, unit, name] = steps.find(([limit]) => size < limit);
  const amount = `${Math.floor(size / unit)} ${name}`;
  return seconds < 0 ? `${amount} ago` : `in ${amount}`;
}

const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** A text whose times are written as the reader has them: "Index of 22 Nov 2026, 20:18:16". */
export const withReadableTimes = (text) =>
  text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => local.format(new Date(time)));

/** Where the reader is, and in UTC as the log has it. */
export function absolute(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  return `${local.format(date)} (${date.toISOString()})`;
}
