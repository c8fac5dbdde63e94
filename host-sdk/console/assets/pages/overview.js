// How the platform is doing, and what needs somebody.
import { html } from '../vendor/preact.js';
import { Icon } from '../components/icon.js';
import { Card, Page } from '../components/page.js';
import { Loaded } from '../components/states.js';
import { Text } from '../components/text.js';
import { get } from '../lib/api.js';
import { useTopic } from '../lib/events.js';
import { useResource } from '../lib/use_resource.js';
import { HttpChart, TaskChart } from '../overview/charts.js';
import { Tiles } from '../overview/tiles.js';

export function Overview() {
  const resource = useResource('overview', (signal) => get('/overview', {}, signal));
  useTopic('overview', resource.setData);
  return html`<${Page} title="Overview" lead="The last hour of this platform.">
    <${Loaded} what="The overview" resource=${resource}>
      ${(overview) => html`<${Attention} items=${overview.attention} />
        <${Tiles} ...${overview} />
        <div class="columns">
          <${Card} title="Tasks a minute"><${TaskChart} minutes=${overview.minutes} /><//>
          <${Card} title="HTTP requests a minute"><${HttpChart} minutes=${overview.minutes} /><//>
        </div>`}
    <//>
  <//>`;
}

function Attention({ items }) {
  if (items.length === 0)
    return html`<div class="notice good"><${Icon} name="check" /><p class="strong">Nothing needs attention.</p></div>`;
  return html`<${Card} title="Needs attention" aside=${html`<span class="pill">${items.length}</span>`} flush>
    <ul class="attention">
      ${items.map(
        ({ level, title, detail, href }) => html`<li key=${title} class=${level === 'error' ? 'bad' : 'warn'}>
          <${Icon} name=${level === 'error' ? 'error' : 'warning'} label=${level} />
          <div><p class="strong"><${Text} value=${title} limit=${200} /></p>${
            detail &&
            html`<p class="muted"><${Text}
              value=${detail}
              limit=${300}
            /></p>`
          }</div>
          ${href && html`<a class="button small" href=${href} aria-label=${`Open: ${title}`}>Open</a>`}
        </li>`,
      )}
    </ul>
  <//>`;
}
