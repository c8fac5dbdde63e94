// Chooses an environment by typing parts of its organization, project or name.
import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { get } from '../lib/api.js';

const pauseMs = 200;

const nameOf = ({ organization, project, slug }) => `${organization} / ${project} / ${slug}`;

export function EnvironmentPicker({ id, required, describedBy, onChange }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(null);
  const [found, setFound] = useState({ options: [], problem: null });
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const timer = useRef();

  useEffect(() => {
    const abort = new AbortController();
    timer.current = setTimeout(async () => {
      try {
        const { environments } = await get(
          '/environments',
          { filter: chosen ? '' : text.replaceAll('/', ' ') },
          abort.signal,
        );
        setFound({ options: environments, problem: null });
      } catch (error) {
        if (!abort.signal.aborted)
          setFound({ options: [], problem: `Environments could not be loaded: ${error.message}` });
      }
    }, pauseMs);
    return () => {
      clearTimeout(timer.current);
      abort.abort();
    };
  }, [text, chosen]);

  const choose = (environment) => {
    setChosen(environment);
    setText(nameOf(environment));
    setOpen(false);
    onChange(environment.id);
  };
  const type = (value) => {
    setText(value);
    setOpen(true);
    setActive(-1);
    setChosen(null);
    onChange('');
  };
  const keys = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.options.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive((active + step + found.options.length) % found.options.length);
    } else if (event.key === 'Enter' && open && found.options[active]) {
      event.preventDefault();
      choose(found.options[active]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  const list = `${id}-options`;
  return html`<div class="combobox">
    <input
      id=${id}
      role="combobox"
      aria-expanded=${open ? 'true' : 'false'}
      aria-controls=${list}
      aria-autocomplete="list"
      aria-activedescendant=${open && active >= 0 ? `${list}-${active}` : null}
      aria-describedby=${describedBy}
      aria-required=${required ? 'true' : null}
      placeholder="organization / project / environment"
      autocomplete="off"
      spellcheck=${false}
      value=${text}
      onInput=${(event) => type(event.target.value)}
      onFocus=${() => setOpen(true)}
      onBlur=${() => setOpen(false)}
      onKeyDown=${keys}
    />
    <ul id=${list} role="listbox" aria-label="What matches" hidden=${!open || found.options.length === 0}>
      ${found.options.map(
        (environment, i) => html`<li
          key=${environment.id}
          id=${`${list}-${i}`}
          role="option"
          aria-selected=${i === active ? 'true' : 'false'}
          onMouseDown=${(event) => (event.preventDefault(), choose(environment))}
        >
          <bdi>${nameOf(environment)}</bdi> <span class="pill">${environment.type.toLowerCase()}</span>
        </li>`,
      )}
    </ul>
    ${found.problem && html`<p class="problem" role="alert">${found.problem}</p>`}
    ${open && !found.problem && found.options.length === 0 && !chosen && html`<p class="muted small">No environment matches. <code>kongflow-host env create</code> makes one.</p>`}
  </div>`;
}
