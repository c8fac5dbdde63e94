// What is loaded into this host, what each part did, and how it is set.
import { html } from '../vendor/preact.js';
import { Card, Facts, Page } from '../components/page.js';
import { Settings } from '../components/settings.js';
import { Empty, Loaded } from '../components/states.js';
import { Status } from '../components/status.js';
import { Table } from '../components/table.js';
import { Tabs } from '../components/tabs.js';
import { Text } from '../components/text.js';
import { get } from '../lib/api.js';
import { count, duration } from '../lib/format.js';
import { useAddress, withQuery } from '../lib/router.js';
import { useResource } from '../lib/use_resource.js';

const whole = (key, title) => ({ key, title, numeric: true, render: (row) => count(row[key]) });
const p95 = { key: 'p95Ms', title: '95 % within', numeric: true, render: ({ p95Ms }) => duration(p95Ms) };

const taskColumns = [
  { key: 'task', title: 'Task', render: ({ task }) => html`<code><bdi>${task}</bdi></code>` },
  whole('done', 'Done'),
  whole('retried', 'Retried'),
  whole('failed', 'Failed'),
  p95,
];

const routeColumns = [
  { key: 'method', title: 'Method', render: ({ method }) => html`<span class="pill">${method}</span>` },
  { key: 'pattern', title: 'Route', render: ({ pattern }) => html`<code><bdi>${pattern}</bdi></code>` },
  { key: 'access', title: 'Access', render: ({ access }) => html`<bdi>${access}</bdi>` },
  whole('count', 'Requests'),
  whole('errors', 'Errors'),
  p95,
];

export function Plugins() {
  const { query } = useAddress();
  const resource = useResource('plugins', (signal) => get('/plugins', {}, signal));
  return html`<${Page} title="Plugins" lead="What this host has loaded. Counts are since its start.">
    <${Loaded} what="Plugins" resource=${resource}>
      ${({ plugins }) =>
        plugins.length === 0
          ? html`<${Empty} title="No plugin is loaded.">Name one in the configuration, as <code>[plugins.endpoints]</code>, and restart the host.<//>`
          : html`<${Chosen}
            plugins=${plugins}
            wanted=${query.get('plugin')}
          />`}
    <//>
  <//>`;
}

function Chosen({ plugins, wanted }) {
  const plugin = plugins.find(({ id }) => id === wanted) ?? plugins[0];
  const tabs = plugins.map(({ id, name }) => ({ id, title: name, href: withQuery({ plugin: id }) }));
  const facts = [
    ['Id', html`<code>${plugin.id}</code>`],
    ['State', html`<${Status} value=${plugin.state} as=${plugin.state === 'started' ? 'ok' : plugin.state} />`],
    ['Version', html`<${Text} value=${plugin.version} />`],
    ['Build', plugin.build && html`<${Text} value=${plugin.build} mono />`],
    ['ABI', html`<${Text} value=${plugin.abi} />`],
    ['Path', html`<${Text} value=${plugin.path} mono />`],
  ];
  return html`${plugins.length > 1 && html`<${Tabs} label="Plugins" tabs=${tabs} current=${plugin.id} />`}
    <${Card}><${Facts} facts=${facts} /><//>
    <${Card} title="Tasks" flush>
      ${
        plugin.tasks.length === 0
          ? html`<${Empty} title="It takes no tasks." />`
          : html`<${Table}
            label="Tasks of the plugin"
            columns=${taskColumns}
            rows=${plugin.tasks}
            rowId=${({ task }) => task}
          />`
      }
    <//>
    <${Card} title="Routes" flush>
      ${
        plugin.routes.length === 0
          ? html`<${Empty} title="It has no routes." />`
          : html`<${Table}
            label="Routes of the plugin"
            columns=${routeColumns}
            rows=${plugin.routes}
            rowId=${({ method, pattern }) => `${method} ${pattern}`}
          />`
      }
    <//>
    <${Card} title="Settings" flush><${Settings} settings=${plugin.settings} label="Settings of the plugin" /><//>`;
}
