// Values over time, with uPlot, in the colours of the theme.
import { html, useEffect, useRef } from '../vendor/preact.js';
import uPlot from '../vendor/uplot.js';
import { useStore } from '../lib/store.js';
import { isDark } from '../lib/theme_choice.js';

const heightPx = 200;
const halfMinute = 30;

const clockTime = (seconds) => new Date(seconds * 1000).toTimeString().slice(0, 5);

/** Stacked series draw sums: the legend tells the `real` values, and `all` of them while nothing is pointed at. */
function told({ real, values, format, all }, i) {
  const shown = i === null ? all : (real ?? values)[i];
  return shown === null || shown === undefined ? '–' : format(shown);
}

/** Canvas knows no variables: what the browser makes of one. */
function colour(element, name) {
  const probe = element.appendChild(document.createElement('i'));
  probe.style.color = `var(${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const faded = (color, share) =>
  color.replace(/^rgba?\(([^)]*)\)$/, (_, parts) => `rgba(${parts.split(',').slice(0, 3).join(',')}, ${share})`);

const bars = uPlot.paths.bars({ size: [0.72, 24], radius: 0.15 });

/** `told(i)`: what the legend says of the i-th moment, or of all when i is null. */
function seriesOf(paint, { label, color, kind, scale }, told) {
  const stroke = paint(color);
  const value = (_, raw, __, i) => told(i ?? null);
  return kind === 'bars'
    ? { label, scale, value, stroke, fill: stroke, width: 0, paths: bars, points: { show: false } }
    : { label, scale, value, stroke, fill: faded(stroke, 0.08), width: 2, points: { show: false } };
}

function optionsFor(element, { series, axes }, toldOf) {
  const paint = (name) => colour(element, name);
  const grid = { stroke: paint('--line'), width: 1 };
  const axis = { stroke: paint('--muted'), font: '11px system-ui, sans-serif', ticks: { show: false }, grid };
  return {
    width: element.clientWidth,
    height: heightPx,
    cursor: { y: false, drag: { x: false }, points: { size: 6 } },
    legend: { live: true },
    padding: [8, axes.length > 1 ? 0 : 12, 0, 0],
    scales: {
      x: { time: true, range: (_, low, high) => [low - halfMinute, high + halfMinute] },
      ...Object.fromEntries(
        axes.map(({ scale }) => [scale, { range: (_, low, high) => [0, Math.max(high * 1.1, 1)] }]),
      ),
    },
    axes: [
      { ...axis, grid: { show: false }, space: 70, size: 28, values: (_, ticks) => ticks.map(clockTime) },
      ...axes.map(({ scale, format, right }) => ({
        ...axis,
        scale,
        side: right ? 1 : 3,
        size: 56,
        grid: right ? { show: false } : axis.grid,
        values: (_, ticks) => ticks.map(format),
      })),
    ],
    series: [
      { label: 'At', value: (_, at) => (at ? clockTime(at) : 'the last hour') },
      ...series.map((one, k) => seriesOf(paint, one, toldOf(k))),
    ],
  };
}

/**
 * `times` in s; `series`: [{label, color: CSS variable, kind: bars | line, scale, values, real, all, format}];
 * `axes`: [{scale, format, right}]. `summary` says it in words.
 */
export function Chart({ times, series, axes, summary }) {
  const element = useRef();
  const plot = useRef();
  const dark = useStore(isDark);
  const data = [times, ...series.map(({ values }) => values)];
  const latest = useRef();
  latest.current = { data, series };

  useEffect(() => {
    const toldOf = (k) => (i) => told(latest.current.series[k], i);
    const made = new uPlot(optionsFor(element.current, { series, axes }, toldOf), latest.current.data, element.current);
    plot.current = made;
    const observer = new ResizeObserver(([{ contentRect }]) =>
      made.setSize({ width: Math.floor(contentRect.width), height: heightPx }),
    );
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [dark]);
  useEffect(() => plot.current?.setData(data));
  return html`<figure class="chart"><div
    ref=${element}
    aria-hidden="true"
  ></div><figcaption class="offscreen">${summary}</figcaption></figure>`;
}
