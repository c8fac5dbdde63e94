// Line icons of 20 × 20, drawn in the colour of the text around them.
import { html } from '../vendor/preact.js';

const paths = {
  overview: 'M3 10.5h4l2-6 3 11 2-5h3',
  panel: 'M3.5 4.5h13v11h-13zM3.5 8h13M8 8v7.5',
  endpoints:
    'M10 6.5v7M6.5 10h7M4.5 4.5h2v2h-2zM13.5 4.5h2v2h-2zM4.5 13.5h2v2h-2zM13.5 13.5h2v2h-2zM6.5 5.5h7M6.5 14.5h7',
  tasks: 'M3.5 5.5l1.2 1.2 2-2.2M3.5 10.5l1.2 1.2 2-2.2M3.5 15.5l1.2 1.2 2-2.2M9.5 5.5h7M9.5 10.5h7M9.5 15.5h7',
  queues: 'M3 5.5h14M3 10h14M3 14.5h9',
  hosts: 'M3.5 4h13v5h-13zM3.5 11h13v5h-13zM6 6.5h.01M6 13.5h.01',
  plugins: 'M7.5 3.5v3M12.5 3.5v3M5 6.5h10v3a5 5 0 0 1-10 0zM10 14.5v3',
  config: 'M3.5 6h6M13.5 6h3M3.5 14h3M10.5 14h6M9.5 4v4h4V4zM6.5 12v4h4v-4z',
  sun: 'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16.5 11.5A7 7 0 0 1 8.5 3.5a6.8 6.8 0 1 0 8 8z',
  system: 'M3 4.5h14v9H3zM7 17h6M10 13.5V17',
  logout: 'M8 4H4.5v12H8M12 6.5l3.5 3.5-3.5 3.5M15.5 10H8',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  more: 'M4.6 10a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0M9.6 10a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0M14.6 10a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0',
  close: 'M5 5l10 10M15 5L5 15',
  copy: 'M7.5 7.5h9v9h-9zM4.5 12.5h-1v-9h9v1',
  columns: 'M3.5 4.5h13v11h-13zM8 4.5v11M12 4.5v11',
  check: 'M4 10.5l4 4 8-9',
  warning: 'M10 3.5l7 12.5H3zM10 8.5v3.5M10 14h.01',
  error: 'M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4zM10 6.5v4.5M10 13.5h.01',
  chevron: 'M8 5l5 5-5 5',
  search: 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l4 4',
  external: 'M8 4.5H4.5v11h11V12M11.5 3.5h5v5M16.5 3.5L9.5 10.5',
  up: 'M10 16V4.5M5 9l5-5 5 5',
  sort: 'M6.5 8L10 4.5 13.5 8M6.5 12l3.5 3.5 3.5-3.5',
  down: 'M10 4v11.5M5 11l5 5 5-5',
  empty: 'M3.5 11.5l2.5-7h8l2.5 7v4.5h-13zM3.5 11.5h4l1 2h3l1-2h4',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.3M16.5 3v3.5H13',
  key: 'M7 9.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM9.5 10.5L16 4M13.5 6.5L16 9',
};

export function Icon({ name, label }) {
  return html`<svg
    class="icon"
    viewBox="0 0 20 20"
    aria-hidden=${label ? null : 'true'}
    role=${label ? 'img' : null}
    aria-label=${label}
  >
    <path d=${paths[name] ?? paths.panel} />
  </svg>`;
}
