// The configuration in force, what is wrong with the file now, and the log level.
import { html } from '../vendor/preact.js';
import { Icon } from '../components/icon.js';
import { LogLevel } from '../components/log_level.js';
import { Card, Page } from '../components/page.js';
import { Settings } from '../components/settings.js';
import { Loaded } from '../components/states.js';
import { Text } from '../components/text.js';
import { get } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { useResource } from '../lib/use_resource.js';

export function Config() {
  const resource = useResource('config', (signal) => get('/config', {}, signal));
  return html`<${Page} title="Config" lead="What this host runs with. Settings of plugins are on their pages.">
    <${LogLevel} />
    <${Loaded} what="The configuration" resource=${resource}>
      ${({ file, settings, problems }) => html`<${File} file=${file} problems=${problems} />
        <${Card} title="Settings in force" flush><${Settings} settings=${settings} label="Settings of the host" /><//>`}
    <//>
  <//>`;
}

function File({ file, problems }) {
  if (problems.length === 0)
    return html`<div class="notice good">
      <${Icon} name="check" />
      <p>
        ${
          file
            ? html`<code><bdi>${file}</bdi></code> has no problems.`
            : 'There is no configuration file: everything is at its default.'
        }
      </p>
    </div>`;
  return html`<div class="notice bad">
    <${Icon} name="error" />
    <div>
      <p class="strong">${plural(problems.length, 'problem')} in <code><bdi>${file}</bdi></code></p>
      <ul>${problems.map((problem) => html`<li key=${problem}><${Text} value=${problem} limit=${400} /></li>`)}</ul>
      <p class="muted">The host goes on with what it read before. Mend the file, then reload with SIGHUP or restart;
        ${' '}<code>kongflow-host check</code> says the same.</p>
    </div>
  </div>`;
}
