// The way in: the token or a password, whichever the host is configured with.
import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { adviceFor } from '../lib/advice.js';
import { duration } from '../lib/format.js';
import { logIn } from '../lib/session.js';
import { useNow } from '../lib/times.js';
import { Button } from '../components/button.js';

export function Login() {
  const [secret, setSecret] = useState('');
  const [state, setState] = useState({ busy: false, error: null, notBefore: 0 });
  const field = useRef();
  const now = useNow();
  const wait = Math.max(0, state.notBefore - now);
  useEffect(() => {
    document.title = 'Log in · KongFlow console';
    field.current.focus();
  }, []);

  const submit = async (event) => {
    event.preventDefault();
    if (state.busy || wait > 0) return;
    if (secret === '')
      return setState({ busy: false, notBefore: 0, error: { message: 'Enter the token or password.', status: 400 } });
    setState({ busy: true, error: null, notBefore: 0 });
    try {
      await logIn(secret.trim());
    } catch (error) {
      setState({ busy: false, error, notBefore: error.retryAfterMs ? Date.now() + error.retryAfterMs : 0 });
      field.current?.select();
    }
  };
  return html`<main class="login">
    <form onSubmit=${submit} novalidate>
      <img src="/console/assets/icon.svg" alt="" width="44" height="44" />
      <h1>KongFlow console</h1>
      <input type="text" name="username" value="console" autocomplete="username" hidden />
      <div class="field">
        <label for="secret">Token or password</label>
        <input
          id="secret"
          type="password"
          ref=${field}
          autocomplete="current-password"
          value=${secret}
          aria-invalid=${state.error ? 'true' : null}
          aria-describedby="secret-help"
          onInput=${(event) => setSecret(event.target.value)}
        />
        <p
          id="secret-help"
          class="muted small"
        >The host made a token at its first start: it is in <code>console-token</code> in its data folder, unless its configuration sets one.</p>
      </div>
      ${state.error && html`<p class="problem" role="alert">${state.error.message} ${sentence(state.error, wait)}</p>`}
      <${Button}
        type="submit"
        kind="primary"
        busy=${state.busy}
        disabled=${wait > 0}
      >${wait > 0 ? `Wait ${duration(Math.ceil(wait / 1000) * 1000)}` : 'Log in'}<//>
    </form>
  </main>`;
}

function sentence(error, wait) {
  if (error.status === 401) return 'Check that it is of this host and that nothing is missing at its ends.';
  if (wait > 0) return 'Too many wrong ones: wait, then try again.';
  return error.status === 400 ? '' : adviceFor(error);
}
