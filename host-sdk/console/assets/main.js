import { html, render } from './vendor/preact.js';
import { App } from './app.js';
import { followLinks } from './lib/router.js';

followLinks();
const place = document.getElementById('app');
place.replaceChildren();
render(html`<${App} />`, place);
