// Fields with labels, help, and the sentence of what is wrong; and the dialog that asks before something is done.
import { html, useState } from '../vendor/preact.js';
import { adviceFor } from '../lib/advice.js';
import { reloadShown } from '../lib/use_resource.js';
import { Button } from './button.js';
import { closeDialog, DialogBody } from './dialog.js';
import { EnvironmentPicker } from './environment_picker.js';
import { Icon } from './icon.js';
import { Text } from './text.js';

/** `field`: as an action of a panel declares it; kinds text, url, environment, multiline, time. */
export function Field({ field, value, onChange }) {
  const { key, title, kind, required, help } = field;
  const id = `field-${key}`;
  const helpId = help ? `${id}-help` : null;
  const shared = {
    id,
    name: key,
    required,
    'aria-describedby': helpId,
    value,
    onInput: (event) => onChange(event.target.value),
  };
  const control = {
    environment: () =>
      html`<${EnvironmentPicker} id=${id} required=${required} describedBy=${helpId} onChange=${onChange} />`,
    multiline: () => html`<textarea rows="4" ...${shared}></textarea>`,
    url: () =>
      html`<input
        type="url"
        inputmode="url"
        placeholder="https://"
        spellcheck=${false}
        autocomplete="off"
        ...${shared}
      />`,
    time: () => html`<input type="datetime-local" step="1" ...${shared} />`,
  }[kind];
  return html`<div class="field">
    <label for=${id}>${title}${!required && html` <span class="muted">optional</span>`}</label>
    ${control ? control() : html`<input type="text" spellcheck=${false} autocomplete="off" ...${shared} />`}
    ${help && html`<p id=${helpId} class="muted small">${help}</p>`}
  </div>`;
}

/**
 * `question`: what is asked, `typed`: {title, value} that has to be typed, `fields`, `initial`: their values,
 * `submit(values)`: does it and resolves to whether to close; it may throw an ApiError, which is shown here.
 */
export function ActionForm({ title, question, typed, fields = [], initial = {}, verb, danger, submit }) {
  const [values, setValues] = useState(initial);
  const [repeated, setRepeated] = useState('');
  const [state, setState] = useState({ busy: false, error: null, missing: null });

  const run = async () => {
    if (state.busy) return;
    const missing = fields.find(({ key, required }) => required && !String(values[key] ?? '').trim());
    if (missing) {
      setState({ busy: false, error: null, missing: `${missing.title} is needed.` });
      document.getElementById(`field-${missing.key}`)?.focus();
      return;
    }
    setState({ busy: true, error: null, missing: null });
    try {
      if ((await submit(filledIn(values))) !== false) closeDialog();
    } catch (error) {
      if (error.status === undefined) throw error;
      setState({ busy: false, error, missing: null });
      reloadShown(); // a failed action may have changed something, or found that something has changed
    }
  };
  const body = html`${question && html`<p>${question}</p>`}
    ${fields.map(
      (field) => html`<${Field}
        key=${field.key}
        field=${field}
        value=${values[field.key] ?? ''}
        onChange=${(value) => setValues((before) => ({ ...before, [field.key]: value }))}
      />`,
    )}
    ${
      typed &&
      html`<div class="field">
      <label for="typed">Type <strong class="mono"><bdi>${typed.value}</bdi></strong> to confirm</label>
      <input
        id="typed"
        autocomplete="off"
        spellcheck=${false}
        value=${repeated}
        onInput=${(event) => setRepeated(event.target.value)}
      />
    </div>`
    }
    ${state.missing && html`<p class="problem" role="alert">${state.missing}</p>`}
    ${state.error && html`<${Refusal} error=${state.error} />`}`;
  const footer = html`<${Button} onPress=${closeDialog}>Cancel<//>
    <${Button}
      type="submit"
      kind=${danger ? 'danger' : 'primary'}
      busy=${state.busy}
      disabled=${typed !== undefined && repeated !== typed.value}
    >${state.busy ? 'Working…' : verb}<//>`;
  return html`<${DialogBody} title=${title} body=${body} footer=${footer} onSubmit=${run} />`;
}

const filledIn = (values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));

function Refusal({ error }) {
  return html`<div class="notice bad" role="alert">
    <${Icon} name="error" />
    <div>
      <p class="strong"><${Text} value=${error.message} limit=${300} /></p>
      ${error.reason && html`<p><${Text} value=${error.reason} limit=${600} /></p>`}
      <p class="muted">The console does not repeat the action. ${adviceFor(error)}</p>
    </div>
  </div>`;
}
