// Light, dark, or as the system has it; kept in this browser.
import { Store } from './store.js';

const key = 'kongflow.theme';

export const themes = ['system', 'light', 'dark'];
export const theme = new Store(localStorage.getItem(key) ?? 'system');

/** Whether dark is shown now. */
export const isDark = new Store(false);

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const update = () => isDark.set(theme.value === 'system' ? systemIsDark.matches : theme.value === 'dark');
systemIsDark.addEventListener('change', update);
update();

export function chooseTheme(name) {
  const { dataset } = document.documentElement;
  if (name === 'system') {
    localStorage.removeItem(key);
    delete dataset.theme;
  } else {
    localStorage.setItem(key, name);
    dataset.theme = name;
  }
  theme.set(name);
  update();
}
