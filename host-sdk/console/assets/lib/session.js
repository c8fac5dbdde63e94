// Who is logged in: undefined until it is known, null for nobody.
import { get, post, remove, setCsrf, whenSignedOut } from './api.js';
import { Store, useStore } from './store.js';

export const session = new Store(undefined);

function take(found) {
  setCsrf(found?.csrf ?? null);
  session.set(found);
}

whenSignedOut(() => take(null));

/** Throws an ApiError when the host cannot say. */
export async function findSession() {
  try {
    take(await get('/session'));
  } catch (error) {
    if (error.status !== 401) throw error;
    take(null);
  }
}

export async function logIn(secret) {
  take(await post('/session', { secret }));
}

export async function logOut() {
  await remove('/session');
  take(null);
}

/** Whether to offer what changes something. */
export const useMayAct = () => useStore(session)?.role === 'operator';
