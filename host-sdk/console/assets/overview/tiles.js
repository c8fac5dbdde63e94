// The numbers of the moment, each with where to read on.
import { html } from '../vendor/preact.js';
import { bytes, count, counted, duration, percent, plural } from '../lib/format.js';
import { useNow } from '../lib/times.js';

const lateMs = 60_000;

function Tile({ title, value, more, href, tone }) {
  const content = html`<span class="tile-title">${title}</span>
    <span class="tile-value">${value}</span>
    <span class="muted small">${more}</span>`;
  return href
    ? html`<a class="tile ${tone ?? ''}" href=${href}>${content}</a>`
    : html`<div class="tile ${tone ?? ''}">${content}</div>`;
}

const factsOf = ({ connections, maxConnections, sizeBytes, version }) =>
  `${count(connections)} of ${plural(maxConnections, 'connection')}, ${bytes(sizeBytes)}, PostgreSQL ${version.split(' ')[0]}`;

const rounded = (value) => Number(value.toPrecision(3));

export function Tiles({ oldestReadyAt, ready, failuresLastHour, http, hosts, database }) {
  const now = useNow();
  const waited = oldestReadyAt === null ? null : Math.max(0, now - new Date(oldestReadyAt).getTime());
  return html`<div class="tiles">
    <${Tile}
      title="Oldest ready task"
      value=${waited === null ? 'none' : duration(Math.floor(waited / 1000) * 1000)}
      more=${`${counted(ready)} ready`}
      href="/console/tasks?state=ready"
      tone=${waited > lateMs ? 'warn' : null}
    />
    <${Tile}
      title="Failures, last hour"
      value=${count(failuresLastHour)}
      more="tasks that failed permanently"
      href="/console/tasks?state=failed"
      tone=${failuresLastHour > 0 ? 'bad' : null}
    />
    <${Tile}
      title="HTTP"
      value=${`${rounded(http.perSecond)}/s`}
      more=${`95 % within ${duration(http.p95Ms)}, ${percent(http.errorRate ?? 0)} errors`}
      href="/console/plugins"
      tone=${http.errorRate > 0.05 ? 'bad' : null}
    />
    <${Tile}
      title="Hosts"
      value=${`${count(hosts.alive)} alive`}
      more=${others(hosts)}
      href="/console/hosts"
      tone=${hosts.dead > 0 ? 'bad' : hosts.draining > 0 ? 'warn' : null}
    />
    <${Tile}
      title="Database"
      value=${database.ok ? duration(database.latencyMs) : 'away'}
      more=${database.ok ? factsOf(database) : 'The host tries to reach it again'}
      tone=${database.ok ? null : 'bad'}
    />
  </div>`;
}

const others = ({ draining, dead }) =>
  [draining > 0 && `${count(draining)} draining`, dead > 0 && `${count(dead)} dead`].filter(Boolean).join(', ') ||
  'all take tasks';
