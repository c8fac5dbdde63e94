// Which page is at which address below /console.
import { Config } from './pages/config.js';
import { Hosts } from './pages/hosts.js';
import { Overview } from './pages/overview.js';
import { PanelPage } from './pages/panel.js';
import { PanelRowPage } from './pages/panel_row.js';
import { Plugins } from './pages/plugins.js';
import { Queues } from './pages/queues.js';
import { Task } from './pages/task.js';
import { Tasks } from './pages/tasks.js';

export const routes = [
  ['/', Overview],
  ['/panels/:plugin/:panel', PanelPage],
  ['/panels/:plugin/:panel/row', PanelRowPage],
  ['/tasks', Tasks],
  ['/tasks/:id', Task],
  ['/queues', Queues],
  ['/hosts', Hosts],
  ['/plugins', Plugins],
  ['/config', Config],
];
