// The console's JSON API (../../API.md).

const base = '/console/api';
let csrf = null;
let onSignedOut = () => {};

export const setCsrf = (token) => (csrf = token);
export const whenSignedOut = (handler) => (onSignedOut = handler);

/** What went wrong with a call. `status` is 0 when there was no answer at all. */
export class ApiError extends Error {
  constructor(status, { error, reason, code } = {}, retryAfterMs = null) {
    super(error ?? (status === 0 ? 'The host does not answer.' : `The host answered with status ${status}.`));
    this.status = status;
    this.reason = reason ?? null;
    this.code = code ?? null;
    this.retryAfterMs = retryAfterMs;
  }
}

/** "?a=1&b=2" of what is set. */
export function queryOf(parameters = {}) {
  const set = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(set).toString();
  return text === '' ? '' : `?${text}`;
}

export const get = (path, parameters, signal) => call('GET', path + queryOf(parameters), undefined, signal);
export const post = (path, body) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);
export const remove = (path) => call('DELETE', path);

async function call(method, path, body, signal) {
  const response = await answer(method, path, body, signal);
  const content = await contentOf(response);
  if (response.ok) return content;
  if (response.status === 401 && path !== '/session') onSignedOut();
  const seconds = Number(response.headers.get('retry-after'));
  throw new ApiError(response.status, sayingMore(content ?? {}, response), seconds > 0 ? seconds * 1000 : null);
}

/** An error that is only the status' own phrase says nothing: its reason does. */
function sayingMore(content, { statusText }) {
  return content.reason && content.error === statusText ? { ...content, error: content.reason, reason: null } : content;
}

async function answer(method, path, body, signal) {
  const headers = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && csrf !== null) headers['x-kongflow-csrf'] = csrf;
  try {
    return await fetch(base + path, { method, headers, signal, body: body && JSON.stringify(body) });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0);
  }
}

async function contentOf(response) {
  try {
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  } catch {
    if (response.ok) throw new ApiError(502, { error: 'The host replied with something that is not JSON.' });
    return null;
  }
}
