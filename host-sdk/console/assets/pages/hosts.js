// The hosts that share the database: who lives, who takes tasks.
import { html } from '../vendor/preact.js';
import { Button } from '../components/button.js';
import { openDialogOf } from '../components/dialog.js';
import { ActionForm } from '../components/form.js';
import { Page } from '../components/page.js';
import { Empty, Loaded } from '../components/states.js';
import { Status } from '../components/status.js';
import { Table } from '../components/table.js';
import { Text } from '../components/text.js';
import { Time } from '../components/time.js';
import { toast } from '../components/toast.js';
import { get, post } from '../lib/api.js';
import { useTopic } from '../lib/events.js';
import { count } from '../lib/format.js';
import { useMayAct } from '../lib/session.js';
import { useResource } from '../lib/use_resource.js';

const columns = [
  {
    key: 'name',
    title: 'Host',
    render: ({ name, self }) =>
      html`<strong><${Text} value=${name} limit=${60} /></strong>${self && html` <span class="pill">this one</span>`}`,
  },
  { key: 'state', title: 'State', render: (host) => html`<${Status} value=${stateOf(host)} />` },
  { key: 'heartbeatAt', title: 'Heartbeat', render: ({ heartbeatAt }) => html`<${Time} at=${heartbeatAt} />` },
  { key: 'tasksRunning', title: 'Tasks', numeric: true, render: ({ tasksRunning }) => known(tasksRunning) },
  { key: 'httpInFlight', title: 'Requests', numeric: true, render: ({ httpInFlight }) => known(httpInFlight) },
  { key: 'version', title: 'Version', render: ({ version }) => html`<${Text} value=${version ?? '–'} limit=${40} />` },
  { key: 'startedAt', title: 'Started', render: ({ startedAt }) => html`<${Time} at=${startedAt} />` },
  { key: 'url', title: 'Listens on', render: ({ url }) => html`<${Text} value=${url ?? '–'} mono limit=${60} />` },
  { key: 'pid', title: 'Process', numeric: true, render: ({ pid }) => html`<span class="mono">${pid ?? '–'}</span>` },
];

const known = (value) => (value === null || value === undefined ? '–' : count(value));

const stateOf = ({ alive, draining }) => (!alive ? 'dead' : draining ? 'draining' : 'alive');

function askDrain({ id, name }, done) {
  const submit = async () => {
    await post('/hosts/actions/drain', { id });
    toast('success', `${name} takes no new tasks.`);
    done();
  };
  const question = html`<bdi>${name}</bdi> finishes what runs and takes no new tasks, and its <code>/readyz</code> says 503, until it is resumed or restarted.`;
  openDialogOf(() => html`<${ActionForm} title="Drain host" question=${question} verb="Drain" submit=${submit} />`);
}

async function resume({ id, name }, done) {
  try {
    await post('/hosts/actions/resume', { id });
    toast('success', `${name} takes tasks again.`);
  } catch (error) {
    toast('error', `${name} was not resumed: ${error.message}`, error.reason);
  }
  done();
}

export function Hosts() {
  const resource = useResource('hosts', (signal) => get('/hosts', {}, signal));
  useTopic('hosts', resource.setData);
  const mayAct = useMayAct();
  const actions = (host) =>
    host.alive &&
    (host.draining
      ? html`<${Button} small kind="primary" onPress=${() => resume(host, resource.reload)}>Resume<//>`
      : html`<${Button} small onPress=${() => askDrain(host, resource.reload)}>Drain<//>`);
  return html`<${Page}
    title="Hosts"
    lead="Every kongflow-host on this database. One without a heartbeat is dead: its tasks are taken by others."
  >
    <${Loaded} what="Hosts" resource=${resource}>
      ${({ hosts }) =>
        hosts.length === 0
          ? html`<${Empty} title="No host is known."/>`
          : html`<${Table}
            label="Hosts"
            columns=${columns}
            rows=${hosts}
            actions=${mayAct ? actions : null}
          />`}
    <//>
  <//>`;
}
