// What surrounds every page: navigation, who is logged in, theme, and the keys that work everywhere.
import { html, useEffect, useState } from './vendor/preact.js';
import { Button } from './components/button.js';
import { Icon } from './components/icon.js';
import { showHelp } from './components/help.js';
import { feedState } from './lib/events.js';
import { counted } from './lib/format.js';
import { navigate } from './lib/router.js';
import { logOut, session } from './lib/session.js';
import { focusFilter, useShortcuts } from './lib/shortcuts.js';
import { useStore } from './lib/store.js';
import { taskCounts, useTaskCounts } from './lib/task_counts.js';
import { chooseTheme, theme, themes } from './lib/theme_choice.js';
import { toast } from './components/toast.js';
import { hrefOf } from './panels/panels.js';

const platform = [
  ['Tasks', '/console/tasks', 'tasks', 'g t'],
  ['Queues', '/console/queues', 'queues', 'g q'],
  ['Hosts', '/console/hosts', 'hosts', 'g h'],
  ['Plugins', '/console/plugins', 'plugins', 'g p'],
  ['Config', '/console/config', 'config', 'g c'],
];

/** [[name, href, icon, keys]] of all that the navigation holds, in groups. */
function groupsOf(panels) {
  const top = panels.filter(({ parent }) => parent === null);
  return [
    ['', [['Overview', '/console/', 'overview', 'g o']]],
    [
      'Panels',
      top.map((panel, i) => [
        panel.title,
        hrefOf(panel),
        panel.id === 'endpoints' ? 'endpoints' : 'panel',
        i === 0 ? 'g e' : null,
      ]),
    ],
    ['Platform', platform],
  ].filter(([, links]) => links.length > 0);
}

const isWithin = (path, href) =>
  href === '/console/' ? path === '/console' || path === href : `${path}/`.startsWith(`${href}/`);

export function Shell({ path, panels, children }) {
  const groups = groupsOf(panels);
  const links = groups.flatMap(([, group]) => group);
  const [open, setOpen] = useState(false);
  useTaskCounts();
  useEffect(() => setOpen(false), [path]);
  useShortcuts({
    ...Object.fromEntries(links.filter(([, , , keys]) => keys).map(([, href, , keys]) => [keys, () => navigate(href)])),
    '/': focusFilter,
    '?': () => showHelp(links),
  });
  return html`<a class="skip" href="#main">Skip to the content</a>
    <div class=${open ? 'shell open' : 'shell'} onKeyDown=${(event) => event.key === 'Escape' && setOpen(false)}>
      <header class="bar">
        <${Button}
          kind="quiet"
          icon="menu"
          label="Navigation"
          aria-expanded=${open ? 'true' : 'false'}
          aria-controls="side"
          onPress=${() => setOpen(!open)}
        />
        <${Brand} />
      </header>
      <div class="side" id="side">
        <nav aria-label="Console"><${Brand} />${groups.map(
          ([title, group]) => html`<${Group}
            key=${title}
            title=${title}
            links=${group}
            path=${path}
          />`,
        )}</nav>
        <${Foot} onHelp=${() => showHelp(links)} />
      </div>
      <div class="veil" onClick=${() => setOpen(false)}></div>
      <main id="main" tabindex="-1">${children}</main>
    </div>`;
}

const Brand = () =>
  html`<a class="brand" href="/console/"><img
    src="/console/assets/icon.svg"
    alt=""
    width="24"
    height="24"
  />KongFlow</a>`;

function Group({ title, links, path }) {
  const failed = useStore(taskCounts)?.failed;
  return html`${title && html`<p class="group">${title}</p>`}
    <ul>
      ${links.map(
        ([name, href, icon]) => html`<li key=${href}>
          <a href=${href} aria-current=${isWithin(path, href) ? 'page' : null}>
            <${Icon} name=${icon} /><bdi>${name}</bdi>
            ${
              icon === 'tasks' &&
              failed?.count > 0 &&
              html`<span
                class="pill bad"
                title="failed permanently"
              >${counted(failed)}<span class="offscreen"> failed</span></span>`
            }
          </a>
        </li>`,
      )}
    </ul>`;
}

const feedWords = {
  live: ['good', 'Live', 'Changes appear as they happen'],
  polling: ['warn', 'Every 5 s', 'No stream of events: asked every five seconds'],
  paused: ['idle', 'Paused', 'Nothing is asked while the page is hidden'],
  lost: ['bad', 'No answer', 'The host does not respond; the page retries every five seconds'],
};

function Foot({ onHelp }) {
  const [tone, word, meaning] = feedWords[useStore(feedState)];
  const who = useStore(session);
  const chosen = useStore(theme);
  const next = themes[(themes.indexOf(chosen) + 1) % themes.length];
  const leave = () => logOut().catch((error) => toast('error', `Logging out failed: ${error.message}`));
  return html`<footer class="foot">
    <p><span class="status ${tone}" title=${meaning}>${word}</span> <span class="muted">${who.role}</span></p>
    <p>
      <${Button}
        kind="quiet"
        small
        icon=${{ system: 'system', light: 'sun', dark: 'moon' }[chosen]}
        label=${`Theme: ${chosen}. Change to ${next}`}
        onPress=${() => chooseTheme(next)}
      />
      <${Button} kind="quiet" small label="Keyboard shortcuts" onPress=${onHelp}>?<//>
      ${who.csrf !== null && html`<${Button} kind="quiet" small icon="logout" label="Log out" onPress=${leave} />`}
    </p>
  </footer>`;
}
