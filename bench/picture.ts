/** Draws cost against size as an SVG: a line for each kind of work, readable on light and dark pages. */
import { shown, type Row } from './figures.js';

const WIDTH = 720;
const HEIGHT = 360;
/** Room for the labels of the axes, and for the names at the end of the lines. */
const MARGIN = { top: 40, right: 150, bottom: 48, left: 56 };
/** The least difference between the names of lines, so that they don't cover each other. */
const NAME_GAP = 16;
const TICKS = 4;
/** Told apart by the color-blind as well; on both backgrounds. */
const COLORS = [
  { light: '#0b62a8', dark: '#6fb7f2' },
  { light: '#a8480b', dark: '#f2a76f' },
  { light: '#3d7a1f', dark: '#93d46f' },
];

interface Point {
  accounts: number;
  ms: number;
}

/** @param rows those with a `point` are drawn, in milliseconds */
export function drawCostBySize(rows: readonly Row[]): string {
  const curves = new Map<string, Point[]>();
  for (const { point, figure: ms } of rows) {
    if (!point) continue;
    const { curve, accounts } = point;
    curves.set(curve, [...(curves.get(curve) ?? []), { accounts, ms }]);
  }
  const points = [...curves.values()].flat();
  const sizes = [...new Set(points.map(({ accounts }) => accounts))].toSorted((a, b) => a - b);
  const [least, most] = [Math.log10(sizes[0]!), Math.log10(sizes.at(-1)!)];
  const top = niceTop(Math.max(...points.map(({ ms }) => ms)));
  const x = (accounts: number) =>
    round(MARGIN.left + ((Math.log10(accounts) - least) / (most - least || 1)) * (WIDTH - MARGIN.left - MARGIN.right));
  const y = (ms: number) => round(HEIGHT - MARGIN.bottom - (ms / top) * (HEIGHT - MARGIN.top - MARGIN.bottom));
  const nameAt = namePositions([...curves].map(([name, all]) => ({ name, y: y(all.at(-1)!.ms) })));
  const grid = Array.from({ length: TICKS + 1 }, (_, n) => (top / TICKS) * n).map(
    (ms) =>
      `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(ms)}" y2="${y(ms)}"/>` +
      `<text x="${MARGIN.left - 8}" y="${y(ms) + 4}" text-anchor="end">${ms}</text>`,
  );
  const labels = sizes.map(
    (accounts) =>
      `<text x="${x(accounts)}" y="${HEIGHT - MARGIN.bottom + 20}" text-anchor="middle">${shown(accounts)}</text>`,
  );
  const lines = [...curves].map(([name, all], n) => {
    const path = all.map(({ accounts, ms }) => `${x(accounts)},${y(ms)}`).join(' ');
    const dots = all.map(({ accounts, ms }) => `<circle class="c${n}" cx="${x(accounts)}" cy="${y(ms)}" r="3"/>`);
    const end = x(all.at(-1)!.accounts);
    return (
      `<polyline class="line s${n}" points="${path}"/>${dots.join('')}` +
      `<text class="c${n}" x="${end + 10}" y="${nameAt.get(name)! + 4}">${name}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Milliseconds against accounts">
<style>
text { font: 13px system-ui, sans-serif; fill: #333; }
.grid { stroke: #ccc; }
.line { fill: none; stroke-width: 2; }
${colors('light')}
@media (prefers-color-scheme: dark) {
text { fill: #ddd; }
.grid { stroke: #444; }
${colors('dark')}
}
</style>
<text x="${MARGIN.left}" y="20">milliseconds (median)</text>
${grid.join('\n')}
${labels.join('\n')}
<text x="${WIDTH - MARGIN.right}" y="${HEIGHT - 8}" text-anchor="end">accounts in the archive</text>
${lines.join('\n')}
</svg>
`;
}

const colors = (scheme: 'light' | 'dark') =>
  COLORS.map((color, n) => `.c${n} { fill: ${color[scheme]}; } .s${n} { stroke: ${color[scheme]}; }`).join('\n');

const round = (value: number) => Math.round(value * 10) / 10;

/** Returns a number at or above the value whose quarters are easy to read. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((n) => n * power).find((top) => top >= value)!;
}

/** Returns where each name goes: at the end of its line, or below the name above it. */
function namePositions(ends: readonly { name: string; y: number }[]): Map<string, number> {
  const positions = new Map<string, number>();
  let last = -Infinity;
  for (const { name, y } of ends.toSorted((a, b) => a.y - b.y)) {
    last = Math.max(y, last + NAME_GAP);
    positions.set(name, last);
  }
  return positions;
}
