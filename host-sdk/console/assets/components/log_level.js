// The log level of this host, changed while it runs.
import { html } from '../vendor/preact.js';
import { get, put } from '../lib/api.js';
import { useMayAct } from '../lib/session.js';
import { useResource } from '../lib/use_resource.js';
import { Card } from './page.js';
import { Loaded } from './states.js';
import { toast } from './toast.js';

const levels = ['debug', 'info', 'warning', 'error'];

export function LogLevel() {
  const resource = useResource('log level', (signal) => get('/log-level', {}, signal));
  const mayAct = useMayAct();
  const change = async (level) => {
    try {
      await put('/log-level', { level });
      toast('success', `The host now logs from “${level}” on.`);
    } catch (error) {
      toast('error', `The log level was not changed: ${error.message}`, error.reason);
    }
    resource.reload();
  };
  return html`<${Card} title="Log level">
    <${Loaded} what="The log level" resource=${resource}>
      ${({ level }) => html`<div class="inline">
        ${
          mayAct
            ? html`<label for="log-level" class="offscreen">Log level</label>
              <select
                id="log-level"
                value=${level}
                onChange=${(event) => change(event.target.value)}
              >${levels.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</select>`
            : html`<code>${level}</code>`
        }
        <span class="muted">Of this host, until its next start or reload of the configuration.</span>
      </div>`}
    <//>
  <//>`;
}
