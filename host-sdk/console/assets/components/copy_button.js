import { html, useState } from '../vendor/preact.js';
import { Button } from './button.js';
import { toast } from './toast.js';

// Without TLS, off localhost, browsers have no clipboard API.
function copyFromField(text) {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'offscreen';
  (document.querySelector('dialog[open]') ?? document.body).append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) throw new Error('the browser refused');
}

export async function copyText(text) {
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else copyFromField(text);
}

export function CopyButton({ text, what = 'value' }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await copyText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 1_500);
    } catch {
      toast('error', 'The browser does not let the console copy. Select the text and copy it by hand.');
    }
  };
  return html`<${Button}
    kind="quiet"
    small
    icon=${copied ? 'check' : 'copy'}
    label=${copied ? 'Copied' : `Copy ${what}`}
    onPress=${copy}
  />`;
}
