// The last sixty minutes, drawn.
import { html } from '../vendor/preact.js';
import { Chart } from '../components/chart.js';
import { count, duration, plural } from '../lib/format.js';

const timesOf = (minutes) => minutes.map(({ at }) => new Date(at).getTime() / 1000);
const column = (minutes, key) => minutes.map((minute) => minute[key]);
const total = (values) => values.reduce((sum, value) => sum + (value ?? 0), 0);
const short = (value) => (value >= 10_000 ? `${count(Math.round(value / 1000))}k` : count(value));

/** Outcomes stacked: each series is drawn from zero to its sum with those below it, the highest first. */
export function TaskChart({ minutes }) {
  const [done, retried, failed] = ['done', 'retried', 'failed'].map((key) => column(minutes, key));
  const sums = (...parts) => minutes.map((_, i) => total(parts.map((part) => part[i])));
  const bars = { kind: 'bars', scale: 'tasks', format: count };
  const series = [
    {
      ...bars,
      label: 'Failed',
      color: '--bad-strong',
      values: sums(done, retried, failed),
      real: failed,
      all: total(failed),
    },
    {
      ...bars,
      label: 'Retried',
      color: '--warn-strong',
      values: sums(done, retried),
      real: retried,
      all: total(retried),
    },
    { ...bars, label: 'Done', color: '--accent', values: done, all: total(done) },
  ];
  const summary = `In the last hour ${plural(total(done), 'task')} done, ${count(total(retried))} retried, ${count(total(failed))} failed.`;
  return html`<${Chart}
    times=${timesOf(minutes)}
    series=${series}
    axes=${[{ scale: 'tasks', format: short }]}
    summary=${summary}
  />`;
}

export function HttpChart({ minutes }) {
  const requests = column(minutes, 'http');
  const errors = column(minutes, 'httpErrors');
  const p95 = column(minutes, 'httpP95Ms');
  const series = [
    {
      label: 'Requests',
      kind: 'bars',
      scale: 'requests',
      color: '--accent-soft',
      values: requests,
      all: total(requests),
      format: count,
    },
    {
      label: 'Errors',
      kind: 'bars',
      scale: 'requests',
      color: '--bad-strong',
      values: errors,
      all: total(errors),
      format: count,
    },
    {
      label: '95 % within',
      kind: 'line',
      scale: 'ms',
      color: '--accent',
      values: p95,
      all: p95.findLast((value) => value !== null),
      format: duration,
    },
  ];
  const axes = [
    { scale: 'requests', format: short },
    { scale: 'ms', format: duration, right: true },
  ];
  const summary = `In the last hour ${plural(total(requests), 'request')}, ${count(total(errors))} errors.`;
  return html`<${Chart} times=${timesOf(minutes)} series=${series} axes=${axes} summary=${summary} />`;
}
