// A value that there is not; left out where there is little room.
import { html } from '../vendor/preact.js';

export const Nothing = ({ word = '–' }) => html`<span class="muted nothing">${word}</span>`;

export const isNothing = (value) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
